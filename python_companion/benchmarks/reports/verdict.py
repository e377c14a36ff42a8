"""What was said of a bug and of its cure, and whether it was right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from modulescope.findings import Finding, Severity

from .report import Report


def cell_id(number: int) -> str:
    """The id under which a cell is checked and run."""
    return f"cell-{number}"


class Said(NamedTuple):
    """A finding, as far as it is judged here."""

    code: str
    severity: Severity
    cells: frozenset[str]
    message: str

    @property
    def is_loud(self) -> bool:
        """Whether it is an error or a warning."""
        return self.severity.rank <= Severity.WARNING.rank


def said(finding: Finding, cell: str | None) -> Said:
    """A finding with the cells that it speaks of."""
    cells = {cell, *(place.cell.cell_id for place in finding.affects)} - {None}
    return Said(finding.code, finding.severity, frozenset(cells), finding.message)


@dataclass
class Verdict:
    """What was said of a bug and of its twin: as text, and live."""

    name: str
    report: Report
    bug: tuple[list[Said], list[Said]]
    twin: tuple[list[Said], list[Said]]

    @property
    def found(self) -> list[str]:
        """Who found the bug."""
        halves = zip(("static", "live"), self.bug, strict=True)
        return [half for half, told in halves if any(map(self._is_right, told))]

    def _is_right(self, one: Said) -> bool:
        """Whether an accepted rule speaks, loud enough, of an accepted cell."""
        is_enough = one.is_loud or (self.report.info and one.severity is Severity.INFO)
        cells = {cell_id(number) for number in self.report.cells}
        # What is about an object alone names no cell.
        is_there = not one.cells or bool(one.cells & cells)
        return one.code in self.report.codes and is_enough and is_there

    @property
    def alarms(self) -> list[Said]:
        """Errors and warnings about the twin, each once."""
        return told_once(self.twin, lambda one: one.is_loud)


def told_once(
    parts: tuple[list[Said], list[Said]], keep: Callable[[Said], bool]
) -> list[Said]:
    """What was said as text or live, the worst first."""
    told = {one[:2] + one[3:]: one for part in parts for one in part if keep(one)}
    return sorted(told.values(), key=lambda one: (one.severity.rank, one.code))
