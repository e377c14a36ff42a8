"""Tab completion of `%nn`: subcommands, options, models, submodule paths, codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..command import Argument, Command
from ..objects import registries, walk
from ..objects.paths import NoSuchPath, resolve
from ..session.chosen import current_scene, user_names
from ..snapshots.magic import shelf
from .choosing import choices
from .subcommands import COMMANDS

_PATH = re.compile(r"(?P<owner>.*?)(?P<mark>[.\[])(?P<last>[^.\[\]]*)$")
_MOST = 200


def complete(shell: Any, text: str) -> list[str]:
    """What the last word of the text after `%nn` can become."""
    words = text.split()
    last = "" if not words or text[-1:].isspace() else words[-1]
    before = words[:-1] if last else words
    if not before:
        return sorted(COMMANDS)
    command = COMMANDS.get(before[0])
    if command is None:
        return []
    if last.startswith("-"):
        return [option for option in command.options if option not in before]
    argument = _next(command, before[1:])
    return _possible(shell, command, argument, last) if argument else []


def _next(command: Command, words: Sequence[str]) -> Argument | None:
    """What the word after these is: a value of an option, or an argument."""
    index = 0
    waiting: Argument | None = None
    for word in words:
        if word.startswith("--"):
            waiting = _waiting(command.options.get(word.partition("=")[0]), word)
        elif waiting is None:
            index += 1
        elif waiting.kind != "list":
            waiting = None
    return waiting or command.word_at(index)


def _waiting(option: Argument | None, word: str) -> Argument | None:
    """The option of a word, if its value stands in the next word."""
    if option is None or option.kind == "flag":
        return None
    # A list goes on to the next option.
    return option if option.kind == "list" or "=" not in word else None


def _possible(shell: Any, command: Command, argument: Argument, last: str) -> list[str]:
    if argument.kind == "expression":
        return _paths(shell, last)
    if argument.kind == "snapshot":
        return list(dict.fromkeys(found.name for found in shelf().all()))
    if command.name == "unmute":
        return list(choices().muted)
    return _rules() if argument.kind == "rule" else sorted(argument.choices)


def _rules() -> list[str]:
    from ..rules import all_rules

    return [word for rule in all_rules() for word in (rule.code, rule.name)]


def _paths(shell: Any, last: str) -> list[str]:
    match = _PATH.match(last)
    if match is None:
        return [model.name for model in current_scene(shell).models][:_MOST]
    try:
        owner = resolve(match["owner"], user_names(shell), ())
    except NoSuchPath:
        return []
    children = [
        walk.str_name(key)
        for key in registries.read(owner, "_modules")
        if key is not None
    ][:_MOST]
    if match["mark"] == "[":
        return [f"{match['owner']}[{key}]" for key in children if key.isdigit()]
    return [f"{match['owner']}.{key}" for key in children if key.isidentifier()]
