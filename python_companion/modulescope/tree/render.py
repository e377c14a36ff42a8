"""A module tree as text and HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..render.blocks import CHIP
from ..render.escape import markup, shown
from ..render.lines import MOST_LINES
from ..render.numbers import count, form, several, size

_WIDEST_NAME = 48
_DEEPEST_INDENT = 20


def tree_text(
    tree: Mapping[str, Any],
    all_rows: bool = False,
    depth: int | None = None,
    mode: str = "",
) -> str:
    """A module tree: one line of totals and the mode, then a line per row."""
    if not tree["is_module"]:
        return "Not an nn.Module."
    rows = list(tree["rows"])
    if depth is not None:
        rows = [row for row in rows if row["depth"] <= depth]
    room = len(rows) if all_rows else MOST_LINES - 2
    shown_rows = _fitting(rows, room)
    head = ", ".join(filter(None, (totals_line(tree["totals"]), mode)))
    lines = [head, *_row_lines(shown_rows)]
    hidden = len(rows) - len(shown_rows)
    if hidden:
        lines.append(f"… {several(hidden, 'more row')}; --all or --depth shows them.")
    return "\n".join(lines)


def totals_line(totals: Mapping[str, Any]) -> str:
    """`36,349 modules, 6.5B parameters (2% trainable), 13 GB, cuda, bfloat16`."""
    parts = [several(totals["modules"], "module")]
    numel, trainable = totals["numel"], totals["trainable_numel"]
    share = "all" if trainable == numel else count(trainable)
    parts.append(f"{count(numel)} {form(numel, 'parameter')} ({share} trainable)")
    if totals["uninitialized"]:
        parts.append(f"{several(totals['uninitialized'], 'parameter')} uninitialised")
    parts.append(size(totals["bytes"]))
    parts += [", ".join(totals["devices"]), ", ".join(totals["dtypes"])]
    if totals["hooks"]:
        parts.append(several(sum(totals["hooks"].values()), "hook"))
    if totals["partial"]:
        parts.append("read in part only")
    return ", ".join(part for part in parts if part)


def _fitting(rows: Sequence[Any], room: int) -> list[Any]:
    """The rows down to the depth that still fits; the first ones if none does."""
    if len(rows) <= room:
        return list(rows)
    by_depth: Counter[int] = Counter(row["depth"] for row in rows)
    kept, total = 0, 0
    for depth in sorted(by_depth):
        if total + by_depth[depth] > room:
            break
        kept, total = depth, total + by_depth[depth]
    if kept == 0:
        return list(rows[:room])
    return [row for row in rows if row["depth"] <= kept]


def _row_lines(rows: Sequence[Any]) -> list[str]:
    depths = [*(row["depth"] for row in rows[1:]), 0]
    names = [_name(row, after) for row, after in zip(rows, depths, strict=False)]
    kinds = [class_text(row) for row in rows]
    widths = [
        min(max(map(len, column), default=0), _WIDEST_NAME) for column in (names, kinds)
    ]
    lines = []
    for row, name, kind in zip(rows, names, kinds, strict=True):
        extra = " · ".join(filter(None, (note_text(row), *chip_texts(row))))
        line = f"{name:<{widths[0]}}  {kind:<{widths[1]}}  {count(row['numel']):>7}"
        lines.append(f"{line}  {extra}".rstrip())
    return lines


def _name(row: Mapping[str, Any], after: int) -> str:
    """The name, indented; `▸` if there is more inside than the next lines show."""
    depth: int = min(row["depth"], _DEEPEST_INDENT)
    mark = (
        "! "
        if row["kind"] == "ghost"
        else "▸ "
        if row["num_children"] and after <= row["depth"]
        else "  "
    )
    name: str = shown(row["name"], _WIDEST_NAME) or "model"
    return "  " * depth + mark + name


def class_text(row: Mapping[str, Any]) -> str:
    """`×32 DecoderLayer`, `Linear 2→64`."""
    times = f"×{row['count']} " if row["count"] > 1 else ""
    badge = f" {shown(row['shape'])}" if row["shape"] else ""
    return f"{times}{shown(row['class_name'], 80)}{badge}"


def note_text(row: Mapping[str, Any]) -> str:
    """`identical`, or why a run is split."""
    return shown(row["note"])


def chip_texts(row: Mapping[str, Any]) -> list[str]:
    """What deviates from the model."""
    return [shown(chip["text"], 80) for chip in row["chips"]]


_MOST_ROWS = 2000
_DEEPEST = 40
"""Browsers stop nesting at some hundreds of levels."""
_MONO = "font-family:monospace"


_INDENT = "margin-left:1.4em"


def tree_html(tree: Mapping[str, Any]) -> str:
    """A module tree: a row that has rows inside can be opened."""
    if not tree["is_module"]:
        return "<div>Not an nn.Module.</div>"
    rows = tree["rows"][:_MOST_ROWS]
    more = len(tree["rows"]) - len(rows)
    left = f"<div>… {several(more, 'more row')}</div>" if more else ""
    head = f"<div>{markup(totals_line(tree['totals']), 400)}</div>"
    return f"<div>{head}{''.join(_nested(rows))}{left}</div>"


def _nested(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Opens and closes `<details>` along the depths of the rows."""
    open_depths: list[int] = []
    for number, row in enumerate(rows):
        while open_depths and open_depths[-1] >= row["depth"]:
            open_depths.pop()
            yield "</div></details>"
        following = rows[number + 1]["depth"] if number + 1 < len(rows) else 0
        if following > row["depth"] and len(open_depths) < _DEEPEST:
            first = " open" if row["depth"] == 0 else ""
            yield f"<details{first}><summary>{_row(row)}</summary>"
            yield f'<div style="{_INDENT}">'
            open_depths.append(row["depth"])
        else:
            yield f"<div>{_row(row)}</div>"
    yield "</div></details>" * len(open_depths)


def _row(row: Mapping[str, Any]) -> str:
    name = markup(row["name"]) if row["name"] else "model"
    ghost = row["kind"] == "ghost"
    style = f"{_MONO};font-style:italic" if ghost else _MONO
    parts = [
        f'<b style="{style}">{"! " if ghost else ""}{name}</b>',
        markup(class_text(row)),
        f"{count(row['numel'])} {form(row['numel'], 'parameter')}, "
        f"{size(row['bytes'])}",
    ]
    if row["note"]:
        parts.append(f"<i>{markup(row['note'])}</i>")
    parts += [f'<span style="{CHIP}">{markup(text)}</span>' for text in chip_texts(row)]
    return " &#183; ".join(parts)
