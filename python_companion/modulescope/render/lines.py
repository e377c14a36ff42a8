"""How long a text may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .escape import shown
from .numbers import count, several, size

MOST_LINES = 40
"""A complete answer fits a screen; more is shown only when it is asked for."""

_WIDEST_NAME = 48
_DEEPEST_INDENT = 20


def tree_text(
    tree: Mapping[str, Any], all_rows: bool = False, depth: int | None = None
) -> str:
    """A module tree: one line of totals, then a line per row."""
    if not tree["is_module"]:
        return "Not an nn.Module."
    rows = list(tree["rows"])
    if depth is not None:
        rows = [row for row in rows if row["depth"] <= depth]
    room = len(rows) if all_rows else MOST_LINES - 2
    shown_rows = _fitting(rows, room)
    lines = [totals_line(tree["totals"]), *_row_lines(shown_rows)]
    hidden = len(rows) - len(shown_rows)
    if hidden:
        lines.append(f"… {several(hidden, 'more row')}; --all or --depth shows them.")
    return "\n".join(lines)


def totals_line(totals: Mapping[str, Any]) -> str:
    """`36,349 modules, 6.5B parameters (2% trainable), 13 GB, cuda, bfloat16`."""
    parts = [several(totals["modules"], "module")]
    numel, trainable = totals["numel"], totals["trainable_numel"]
    share = "all" if trainable == numel else count(trainable)
    parts.append(f"{count(numel)} parameters ({share} trainable)")
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


def failure_lines(failed: Iterable[str]) -> list[str]:
    """What a report says of rules that broke down."""
    return [f"modulescope: internal error in {shown(rule)}." for rule in failed]


def status_text(status: Mapping[str, Any]) -> str:
    """One screen: versions, models, findings, hooks, watch."""
    lines = [
        f"modulescope {status['version']} · Python {status['python']} · "
        f"torch {shown(status['torch'] or 'not imported')}",
    ]
    models = status["models"]
    lines.append(f"Models: {len(models) or 'none yet'}")
    for model in models[:20]:
        cell = f"  cell [{model['cell']}]" if model["cell"] is not None else ""
        lines.append(
            f"  {shown(model['name'])}  {shown(model['class_name'])}  "
            f"{count(model['numel'])} parameters{cell}"
        )
    if len(models) > 20:
        lines.append(f"  … {len(models) - 20} more")
    lines.append(f"Hooks on them: {status['hooks']}")
    counts = {**status["findings"], "muted": status.get("muted", 0)}
    found = ", ".join(f"{n} {word}" for word, n in counts.items() if n)
    lines.append(f"Problems: {found or 'none'}")
    if status.get("paused"):
        lines.append("Live checks: paused")
    lines += [f"Rule failed: {shown(rule)}" for rule in status["failed"]]
    lines += [
        f"Rule failed: {shown(rule)}" if rule.startswith("NN") else shown(rule, 400)
        for rule in status["failed"]
    ]
    lines.append(f"Watch: {shown(status['watch'])}")
    return "\n".join(lines)
