"""Text and HTML of a table of hooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..render.blocks import table_html
from ..render.escape import shown
from ..render.lines import MOST_LINES
from ..render.numbers import several, size

_HEAD = ("Id", "Kind", "Function", "On", "Defined", "Registered", "Notes")
_WIDEST = 40
_MOST_HTML = 500


def hooks_text(table: Mapping[str, Any], name: str, all_rows: bool = False) -> str:
    """One line of counts, then a line per hook."""
    if not table["is_module"]:
        return "Not an nn.Module."
    rows = table["hooks"]
    if not rows:
        return "No hooks."
    room = len(rows) if all_rows else MOST_LINES - 3
    cells = [_cells(row, name) for row in rows[:room]]
    widths = [
        min(max(len(row[column]) for row in (_HEAD, *cells)), _WIDEST)
        for column in range(len(_HEAD))
    ]
    lines = [counts_line(rows)]
    for row in (_HEAD, *cells):
        parts = zip(row, widths, strict=True)
        lines.append("  ".join(f"{part:<{width}}" for part, width in parts).rstrip())
    if len(rows) > room:
        lines.append(f"… {several(len(rows) - room, 'more hook')}; --all shows them.")
    return "\n".join(lines)


def hooks_html(table: Mapping[str, Any], name: str) -> str:
    """The counts, and a table."""
    if not table["is_module"]:
        return "<div>Not an nn.Module.</div>"
    rows = table["hooks"]
    if not rows:
        return "<div>No hooks.</div>"
    left = len(rows) - _MOST_HTML
    more = f"<div>… {several(left, 'more hook')}</div>" if left > 0 else ""
    body = table_html(_HEAD, [_cells(row, name) for row in rows[:_MOST_HTML]])
    return f"<div><div>{shown(counts_line(rows), 400)}</div>{body}{more}</div>"


def removed_text(
    removed: Sequence[Mapping[str, Any]], kept: Sequence[Mapping[str, Any]]
) -> str:
    """What was removed, and what stays because it is not the user's."""
    names = ", ".join(dict.fromkeys(_name(row) for row in removed))
    text = f"Removed {several(len(removed), 'hook')}{f': {names}' if names else ''}."
    if kept:
        owners = ", ".join(dict.fromkeys(shown(row["kept"]) for row in kept))
        text += f" Kept {len(kept)} of {owners}."
    return text


def counts_line(rows: Sequence[Mapping[str, Any]]) -> str:
    """`3 hooks, 1 of torch (weight_norm), 8.19 kB held.`."""
    parts = [several(len(rows), "hook")]
    kept: dict[str, int] = {}
    for row in rows:
        if row["kept"]:
            kept[row["kept"]] = kept.get(row["kept"], 0) + 1
    parts += [f"{number} of {shown(owner)}" for owner, number in kept.items()]
    held = sum(row["held_bytes"] or 0 for row in rows)
    if held:
        parts.append(f"{size(held)} held")
    return ", ".join(parts) + "."


def _cells(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    place = ".".join(part for part in (name, row["fqn"]) if part)
    return tuple(
        shown(text, 200)
        for text in (
            row["hook"],
            row["kind"].replace("_", " "),
            row["function"],
            place or "model",
            row["defined"],
            _registered(row),
            ", ".join(_notes(row)),
        )
    )


def _name(row: Mapping[str, Any]) -> str:
    place = f" on {row['fqn']}" if row["fqn"] else ""
    return shown(f"{row['kind'].replace('_', ' ')} {row['function']}{place}")


def _registered(row: Mapping[str, Any]) -> str:
    cell = row["registered_cell"]
    if cell is None:
        return ""
    count, line = cell["execution_count"], row["registered_line"]
    at = "" if line is None else f" line {line + 1}"
    return f"cell [{'?' if count is None else count}]{at}"


def _notes(row: Mapping[str, Any]) -> list[str]:
    notes = [row["kept"] or ("" if row["owner"] == "you" else row["owner"])]
    if row["with_kwargs"]:
        notes.append("with kwargs")
    if row["always_called"]:
        notes.append("always called")
    if row["held_bytes"]:
        notes.append(f"holds {size(row['held_bytes'])}")
    if row["same_as_order"] is not None:
        notes.append(f"same as order {row['same_as_order']}")
    return [note for note in notes if note]
