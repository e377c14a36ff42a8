"""Findings as text, Markdown and HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..render.blocks import CHIP, sentence
from ..render.escape import markup, shown
from ..render.lines import failure_lines
from ..render.numbers import form, several

MARKS = {"error": "✖", "warning": "▲", "info": "•", "hint": "•"}


def report_text(report: Mapping[str, Any], failed: Iterable[str] = ()) -> str:
    """All findings with their evidence, worst first, then the rules that failed."""
    findings = report["findings"]
    lines: list[str] = []
    for finding in findings:
        lines += _finding_lines(finding)
    lines.append(counts_line(findings) if findings else "No problems found.")
    return "\n".join([*lines, *failure_lines(failed)])


def _finding_lines(finding: Mapping[str, Any]) -> list[str]:
    mark = MARKS[finding["severity"]]
    place = place_text(finding["where"])
    lines = [
        f"{mark} {finding['severity']} [{finding['status'].upper()}] {finding['code']} "
        f"{finding['name']}{f'  {place}' if place else ''}",
        f"    {shown(finding['message'], 400)}",
    ]
    lines += [f"    - {shown(line, 400)}" for line in finding["evidence"]]
    if finding["fix"]:
        lines.append(f"    fix: {shown(finding['fix']['title'], 400)}")
    for place in finding["affects"]:
        lines.append(f"    affects: {cell_text(place)} {shown(place['note'])}".rstrip())
    return lines


def place_text(where: Mapping[str, Any]) -> str:
    """`cell [9], line 2` in a kernel, `spiral.ipynb, cell 5, line 2` of a file.

    In a file cells count from 1, top to bottom; a kernel does not know their order.
    """
    parts = []
    if where["path"]:
        parts.append(shown(where["path"]))
    if where.get("execution_count") is not None:
        parts.append(cell_text(where))
    elif where["cell_index"] is not None:
        parts.append(f"cell {where['cell_index'] + 1}")
    if where["line"] is not None:
        parts.append(f"line {where['line']}")
    if not parts and where["object"]:
        parts.append(shown(where["object"]))
    return ", ".join(parts)


def cell_text(place: Mapping[str, Any]) -> str:
    """`cell [8]` by its execution count, else `a cell`."""
    number = place["execution_count"]
    return "a cell" if number is None else f"cell [{number}]"


def counts_line(findings: Sequence[Mapping[str, Any]]) -> str:
    """`2 errors, 1 warning.`."""
    counts = Counter(finding["severity"] for finding in findings)
    advice = counts["info"] + counts["hint"]
    parts = [
        several(number, word)
        for number, word in (
            (counts["error"], "error"),
            (counts["warning"], "warning"),
            (advice, form(advice, "piece of advice", "info")),
        )
        if number
    ]
    return ", ".join(parts) + "."


def report_markdown(report: Mapping[str, Any], title: str) -> str:
    """A report to paste into an issue; code in it cannot end its fence."""
    lines = [f"## {shown(title)}", ""]
    for finding in report["findings"]:
        place = place_text(finding["where"])
        lines.append(
            f"- **{finding['severity']}** {finding['code']} `{finding['name']}` "
            f"({finding['status']}{f', {_inline(place)}' if place else ''}): "
            f"{_inline(finding['message'])}"
        )
        lines += [f"  - {_inline(line)}" for line in finding["evidence"]]
        if finding["fix"]:
            lines.append(f"  - Fix: {_inline(finding['fix']['title'])}")
    if not report["findings"]:
        lines.append("No problems found.")
    return "\n".join(lines)


def _inline(text: str) -> str:
    # Names stand in backticks; what could be a tag or an image must not become one.
    return shown(text, 400).replace("<", "&lt;").replace("![", "!&#91;")


def report_html(report: Mapping[str, Any], failed: Iterable[str] = ()) -> str:
    """All findings, worst first; the evidence opens."""
    findings = report["findings"]
    problems = "".join(f"<div>{markup(line)}</div>" for line in failure_lines(failed))
    if not findings:
        return f"<div>No problems found.{problems}</div>"
    items = "".join(_finding(finding) for finding in findings)
    return f"<div>{items}<div>{counts_line(findings)}</div>{problems}</div>"


def _finding(finding: Mapping[str, Any]) -> str:
    place = place_text(finding["where"])
    head = (
        f"{MARKS[finding['severity']]} {finding['severity']} "
        f'<span style="{CHIP}">{finding["status"].upper()}</span> '
        f"{sentence(finding['message'])} "
        f"<small>{finding['code']} {markup(finding['name'])}"
        f"{f' &#183; {markup(place)}' if place else ''}</small>"
    )
    lines = [sentence(line) for line in finding["evidence"]]
    if finding["fix"]:
        lines.append(f"<b>Fix</b> {sentence(finding['fix']['title'])}")
    for affected in finding["affects"]:
        text = f"{cell_text(affected)} {affected['note']}"
        lines.append(f"<b>Affects</b> {markup(text)}")
    if not lines:
        return f"<div>{head}</div>"
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<details open><summary>{head}</summary><ul>{items}</ul></details>"
