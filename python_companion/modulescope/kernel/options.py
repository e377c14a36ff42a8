"""Reads the words after `%nn`: a subcommand, its options and one argument."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from ..closest import closest, suggestion
from ..command import Command, Refused, Words


def split(line: str) -> list[str]:
    """The words of a line; quotes inside subscripts stay."""
    try:
        lexer = shlex.shlex(line, posix=False)
        lexer.whitespace_split = True
        lexer.commenters = ""
        return list(lexer)
    except ValueError:
        return line.split()


def parse(line: str, commands: Mapping[str, Command], default: str) -> Words:
    """Reads a line.

    Raises:
        Refused: With what is wrong, and what was probably meant.
    """
    words = split(line)
    name = words.pop(0) if words else default
    if name not in commands:
        hint = suggestion(closest(name, commands))
        raise Refused(f'%nn: no subcommand "{name}".{hint} All: %nn?')
    command = commands[name]
    options: dict[str, Any] = {}
    arguments: list[str] = []
    rest = iter(words)
    current: list[str] = []
    for word in rest:
        if not word.startswith("--"):
            # After an option that takes a list, all words are its own.
            (current or arguments).append(word)
            continue
        current = []
        option, equals, value = word.partition("=")
        kind = command.options.get(option)
        if kind is None:
            hint = suggestion(closest(option, command.options))
            raise Refused(f'%nn {name}: no option "{option}".{hint}')
        if kind == "flag":
            options[option] = True
        else:
            options[option] = _value(command, option, kind, value if equals else rest)
        if kind == "list":
            current = options[option]
    if len(arguments) > 1 and not _takes_more(command):
        raise Refused(f'%nn {name}: one argument at most, got "{" ".join(arguments)}".')
    return Words(command, " ".join(arguments), options)


def _takes_more(command: Command) -> bool:
    """Whether it takes an expression, which may have blanks in it, or a second name."""
    return "EXPR" in command.usage or "[B]" in command.usage


def _value(command: Command, option: str, kind: str, source: Any) -> Any:
    text = source if type(source) is str else next(source, None)
    if text is not None and len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    if kind in ("text", "list"):
        if not text or text.startswith("--"):
            raise Refused(f"%nn {command.name}: {option} needs a value.")
        return text if kind == "text" else [part for part in text.split(",") if part]
    if text is None or not text.isascii() or not text.isdigit():
        got = "nothing" if text is None else f'"{text}"'
        wanted = "a number" if option == "--depth" else "a positive integer"
        raise Refused(f"%nn {command.name}: {option} needs {wanted}, got {got}.")
    return int(text)
