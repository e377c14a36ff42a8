"""Rows of what is no registered module: ghosts, and names that stand for None."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .facts import Ghost
from .folding import Item
from .health import ILL, NOTHING_KNOWN

if TYPE_CHECKING:
    from .rows import Outline, Row

MOST_FINDINGS = 20


def ghost_row(outline: Outline, item: Item, ghost: Ghost, depth: int) -> Row:
    """The row of what is there and not registered."""
    inner, below = outline.below(item)
    members = [position for _, position in ghost.members]
    names = [inner.facts.kinds[position].name for position in members]
    names += [kind for _, kind, _ in ghost.tensors]
    shape = ""
    if not ghost.container:
        spec = ghost.tensors[0][2] if ghost.tensors else None
        shape = str(list(spec.shape)) if spec else inner.badge(members[0])
    marks = outline.ghost_marks.get((ghost.parent, ghost.name), [])
    return {
        "fqn": inner.prefix[:1000],
        "name": item.name[:1000],
        "depth": depth,
        "kind": "ghost",
        "class_name": _together(ghost, names),
        "shape": shape,
        "count": 1,
        "note": "",
        "numel": inner.sums.numel(members)
        + sum(spec.numel for _, _, spec in ghost.tensors),
        "bytes": inner.sums.bytes(members)
        + sum(spec.bytes for _, _, spec in ghost.tensors),
        "chips": [{"kind": "ghost", "text": "not registered"}],
        "num_children": len(below),
        "expanded": False,
        "matched": True,
        "findings": marks[:MOST_FINDINGS],
        **(ILL if marks else NOTHING_KNOWN),
    }


def none_row(outline: Outline, item: Item, owner: int, depth: int) -> Row:
    """The row of a name that was registered for nothing."""
    parts = (outline.fqn(owner), item.name)
    return {
        "fqn": ".".join(part for part in parts if part)[:1000],
        "name": item.name[:1000],
        "depth": depth,
        "kind": "none",
        "class_name": "None",
        "shape": "",
        "count": 1,
        "note": "",
        "numel": 0,
        "bytes": 0,
        "chips": [],
        "num_children": 0,
        "expanded": False,
        "matched": True,
        "findings": [],
        **NOTHING_KNOWN,
    }


def _together(ghost: Ghost, names: Sequence[str]) -> str:
    """`list of 8 Linear`; `Linear` without a container."""
    if not ghost.container:
        return names[0]
    several = "tensors" if not ghost.members else "members"
    several = several if ghost.tensors else "modules"
    name = names[0] if len(set(names)) == 1 else several
    return f"{ghost.container} of {len(names)} {name}"
