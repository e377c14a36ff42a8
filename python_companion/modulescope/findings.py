"""What a check finds: the values that every part of modulescope exchanges.

Frozen dataclasses without behaviour.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Severity(str, Enum):
    """How bad a finding is; the page of each rule says why."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """Zero for the worst."""
        return list(Severity).index(self)


class Status(str, Enum):
    """Whether live objects have spoken for a finding."""

    STATIC = "static"
    LIVE = "live"
    STALE = "stale"


class Position(NamedTuple):
    """A zero-based line, and a zero-based character in UTF-16 units."""

    line: int
    character: int


class Range(NamedTuple):
    """A span of text; the end is exclusive."""

    start: Position
    end: Position


class CellRef(NamedTuple):
    """A cell, and the execution count of the run that is meant."""

    cell_id: str | None
    execution_count: int | None = None


@dataclass(frozen=True)
class Place:
    """A cell that a finding affects or relates to."""

    cell: CellRef
    range: Range | None
    note: str


@dataclass(frozen=True)
class Edit:
    """A replacement of a span of one cell; `cell_id` is None in a file."""

    cell_id: str | None
    range: Range
    text: str


@dataclass(frozen=True)
class Fix:
    """A cure that the user can choose.

    `edit` changes text, `run` executes cells again, `kernel` changes a live object
    after a confirmation; `safe` edits keep the meaning except for the bug.
    """

    title: str
    kind: str
    safe: bool = False
    edits: tuple[Edit, ...] = ()
    run: tuple[CellRef, ...] = ()
    confirm: str | None = None


@dataclass(frozen=True)
class Checked:
    """When live objects were read: after which run, in milliseconds since 1970."""

    execution_count: int | None
    time: float


@dataclass(frozen=True)
class Finding:
    """One cause, with what the text claims and what the kernel measured.

    `wasted`: it makes running or finished training useless.
    """

    id: str
    code: str
    name: str
    severity: Severity
    status: Status
    message: str
    wasted: bool = False
    evidence: tuple[str, ...] = ()
    silence: str | None = None
    why: str = ""
    advice: str = ""
    fixes: tuple[Fix, ...] = ()
    path: str | None = None
    cell: CellRef | None = None
    cell_index: int | None = None
    range: Range | None = None
    object: str | None = None
    affects: tuple[Place, ...] = ()
    related: tuple[Place, ...] = ()
    checked: Checked | None = None
