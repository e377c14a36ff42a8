"""A subcommand of `%nn`: what it takes, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What to print: notes first, then JSON, Markdown or a display."""

    data: Mapping[str, Any] = field(default_factory=dict)
    bundle: Mapping[str, Any] = field(default_factory=dict)
    markdown: str = ""
    notes: Sequence[str] = ()


HELP = {"--help": "flag"}
JSON = {"--json": "flag", **HELP}


class Refused(Exception):
    """The one line that the user gets instead of an answer."""


@dataclass(frozen=True)
class Command:
    """One subcommand: what it takes, and how its help reads."""

    name: str
    usage: str
    does: str
    run: Callable[[Any, Words], Answer]
    """Takes the shell and the words; may raise `Refused`."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Option -> `flag`, `number` (not negative), `text` or `list` (of texts)."""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """The parsed words of one call."""

    command: Command
    argument: str
    options: Mapping[str, Any]

    def __getitem__(self, option: str) -> Any:
        """The value of an option; None if it was not given."""
        return self.options.get(option)
