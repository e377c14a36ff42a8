"""The findings of one check, as the Python API returns them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..findings import Finding, Fix, Place, Range


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
        from .render import report_text

        return report_text(self.to_dict(), self.failed)

    def _repr_html_(self) -> str:
        from .render import report_html

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
        "execution_count": finding.cell.execution_count if finding.cell else None,
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
