"""What a check of the cells that ran finds now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ..findings import Finding
from ..session.current import Companion, installed
from ..session.mutes import Mutes
from .report import Report
from .wanted import hides


class Divided(NamedTuple):
    """Findings by whether, and where, they are muted."""

    shown: tuple[Finding, ...]
    muted_here: tuple[Finding, ...]
    """In the notebook that asks, or everywhere."""
    muted_until_restart: tuple[Finding, ...]

    @property
    def num_muted(self) -> int:
        """How many are muted."""
        return len(self.muted_here) + len(self.muted_until_restart)


def divided(found: Iterable[Finding], wanted: str | None = None) -> Divided:
    """What is shown and what is muted; who asks for a rule by its code sees it."""
    companion = installed()
    mutes = _mutes(companion)
    codes = companion.choices.muted if companion else []
    shown, here, until_restart = [], [], []
    for finding in found:
        if finding.code != wanted and hides(mutes, finding):
            here.append(finding)
        elif finding.code != wanted and finding.code in codes:
            until_restart.append(finding)
        else:
            shown.append(finding)
    return Divided(tuple(shown), tuple(here), tuple(until_restart))


def checked(shell: Any, live: bool) -> tuple[Report, list[str]]:
    """All findings of the cells that ran last, and the rules that failed."""
    from .linter import Linter

    companion = installed()
    if companion is None:
        return Report(()), []
    cells: dict[str, str] = {}
    for run in companion.session.log.runs:
        # A cell without an id (a console) is known by its text.
        key = run.cell.cell_id or f"run-{hash(run.source)}"
        cells[key] = run.source
    mutes = _mutes(companion)
    outcome = Linter(companion.session).check(
        _in_order(cells, mutes), cells, live=live, in_cell=True, mutes=mutes
    )
    return Report(tuple(outcome.findings), len(cells)), outcome.failed


def _mutes(companion: Companion | None) -> Mutes:
    """What the notebook of the cell that asks mutes."""
    if companion is None:
        return Mutes()
    return companion.choices.notebook(companion.session.log.running)


def _in_order(cells: Iterable[str], mutes: Mutes) -> list[str]:
    """Cells in the order of the notebook; those that it does not know come last."""
    places = {cell_id: place for place, cell_id in enumerate(mutes.cells)}
    return sorted(cells, key=lambda cell_id: places.get(cell_id, len(places)))
