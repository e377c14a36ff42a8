"""What `modulescope check` prints, in each format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..checking.codes import all_notices
from ..checking.render import report_markdown
from ..checking.report import Report
from ..findings import Finding
from ..render.numbers import several
from ..rules import all_rules
from ..version import __version__
from . import github, sarif, terminal
from .check import File, Result


def report(
    result: Result, style: str, statistics: bool = False, colour: bool = False
) -> str:
    """The text, without the last line end."""
    data = Report(tuple(result.findings)).to_dict()
    if statistics:
        if style == "json":
            return json.dumps(terminal.counts(data["findings"]))
        return terminal.statistics(data["findings"]) or "No problems."
    if style == "json":
        return json.dumps(data, ensure_ascii=True)
    if style == "markdown":
        return report_markdown(data, "modulescope")
    if style == "sarif":
        return _sarif(result)
    if style == "github":
        return "\n".join(
            github.annotation(entry, finding.why, _raw_line(file, finding))
            for file, finding, entry, _ in _entries(result)
        )
    return _text(result, data, colour)


def _text(result: Result, data: Mapping[str, Any], colour: bool) -> str:
    paint = terminal.coloured if colour else terminal.plain
    blocks = [
        terminal.finding_text(entry, line, finding.why, paint)
        for _, finding, entry, line in _entries(result)
    ]
    end = [_summary(result, data)]
    if result.num_known:
        end.append(f"{several(result.num_known, 'finding')} of the baseline not shown.")
    if result.fixed:
        places = several(len(result.fixed), "file")
        end.insert(0, f"Fixed {several(result.num_fixed, 'finding')} in {places}.")
    return "\n".join(["\n\n".join(blocks), *end] if blocks else end)


def _entries(result: Result) -> list[tuple[File, Finding, dict[str, Any], str]]:
    return [
        (file, finding, entry, line)
        for file in result.files
        for (finding, line), entry in zip(
            file.entries, Report(file.findings).to_dict()["findings"], strict=True
        )
    ]


def _summary(result: Result, data: Mapping[str, Any]) -> str:
    notebooks = [file for file in result.files if file.is_notebook]
    return terminal.summary(
        data["findings"],
        len(notebooks),
        len(result.files) - len(notebooks),
        sum(file.num_cells for file in notebooks),
        sum(_is_fixable(finding) for finding in result.findings),
    )


def _is_fixable(finding: Finding) -> bool:
    return any(
        fix.kind == "edit" and fix.safe and bool(fix.edits) for fix in finding.fixes
    )


def _sarif(result: Result) -> str:
    from ..checking.ids import subject_of
    from ..files.baseline import line_hash

    results = [
        sarif.Result(
            entry,
            finding.why,
            _raw_line(file, finding),
            f"{subject_of(finding.id)}:{line_hash(line)}",
        )
        for file, finding, entry, line in _entries(result)
    ]
    rules = [
        sarif.Rule(
            rule.code,
            rule.name,
            (rule.static_severity or rule.severity).value,
            rule.why,
            rule.advice,
        )
        for rule in (*all_notices(), *all_rules())
    ]
    log = sarif.log(__version__, rules, results, result.problems)
    return json.dumps(log, indent=1, ensure_ascii=True)


def _raw_line(file: File, finding: Finding) -> int | None:
    """The line of the notebook's JSON that holds a finding; None for a file."""
    if not file.is_notebook or finding.cell_index is None or finding.range is None:
        return None
    from ..files.notebooktext import line_of

    text, places = _layout(file)
    place = places.get(finding.cell_index)
    return None if place is None else line_of(text, place, finding.range.start.line) + 1


def _layout(file: File) -> tuple[str, dict[int, Any]]:
    from ..files.notebooktext import sources

    if _last and _last[0][0] is file:
        return _last[0][1]
    try:
        text = file.path.read_bytes().decode("utf-8-sig")
        found = text, sources(text)
    except (OSError, ValueError, LookupError):
        found = "", {}
    # The findings of one file follow each other.
    _last[:] = [(file, found)]
    return found


_last: list[tuple[File, tuple[str, dict[int, Any]]]] = []
