"""Reads the words after `%nn`: a subcommand, its options and one argument."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from typing import Any

from ..closest import closest, suggestion
from ..command import Argument, Command, Refused, Words
from ..render.numbers import form


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
    name = words.pop(0) if words and not words[0].startswith("--") else default
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
        argument = command.options.get(option)
        if argument is None:
            hint = suggestion(closest(option, command.options))
            raise Refused(f'%nn {name}: no option "{option}".{hint}')
        if argument.kind == "flag":
            options[option] = True
        else:
            options[option] = _value(command, argument, value if equals else rest)
        if argument.kind == "list":
            current = options[option]
    _refuse_too_many(command, arguments)
    if "--help" not in options:
        _refuse_without_rule(command, arguments)
    return Words(command, " ".join(arguments), options)


def _refuse_too_many(command: Command, words: list[str]) -> None:
    # One is let through everywhere: who takes none leaves it alone.
    most = max(1, len(command.words))
    if len(words) > most and command.word_at(len(words) - 1) is None:
        taken = form(most, "one argument", "two arguments")
        got = " ".join(words)
        raise Refused(f'%nn {command.name}: {taken} at most, got "{got}".')


def _refuse_without_rule(command: Command, words: list[str]) -> None:
    wanted = command.word_at(len(words))
    if wanted is not None and wanted.kind == "rule" and not wanted.optional:
        example = command.examples[0]
        raise Refused(f"%nn {command.name}: which rule? For example: {example}")


def _value(command: Command, argument: Argument, source: Any) -> Any:
    option = argument.name
    text = source if type(source) is str else next(source, None)
    if text is not None and len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    if argument.kind != "number":
        if not text or text.startswith("--"):
            raise Refused(f"%nn {command.name}: {option} needs a value.")
        if argument.kind == "list":
            return [part for part in text.split(",") if part]
        return text
    least = 0 if option == "--depth" else 1
    # Python reads no integer of more than 4,300 digits.
    is_number = text is not None and re.fullmatch("[0-9]{1,1000}", text)
    if text is None or not is_number or int(text) < least:
        got = "nothing" if text is None else f'"{text}"'
        wanted = "a positive integer" if least else "a number"
        raise Refused(f"%nn {command.name}: {option} needs {wanted}, got {got}.")
    return int(text)
