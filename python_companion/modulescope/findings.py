"""What a check finds: the values that every part of modulescope exchanges.

Frozen dataclasses without behaviour. `Report` is what the Python API returns; it
is JSON-ready through `to_dict()` and knows nothing of how it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple


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


@dataclass(frozen=True)
class Report:
    """The findings of one check, worst first.

    `failed` names the rules that broke down, each with its exception: what they would
    have found is not there.
    """

    findings: tuple[Finding, ...]
    num_cells: int = 0
    unparsed: tuple[str, ...] = field(default=())
    failed: tuple[str, ...] = field(default=())

    def __iter__(self) -> Iterator[Finding]:
        """Iterates over the findings."""
        return iter(self.findings)

    def __len__(self) -> int:
        """The number of findings."""
        return len(self.findings)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready data, version 1."""
        return {"version": 1, "findings": [_finding_dict(f) for f in self.findings]}

    def __repr__(self) -> str:
        """The complete text."""
        from .render.lines import report_text

        return report_text(self.to_dict(), self.failed)

    def _repr_html_(self) -> str:
        from .render.blocks import report_html

        return report_html(self.to_dict(), self.failed)


def _finding_dict(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "status": finding.status.value,
        "message": finding.message,
        "evidence": list(finding.evidence),
        "fix": _fix_dict(finding.fixes[0]) if finding.fixes else None,
        "where": _where_dict(finding),
        "affects": [_place_dict(place) for place in finding.affects],
    }


def _fix_dict(fix: Fix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "kind": fix.kind,
        "safe": fix.safe,
        "edits": [
            {"cell_id": edit.cell_id, "text": edit.text, **_span_dict(edit.range)}
            for edit in fix.edits
        ],
    }


def _where_dict(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.path,
        "cell_id": finding.cell.cell_id if finding.cell else None,
        "cell_index": finding.cell_index,
        **_span_dict(finding.range),
        "object": finding.object,
    }


def _place_dict(place: Place) -> dict[str, Any]:
    return {
        "cell_id": place.cell.cell_id,
        "execution_count": place.cell.execution_count,
        "note": place.note,
    }


def _span_dict(span: Range | None) -> dict[str, int | None]:
    """Lines count from 1 and columns from 0, in UTF-16 units."""
    if span is None:
        return dict.fromkeys(("line", "column", "end_line", "end_column"))
    return {
        "line": span.start.line + 1,
        "column": span.start.character,
        "end_line": span.end.line + 1,
        "end_column": span.end.character,
    }
