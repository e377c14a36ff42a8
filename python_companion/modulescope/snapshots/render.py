"""Snapshots and their differences as text and HTML."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from ..render.blocks import table_html
from ..render.escape import markup, shown
from ..render.lines import MOST_LINES
from ..render.numbers import several, size

_WIDEST = 48


def snapshot_line(snapshot: Mapping[str, Any]) -> str:
    """`trained: model (SpiralNet), after [7], 12:04:31`."""
    parts = [f"{snapshot['model']} ({snapshot['class_name']})"]
    if snapshot["cell"] is not None:
        parts.append(f"after [{snapshot['cell']}]")
    parts.append(time.strftime("%H:%M:%S", time.localtime(snapshot["time"] / 1000)))
    name = f"{snapshot['name']}: " if snapshot["name"] else ""
    return shown(name + ", ".join(parts))


def snapshot_text(snapshot: Mapping[str, Any], all_rows: bool = False) -> str:
    """What a snapshot knows: a line for each tensor."""
    tensors = snapshot["tensors"]
    lines = [snapshot_line(snapshot), _counts(snapshot)]
    room = len(tensors) if all_rows else MOST_LINES - 3
    rows = [_tensor_row(state) for state in tensors[:room]]
    lines += _columns(rows)
    if len(tensors) > room:
        lines.append(f"… {several(len(tensors) - room, 'more tensor')}.")
    return "\n".join(lines)


def snapshot_html(snapshot: Mapping[str, Any]) -> str:
    """The same as a table that opens."""
    rows = [_tensor_row(state) for state in snapshot["tensors"][:500]]
    head = f"{snapshot_line(snapshot)}. {_counts(snapshot)}"
    table = table_html(("Tensor", "Shape", "Type", "Mean", "Std"), rows)
    summary = f"<summary>{markup(head, 400)}</summary>"
    return f"<div><details>{summary}{table}</details></div>"


def _counts(snapshot: Mapping[str, Any]) -> str:
    return (
        f"{several(len(snapshot['modules']), 'module')}, "
        f"{several(len(snapshot['tensors']), 'tensor')}; {size(snapshot['bytes'])} "
        "kept, no weights."
    )


def _tensor_row(state: Mapping[str, Any]) -> tuple[str, ...]:
    figures = [
        "" if state[key] is None else f"{state[key]:.3g}" for key in ("mean", "std")
    ]
    if state["note"]:
        figures = [shown(state["note"]), ""]
    away = "" if state["device"] == "cpu" else f" {state['device']}"
    name, shape = shown(state["fqn"], _WIDEST), str(state["shape"])
    return (name, shape, f"{state['dtype']}{away}", figures[0], figures[1])


def diff_text(diff: Mapping[str, Any], all_rows: bool = False) -> str:
    """The summary first, then a line for each difference."""
    lines = [
        diff["summary"],
        f"from {snapshot_line(diff['a'])}",
        f"to   {snapshot_line(diff['b'])}",
        *list(diff["notes"]),
    ]
    lines = [shown(line, 1000) for line in lines]
    rows = [row for row in diff["rows"] if row["kind"] != "unchanged"]
    room = len(rows) if all_rows else max(MOST_LINES - len(lines) - 1, 1)
    lines += _columns([diff_cells(row) for row in rows[:room]])
    if len(rows) > room:
        lines.append(f"… {several(len(rows) - room, 'more row')}; --all shows them.")
    return "\n".join(lines)


def diff_html(diff: Mapping[str, Any]) -> str:
    """The summary, then a table; what is unchanged opens."""
    names = f"from {snapshot_line(diff['a'])} to {snapshot_line(diff['b'])}"
    rest = [names, *list(diff["notes"])]
    head = f"<div><b>{markup(diff['summary'], 1000)}</b></div>"
    head += "".join(f"<div>{markup(line, 1000)}</div>" for line in rest)
    told = [row for row in diff["rows"] if row["kind"] != "unchanged"]
    same = [row for row in diff["rows"] if row["kind"] == "unchanged"]
    titles = ("Kind", "Name", "Before", "After", "|Δ|/|w|")
    if told:
        head += table_html(titles, [diff_cells(row) for row in told[:500]])
    if same:
        names = "".join(f"<li>{markup(row['fqn'])}</li>" for row in same[:500])
        summary = f"<summary>{several(len(same), 'unchanged tensor')}</summary>"
        head += f"<details>{summary}<ul>{names}</ul></details>"
    return f"<div>{head}</div>"


def diff_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Kind, name, before, after, and by how much."""
    much = ""
    if row["relative"] is not None and row["kind"] == "changed":
        much = f"{'about ' if row['estimated'] else ''}{_percent(row['relative'])}"
    name = shown(row["fqn"], _WIDEST) or "the root"
    return row["kind"], name, shown(row["before"]), shown(row["after"]), much


def _percent(value: float) -> str:
    return f"{value:.2g}" if value < 1e-4 else f"{100 * value:.3g} %"


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  "
        + "  ".join(
            f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
