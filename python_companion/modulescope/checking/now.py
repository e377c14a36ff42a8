"""What a check of the cells that ran finds now."""

from __future__ import annotations

from typing import Any

from ..findings import Finding
from ..session.current import installed
from .report import Report


def unmuted(
    found: list[Finding], wanted: str | None
) -> tuple[list[Finding], list[Finding]]:
    """What is shown and what is muted; who asks for a rule by its code sees it."""
    companion = installed()
    codes = set(companion.choices.muted if companion else ()) - {wanted}
    return (
        [finding for finding in found if finding.code not in codes],
        [finding for finding in found if finding.code in codes],
    )


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
    outcome = Linter(companion.session).check(
        list(cells), cells, live=live, in_cell=True
    )
    return Report(tuple(outcome.findings), len(cells)), outcome.failed
