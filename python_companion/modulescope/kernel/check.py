"""`%nn check`: the findings of the notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..checking import render
from ..checking.codes import known_rule
from ..checking.now import Divided, checked, divided
from ..checking.report import Report
from ..command import Answer, Command, Refused, Words
from ..findings import Finding
from ..session.current import installed


def check(shell: Any, words: Words) -> Answer:
    """Findings of the notebook."""
    wanted = words["--rule"]
    if wanted:
        wanted = known_rule(wanted, "check").code
    report, failed = checked(shell, live=not words["--static"])
    found = [f for f in report if wanted in (None, f.code)]
    if words["--cell"] is not None:
        ids = _cell_ids(shell, words["--cell"])
        found = [f for f in found if f.cell and f.cell.cell_id in ids]
    parts = divided(found, wanted)
    report = Report(parts.shown, report.num_cells, report.unparsed)
    data = report.to_dict()
    notes = [
        f"%nn: internal error in rule {rule}. Your code was not affected. "
        "Report: %nn status --json"
        if rule.startswith("NN")
        # The settings of the project, which could not be read.
        else f"%nn: {rule}"
        for rule in failed
    ]
    notes += _muted_notes(parts)
    return Answer(
        data,
        {"text/plain": render.report_text(data), "text/html": render.report_html(data)},
        render.report_markdown(data, "Findings of this notebook"),
        notes,
    )


def _muted_notes(parts: Divided) -> Iterator[str]:
    if parts.muted_here:
        yield (
            f"{_counted(parts.muted_here)}, in this notebook or everywhere. "
            "Show Muted in the Modules panel lists them."
        )
    if parts.muted_until_restart:
        counted = _counted(parts.muted_until_restart)
        yield f"{counted}. %nn unmute CODE shows them again."


def _counted(muted: Sequence[Finding]) -> str:
    codes = ", ".join(dict.fromkeys(finding.code for finding in muted))
    return f"{len(muted)} muted: {codes}"


def _cell_ids(shell: Any, number: int) -> set[str | None]:
    companion = installed()
    runs = companion.session.log.runs if companion else ()
    ids = {r.cell.cell_id for r in runs if r.cell.execution_count == number}
    if not ids:
        raise Refused(f"%nn check: no cell ran as [{number}].")
    return ids


COMMANDS = (
    Command(
        "check",
        "check [--cell N] [--static] [--rule CODE] [--json] [--markdown]",
        "findings of this notebook",
        check,
        ("%nn check", "%nn check --rule NN102"),
    ),
)
