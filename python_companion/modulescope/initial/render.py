"""Initial statistics as text and HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..render.escape import markup, shown
from ..render.fold import fold
from ..render.lines import MOST_LINES
from ..render.numbers import count, several

_WIDEST = 44


def init_text(report: Mapping[str, Any], all_rows: bool = False) -> str:
    """A line per parameter, or per run of parameters that are alike."""
    lines = _head(report)
    folded = _folded(report["rows"])
    room = len(folded) if all_rows else MOST_LINES - len(lines) - 1
    # What is off comes first where not all can be shown.
    if len(folded) > room:
        folded.sort(key=lambda entry: entry[1][0]["verdict"] not in ("low", "high"))
    names = [shown(label, _WIDEST) for label, _ in folded[:room]]
    width = max(map(len, names), default=0)
    for name, (_, rows) in zip(names, folded[:room], strict=True):
        lines.append(f"{_mark(rows)} {name:<{width}}  {figures(rows)}")
    if len(folded) > room:
        lines.append(f"… {several(len(folded) - room, 'more row')}; --all shows them.")
    return "\n".join(lines)


def init_html(report: Mapping[str, Any]) -> str:
    """The same as a table."""
    head = "".join(f"<div>{markup(line, 400)}</div>" for line in _head(report))
    body = "".join(
        f"<tr><td>{_mark(rows)}</td><td>{markup(label)}</td>"
        f"<td>{markup(str(rows[0]['shape']))}</td>"
        f"<td>{markup(figures(rows), 400)}</td></tr>"
        for label, rows in _folded(report["rows"])[:500]
    )
    titles = "<tr><th></th><th>Parameter</th><th>Shape</th><th>Initial values</th></tr>"
    return (
        f"<div>{head}<table><thead>{titles}</thead><tbody>{body}</tbody></table></div>"
    )


def _head(report: Mapping[str, Any]) -> list[str]:
    rows = report["rows"]
    lines = [
        f"Initial values of {shown(report['name'])}: "
        f"{several(len(rows), 'parameter')}, {_outcome(rows)}."
    ]
    if report["note"]:
        lines.append(shown(report["note"]))
    if any(row["of"] == "birth" for row in rows):
        lines.append("Shown are the values from before training.")
    bounds = [row["bound"] for row in rows if row["bound"] is not None]
    if bounds:
        lines.append(
            f"Sampled: each std is within {max(bounds):.1%} (95 %). --exact reads all."
        )
    if report["left_out"]:
        lines.append(f"{several(report['left_out'], 'parameter')} left out.")
    return lines


def _outcome(rows: Sequence[Mapping[str, Any]]) -> str:
    if rows and all(row["std"] is None for row in rows):
        return "none of which could be read"
    off = sum(row["verdict"] in ("low", "high") for row in rows)
    return f"{off or 'none'} far from the expected scale"


def _folded(
    rows: Sequence[Mapping[str, Any]],
) -> list[tuple[str, list[Mapping[str, Any]]]]:
    names = [
        f"{row['fqn']}.{row['parameter']}" if row["fqn"] else row["parameter"]
        for row in rows
    ]
    kinds = [
        (row["shape"], row["verdict"], row["note"], (row["expected"] or {}).get("text"))
        for row in rows
    ]
    return [
        (each.label, [rows[index] for index in each.members])
        for each in fold(names, kinds)
    ]


def _mark(rows: Sequence[Mapping[str, Any]]) -> str:
    return "▲" if rows[0]["verdict"] in ("low", "high") else " "


def figures(rows: Sequence[Mapping[str, Any]]) -> str:
    """`std 0.020 · expected 0.177 (He, fan-in 64) · 8.8× low`, of equal rows."""
    parts = []
    first = rows[0]
    stds = [row["std"] for row in rows if row["std"] is not None]
    if len(rows) > 1:
        parts.append(f"{len(rows)} alike")
    if stds:
        parts.append(f"std {_span(stds)}")
        means = [row["mean"] for row in rows if row["mean"] is not None]
        parts.append(f"mean {_span(means)}")
    bad = sum(row["nonfinite"] for row in rows)
    if bad:
        parts.append(f"{count(bad)} NaN or infinite")
    if first["expected"] is not None:
        parts.append(_expected(first["expected"]))
    ratios = [row["ratio"] for row in rows if row["ratio"]]
    if ratios and first["verdict"] in ("low", "high"):
        parts.append(f"{_times(ratios)} {first['verdict']}")
    if first["note"]:
        parts.append(first["note"])
    return " · ".join(parts)


def _expected(expected: Mapping[str, Any]) -> str:
    text = shown(expected["text"])
    if expected["std"]:
        return f"expected {_figure(expected['std'])} ({text})"
    return f"expected mean {_figure(expected['mean'])} ({text})"


def _times(ratios: Sequence[float]) -> str:
    factors = sorted(max(ratio, 1 / ratio) for ratio in ratios)
    ends = [f"{factor:.2g}" if factor < 99.5 else f"{factor:,.0f}" for factor in
            (factors[0], factors[-1])]  # fmt: skip
    return "–".join(dict.fromkeys(ends)) + "×"


def _span(values: Sequence[float]) -> str:
    ends = [_figure(min(values)), _figure(max(values))]
    return " … ".join(dict.fromkeys(ends))


def _figure(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1e6 else f"{value:.2e}"
