"""Turns findings into wire messages: plain dicts, as the schema describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ..findings import CellRef, Checked, Edit, Finding, Fix, Place, Range
from .wire import sound_text

if TYPE_CHECKING:
    from ..checking.linter import Outcome
    from ..session.choices import Choices
    from . import messages

# The schema's limits: what the other side would refuse is cut here.
_FINDINGS = 1000


def encode_outcome(
    id: str, revision: int, outcome: Outcome, choices: Choices
) -> messages.NotebookFindings:
    """The answer to `notebook.check`."""
    return {
        "kind": "notebook.findings",
        "id": id,
        "revision": revision,
        "findings": [encode_finding(f) for f in outcome.findings[:_FINDINGS]],
        "confirmed": [sound_text(line) for line in outcome.confirmed[:50]],
        "checked": _checked(outcome.checked),
        "live_ms": round(outcome.live_ms, 3),
        "slowed": outcome.slowed,
        "failed": [sound_text(line) for line in outcome.failed[:100]],
        "unparsed": outcome.unparsed,
        "session": encode_session(choices),
    }


def encode_session(choices: Choices) -> messages.Session:
    """What the user chose for all pages of the kernel."""
    return cast("messages.Session", choices.to_dict())


def encode_finding(finding: Finding) -> messages.Finding:
    """One finding."""
    return {
        "id": finding.id,
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "status": finding.status.value,
        "wasted": finding.wasted,
        "message": sound_text(finding.message),
        "evidence": [sound_text(line) for line in finding.evidence[:20]],
        "silence": None if finding.silence is None else sound_text(finding.silence),
        "why": sound_text(finding.why),
        "advice": sound_text(finding.advice),
        "fixes": [_fix(fix) for fix in finding.fixes[:5]],
        "cell": encode_cell(finding.cell),
        "range": _range(finding.range),
        "object": None if finding.object is None else finding.object[:1000],
        "affects": [_place(place) for place in finding.affects[:20]],
        "related": [_place(place) for place in finding.related[:20]],
        "checked": _checked(finding.checked),
    }


def encode_cell(cell: CellRef | None) -> messages.CellRef | None:
    """A cell, or null."""
    if cell is None:
        return None
    return {"cell_id": cell.cell_id, "execution_count": cell.execution_count}


def encode_checked(checked: Checked) -> messages.Checked:
    """When live objects were read."""
    return {"execution_count": checked.execution_count, "time": checked.time}


def _checked(checked: Checked | None) -> messages.Checked | None:
    return None if checked is None else encode_checked(checked)


def encode_error(id: str, message: str) -> messages.ErrorReply:
    """What a request gets that could not be answered."""
    return {"kind": "error", "id": id, "message": sound_text(message)}


def _fix(fix: Fix) -> messages.Fix:
    return {
        "title": sound_text(fix.title),
        "kind": fix.kind,  # type: ignore[typeddict-item]
        "safe": fix.safe,
        "edits": [_edit(edit) for edit in fix.edits[:50]],
        "run": [_cell(cell) for cell in fix.run[:50]],
        "confirm": None if fix.confirm is None else sound_text(fix.confirm),
    }


def _edit(edit: Edit) -> messages.Edit:
    return {
        "cell_id": edit.cell_id or "",
        "range": _span(edit.range),
        "text": edit.text,
    }


def _place(place: Place) -> messages.Place:
    return {
        "cell": _cell(place.cell),
        "range": _range(place.range),
        "note": sound_text(place.note),
    }


def _cell(cell: CellRef) -> messages.CellRef:
    return {"cell_id": cell.cell_id, "execution_count": cell.execution_count}


def _range(span: Range | None) -> messages.Range | None:
    return None if span is None else _span(span)


def _span(span: Range) -> messages.Range:
    return {
        "start": {"line": span.start.line, "character": span.start.character},
        "end": {"line": span.end.line, "character": span.end.character},
    }
