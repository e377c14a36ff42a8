"""A subcommand of `%nn`: what it takes, and what it answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What to print: notes first, then JSON, Markdown or a display."""

    data: Mapping[str, Any] = field(default_factory=dict)
    bundle: Mapping[str, Any] = field(default_factory=dict)
    markdown: str = ""
    notes: Sequence[str] = ()


class Refused(Exception):
    """The one line that the user gets instead of an answer."""


@dataclass(frozen=True)
class Argument:
    """A word or an option that a subcommand takes."""

    name: str
    """`--depth` of an option; of a word what stands for it, such as EXPR."""
    value: str
    """What stands for its value; empty for an option without one."""
    kind: str
    """What its value is: see `_KINDS`; `choice` of words, `flag` without a value."""
    optional: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Command:
    """One subcommand: what it takes, and how its help reads."""

    name: str
    usage: str
    does: str
    run: Callable[[Any, Words], Answer]
    """Takes the shell and the words; may raise `Refused`."""
    examples: tuple[str, ...] = ()

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """What the usage says that it takes, and `--help`."""
        return (*_arguments(self.usage), _HELP)

    @cached_property
    def words(self) -> tuple[Argument, ...]:
        """What is no option, in its order."""
        return tuple(one for one in self.arguments if not one.name.startswith("-"))

    @cached_property
    def options(self) -> dict[str, Argument]:
        """The options by their names."""
        return {one.name: one for one in self.arguments if one not in self.words}

    def word_at(self, index: int) -> Argument | None:
        """What a word at a place means; an expression may have blanks in it."""
        last = self.words[-1] if self.words else None
        if index < len(self.words):
            return self.words[index]
        return last if last is not None and last.kind == "expression" else None


@dataclass(frozen=True)
class Words:
    """The parsed words of one call."""

    command: Command
    argument: str
    options: Mapping[str, Any]

    def __getitem__(self, option: str) -> Any:
        """The value of an option; None if it was not given."""
        return self.options.get(option)


_KINDS = {
    "N": "number",
    "ID…": "list",
    "EXPR": "expression",
    "CODE": "rule",
    "A": "snapshot",
    "B": "snapshot",
}
"""What stands for a value in a usage; all else stands for a text."""

_OPTION = re.compile(r"\[(--\w+)(?: ([^\]]+))?\]")
_HELP = Argument("--help", "", "flag", True)


def _arguments(usage: str) -> list[Argument]:
    """Reads a usage: `name [WORD [WORD]] [--option VALUE] …`."""
    found: list[Argument] = []
    depth = 0
    for token in re.findall(r"[\[\]]|[^\s\[\]]+", _OPTION.sub("", usage)):
        depth += {"[": 1, "]": -1}.get(token, 0)
        if token not in ("[", "]"):
            choices = tuple(token.split("|")) if "|" in token else ()
            kind = "choice" if choices else _kind(token)
            found.append(Argument(token, token, kind, depth > 0, choices))
    # The first word is the name of the subcommand.
    options = _OPTION.findall(usage)
    return found[1:] + [Argument(name, v, _kind(v), True) for name, v in options]


def _kind(value: str) -> str:
    return _KINDS.get(value, "text") if value else "flag"
