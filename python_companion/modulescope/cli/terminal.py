"""What `modulescope check` prints: each finding with the line it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..render.escape import shown
from ..render.numbers import several

Paint = Callable[[str, str], str]
"""Text and style (`error`, `warning`, `dim`, `bold`) to text with or without colour."""

_CODES = {
    "error": "31;1",
    "warning": "33;1",
    "info": "36",
    "hint": "36",
    "dim": "2",
    "bold": "1",
}


def plain(text: str, style: str) -> str:
    """No colour."""
    return text


def coloured(text: str, style: str) -> str:
    """ANSI colour."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m"


def finding_text(
    finding: Mapping[str, Any],
    source: str,
    why: str,
    paint: Paint = plain,
) -> str:
    """One finding.

    Args:
        finding: As in `Report.to_dict()`.
        source: The line it starts on; empty if it is not at hand.
        why: Why it is bad, in two sentences.
        paint: How to colour.
    """
    where = finding["where"]
    head = f"{finding['severity']}[{finding['code']}]"
    lines = [
        f"{paint(head, finding['severity'])}: "
        f"{paint(shown(finding['message']), 'bold')}",
        f"  {paint('-->', 'dim')} {location(where)}",
        *_excerpt(where, source, paint),
    ]
    lines += [f"  - {shown(line, 400)}" for line in finding["evidence"]]
    if why:
        lines.append(f"  {paint('why:', 'dim')} {shown(why, 400)}")
    if finding["fix"]:
        note = ""
        if finding["fix"]["kind"] == "edit" and finding["fix"]["edits"]:
            safe = finding["fix"]["safe"]
            note = (
                " (safe, --fix applies it)" if safe else " (review it: --diff shows it)"
            )
        lines.append(
            f"  {paint('fix:', 'dim')} {shown(finding['fix']['title'], 400)}{note}"
        )
    lines.append(f"  {paint('more:', 'dim')} modulescope explain {finding['code']}")
    return "\n".join(lines)


def location(where: Mapping[str, Any]) -> str:
    """`spiral.ipynb: cell 2, line 6`, `model.py: line 6`."""
    path = shown(where["path"] or "<text>")
    parts = []
    if where["cell_index"] is not None:
        parts.append(f"cell {where['cell_index'] + 1}")
    if where["line"] is not None:
        parts.append(f"line {where['line']}")
    return f"{path}: {', '.join(parts)}" if parts else path


def _excerpt(where: Mapping[str, Any], line: str, paint: Paint) -> list[str]:
    number = where["line"]
    if number is None or not line:
        return []
    start = _code_points(line, where["column"] or 0)
    same_line = where["end_line"] == number
    end = _code_points(line, where["end_column"]) if same_line else len(line)
    before, marked = shown(line[:start], 160), shown(line[start:end], 160)
    gutter = f"{number:>4} "
    marks = "^" * max(len(marked), 1)
    return [
        f"{gutter}{paint('|', 'dim')} {shown(line, 160)}",
        f"{' ' * len(gutter)}{paint('|', 'dim')} {' ' * len(before)}"
        f"{paint(marks, 'bold')}",
    ]


def _code_points(line: str, units: int) -> int:
    """An index into a text from a count of UTF-16 units."""
    if line.isascii():
        return units
    encoded = line.encode("utf-16-le", "surrogatepass")[: 2 * units]
    return len(encoded.decode("utf-16-le", "replace"))


def summary(
    findings: Sequence[Mapping[str, Any]],
    num_notebooks: int,
    num_files: int,
    num_cells: int,
    num_fixable: int,
) -> str:
    """`Found 2 warnings in 1 notebook (9 cells). 1 can be fixed with --fix. …`."""
    parts = []
    if num_notebooks:
        cells = several(num_cells, "cell")
        parts.append(f"{several(num_notebooks, 'notebook')} ({cells})")
    if num_files or not num_notebooks:
        parts.append(several(num_files, "file"))
    places = " and ".join(parts)
    number = Counter(finding["severity"] for finding in findings)
    found = ", ".join(
        several(number[severity], severity)
        for severity in ("error", "warning", "info", "hint")
        if number[severity]
    )
    text = f"Found {found} in {places}." if found else f"No problems in {places}."
    if num_fixable:
        text += f" {num_fixable} can be fixed with --fix."
    live = ": open the notebook for live evidence" if num_notebooks else ""
    return f"{text} Static checks only{live}."


def statistics(findings: Sequence[Mapping[str, Any]]) -> str:
    """How often each rule spoke, the most frequent first."""
    return "\n".join(
        f"{entry['count']:>6}  {entry['code']}  {entry['name']}"
        for entry in counts(findings)
    )


def counts(findings: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same as data."""
    found = Counter((finding["code"], finding["name"]) for finding in findings)
    return [
        {"code": code, "name": name, "count": number}
        for (code, name), number in sorted(
            found.items(), key=lambda pair: (-pair[1], pair[0])
        )
    ]
