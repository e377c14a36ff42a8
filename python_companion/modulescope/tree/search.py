"""Finding modules in a tree: the matches, and the ancestors that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from .facets import Facet, Part, PartFacet
from .facts import Facts, Ghost
from .filters import Query, Span
from .folding import Item
from .observations import Seen
from .rows import Outline, Row


@dataclass(frozen=True)
class Matches:
    """The rows that a filter leaves, in the order of the tree."""

    rows: tuple[Row, ...]
    """Matches, and with `matched` False the ancestors that lead to them."""
    num_matches: int
    left_out: int = 0
    problem: str = ""
    """What is wrong with the filter; empty if nothing."""
    bad_terms: tuple[Span, ...] = ()

    def __len__(self) -> int:
        """How many modules match."""
        return self.num_matches

    def __iter__(self) -> Iterator[Row]:
        """The rows that match, without their ancestors."""
        return (row for row in self.rows if row["matched"])

    def to_dict(self) -> dict[str, Any]:
        """The matches as JSON-ready data."""
        return {
            "version": 1,
            "rows": list(self.rows),
            "matches": self.num_matches,
            "left_out": self.left_out,
            "problem": self.problem,
            "bad_terms": [span._asdict() for span in self.bad_terms],
        }


class _Entry(NamedTuple):
    depth: int
    outline: Outline
    item: Item
    matched: bool


def search(
    outline: Outline, query: Query, limit: int = 5000, seen: Seen | None = None
) -> Matches:
    """Looks for a parsed filter in a whole tree, ghosts included.

    Args:
        outline: The tree.
        query: The filter.
        limit: Rows at most.
        seen: What is known beside the structure.
    """
    seen = outline.seen = seen or Seen()
    try:
        query = query.noting(seen.problem)
        entries = _entries(outline, query, range(len(outline.facts)), depth=0)
    finally:
        outline.seen = Seen()
    children = _num_children(entries)
    rows = []
    for entry, inside in zip(entries[:limit], children, strict=False):
        row = entry.outline.row(entry.item, entry.depth)
        row |= {
            "matched": entry.matched,
            "num_children": inside,
            "expanded": inside > 0,
        }
        rows.append(row)
    return Matches(
        rows=tuple(rows),
        num_matches=sum(entry.matched for entry in entries),
        left_out=max(len(entries) - limit, 0),
        problem=query.problem,
        bad_terms=query.bad_terms,
    )


def _entries(outline: Outline, query: Query, span: range, depth: int) -> list[_Entry]:
    """What a filter leaves of a range of positions, in the order of the rows."""
    facts = outline.facts
    matched = {
        index
        for index in span
        if index not in facts.alias_of and query.matches(Facet(outline, index))
    }
    # What is no module comes after all else below its owner; inner owners come first.
    inside = {
        (facts.ends[parent], -parent, number): entries
        for number, (parent, entries) in enumerate(_parts(outline, query, span))
        if entries
    }
    waiting = sorted(inside)
    owners = {-negative for _, negative, _ in waiting}
    depths: dict[int, int] = {}
    found: list[_Entry] = []
    for index in [*sorted(_with_ancestors(facts, matched | owners)), span.stop]:
        while waiting and waiting[0][0] <= index:
            place = waiting.pop(0)
            below = depths[-place[1]] + 1
            found.extend(
                entry._replace(depth=entry.depth + below) for entry in inside[place]
            )
        if index < span.stop:
            depths[index] = depths.get(facts.parents[index], depth - 1) + 1
            item = Item(facts.names[index], (index,))
            found.append(_Entry(depths[index], outline, item, index in matched))
    return found


def _parts(
    outline: Outline, query: Query, span: range
) -> Iterator[tuple[int, list[_Entry]]]:
    """What a filter leaves of what is no module, by the position of its owner."""
    facts = outline.facts
    if query.wants_none:
        for index, names in facts.missing.items():
            if index in span:
                yield index, _in_nones(outline, query, index, names)
    for ghost in facts.ghosts:
        if ghost.parent in span:
            yield ghost.parent, _in_ghost(outline, query, ghost)


def _in_nones(
    outline: Outline, query: Query, index: int, names: tuple[str, ...]
) -> list[_Entry]:
    found = []
    for name in names:
        part = Part(name, "None", (), frozenset(("none", "leaf")))
        if query.matches(PartFacet(outline, index, part)):
            item = Item(name, (), none_of=index)
            found.append(_Entry(0, outline, item, True))
    return found


def _in_ghost(outline: Outline, query: Query, ghost: Ghost) -> list[_Entry]:
    """What a filter leaves of a ghost, at depth 0; nothing if nothing matches."""
    item = Item(ghost.name, (), ghost=ghost)
    top = _Entry(0, outline, item, _matches_tensors(outline, query, ghost))
    if not ghost.members:
        return [top] if top.matched else []
    inner, _ = outline.below(item)
    start, last = ghost.members[0][1], ghost.members[-1][1]
    span = range(start, inner.facts.ends[last])
    if not ghost.container:
        return _entries(inner, query, span, depth=0)
    entries = _entries(inner, query, span, depth=1)
    return [top, *entries] if entries or top.matched else []


def _matches_tensors(outline: Outline, query: Query, ghost: Ghost) -> bool:
    """Whether the tensors of a ghost pass; its modules are asked one by one."""
    if not ghost.tensors:
        return False
    specs = tuple(spec for _, _, spec in ghost.tensors)
    kind = ghost.container or ghost.tensors[0][1]
    states = frozenset(("unregistered", "leaf"))
    part = Part(ghost.name, kind, specs, states)
    return query.matches(PartFacet(outline, ghost.parent, part))


def _with_ancestors(facts: Facts, indices: set[int]) -> set[int]:
    kept = set()
    for index in indices:
        while index >= 0 and index not in kept:
            kept.add(index)
            index = facts.parents[index]
    return kept


def _num_children(entries: list[_Entry]) -> list[int]:
    """How many of the entries are directly below each of them."""
    counts = [0] * len(entries)
    around: list[int] = []
    for number, entry in enumerate(entries):
        while around and entries[around[-1]].depth >= entry.depth:
            around.pop()
        if around:
            counts[around[-1]] += 1
        around.append(number)
    return counts
