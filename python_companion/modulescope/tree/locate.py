"""Finds rows of a tree by name, for what is asked on demand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..recording.recordings import Recording
from .facts import Facts
from .folding import Item
from .health import Health, notes_of
from .rows import Outline, Row

ROOT = Item("", (0,))
NOTHING: Mapping[str, int] = {}
_SUBSCRIPT = re.compile(r"\[(?:'([^']*)'|\"([^\"]*)\"|(-?\d+))\]")


def opened(
    outline: Outline,
    fqn: str,
    member: int,
    limit: int,
    wanted: Mapping[str, int] = NOTHING,
) -> tuple[list[Row], int]:
    """The rows below a name; the root comes with its children.

    Rows whose names are `wanted` are opened too, each at that member of a fold, as
    long as what is inside them fits in.

    Returns:
        At most `limit` rows, and how many were left out.
    """
    found = _locate(outline, fqn)
    if found is None:
        return [], 0
    outline, item, depth = found
    rows = []
    inside, items = outline.below(item, member)
    if not fqn:
        rows.append(outline.row(item, 0) | {"expanded": bool(items)})
    room = max(limit - len(rows), 0)
    shown = items[:room]
    rows += _open_rows(inside, shown, depth + 1, wanted, room - len(shown))
    return rows, len(items) - len(shown)


def _open_rows(
    outline: Outline,
    items: Sequence[Item],
    depth: int,
    wanted: Mapping[str, int],
    room: int,
) -> list[Row]:
    rows: list[Row] = []
    # What is still to be drawn; the next row is at the end.
    stack = [(outline, item, depth) for item in reversed(items)]
    while stack:
        outline, item, depth = stack.pop()
        row = outline.row(item, depth)
        rows.append(row)
        member = _wanted_member(outline, item, wanted)
        if member is None or not row["num_children"]:
            continue
        inside, below = outline.below(item, member)
        if len(below) <= room:
            room -= len(below)
            row["expanded"] = True
            stack += [(inside, each, depth + 1) for each in reversed(below)]
    return rows


def _wanted_member(
    outline: Outline, item: Item, wanted: Mapping[str, int]
) -> int | None:
    """Which member of a row is to be opened; a fold has the names of all of its."""
    for number, name in enumerate(_names(outline, item) if wanted else ()):
        if name in wanted:
            # By the name of the first one a fold is opened at any of them.
            return wanted[name] if number == 0 else number
    return None


def _locate(outline: Outline, fqn: str) -> tuple[Outline, Item, int] | None:
    """The row with this name, the outline that draws it, and its depth."""
    item, depth = ROOT, 0
    while fqn:
        outline, items = outline.below(item, _member(outline, item, fqn))
        for each in items:
            names = _names(outline, each)
            if fqn in names:
                return outline, each, depth + 1
            if any(fqn.startswith(f"{name}.") for name in names):
                item, depth = each, depth + 1
                break
        else:
            return None
    return outline, item, depth


def _names(outline: Outline, item: Item) -> list[str]:
    if item.ghost is not None:
        return [outline.ghost_name(item)]
    return [outline.fqn(index) for index in item.members]


def _member(outline: Outline, item: Item, fqn: str) -> int:
    """Which member of a fold a name leads through."""
    for number, name in enumerate(_names(outline, item)):
        if name and (fqn == name or fqn.startswith(f"{name}.")):
            return number
    return 0


def mark(outline: Outline, model: str, found: Mapping[str, Sequence[str]]) -> None:
    """Puts the ids of findings to the rows that their objects are about.

    A finding about a tensor or attribute belongs to the module that holds it.
    """
    outline.marks, outline.ghost_marks = {}, {}
    start = dotted(model)
    for expression, ids in found.items():
        path = dotted(expression)
        if path != start and not path.startswith(f"{start}."):
            continue
        index, rest = _deepest(outline.facts, path[len(start) + 1 :])
        ghosts = {g.name for g in outline.facts.ghosts if g.parent == index}
        name = next((g for g in ghosts if rest == g or rest.startswith(f"{g}.")), None)
        if name is not None:
            outline.ghost_marks.setdefault((index, name), []).extend(ids)
        else:
            outline.marks.setdefault(index, []).extend(ids)


def judge(outline: Outline, recording: Recording | None = None) -> None:
    """Works out the health of all rows, once the findings are marked."""
    marked = [index for index, ids in outline.marks.items() if ids]
    marked += [parent for (parent, _), ids in outline.ghost_marks.items() if ids]
    notes = notes_of(outline.facts, recording)
    outline.health = Health(outline.facts, marked, notes)


def _deepest(facts: Facts, path: str) -> tuple[int, str]:
    """How far the names of modules lead, and what is left of a path."""
    index, rest = 0, path
    while rest:
        below = [
            child
            for child in facts.children[index]
            if rest == facts.names[child] or rest.startswith(f"{facts.names[child]}.")
        ]
        if not below:
            break
        child = max(below, key=lambda each: len(facts.names[each]))
        rest = rest[len(facts.names[child]) + 1 :]
        index = facts.alias_of.get(child, child)
    return index, rest


def dotted(expression: str) -> str:
    """`model.blocks[3]` as `model.blocks.3`, so that both spellings compare."""

    def dot(found: re.Match[str]) -> str:
        return "." + next(part for part in found.groups() if part is not None)

    return _SUBSCRIPT.sub(dot, expression)
