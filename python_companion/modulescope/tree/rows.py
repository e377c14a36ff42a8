"""The rows of a tree, as the wire and `to_dict()` have them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from .chips import Chip, Chips
from .facts import Facts, Ghost
from .folding import Folding, Item
from .ghost_rows import MOST_FINDINGS, ghost_row, none_row
from .health import ILL, NOTHING_KNOWN, Health
from .observations import Seen
from .shapes import badge_text
from .sums import Sums

Row = dict[str, Any]
_MOST_PATHS = 16_000_000
"""Characters; those of a chain of modules grow with the square of its length."""


class Outline:
    """Makes rows from facts; rows of ghosts come from an outline of their own."""

    def __init__(
        self,
        facts: Facts,
        prefix: str = "",
        usual: Facts | None = None,
        owner: tuple[Outline, Ghost] | None = None,
    ) -> None:
        self.facts = facts
        self.folding = Folding(facts)
        self.sums = Sums(facts)
        self._chips = Chips(facts, self.sums, usual)
        self.prefix = prefix
        self.is_ghost = usual is not None
        self._owner = owner
        self._ghosts: dict[str, Outline] = {}
        # Set for the time of a search only, as it leads to the model.
        self._seen = Seen()
        # Ids of findings, by position and by name of a ghost; set by who knows them.
        self.marks: dict[int, list[str]] = {}
        self.ghost_marks: dict[tuple[int, str], list[str]] = {}
        self.health: Health | None = None

    @property
    def seen(self) -> Seen:
        """What is known beside the structure; that of the model for its ghosts."""
        return self._owner[0].seen if self._owner else self._seen

    @seen.setter
    def seen(self, seen: Seen) -> None:
        self._seen = seen

    @cached_property
    def shared(self) -> frozenset[int]:
        """Positions of modules that are used again or have a tied parameter."""
        facts = self.facts
        tied = (index for places in facts.repeats.values() for index, _ in places)
        return frozenset((*tied, *facts.alias_of.values()))

    def findings_of(self, index: int) -> Sequence[str]:
        """Ids of the findings about a module; for one in a ghost, about the ghost."""
        if self._owner is not None:
            outline, ghost = self._owner
            if index in self._held:
                return outline.ghost_marks.get((ghost.parent, ghost.name), ())
        return self.marks.get(index, ())

    @cached_property
    def _held(self) -> frozenset[int]:
        """Positions of the modules that the ghost of this outline holds itself."""
        members = self._owner[1].members if self._owner else ()
        return frozenset(position for _, position in members)

    def numel(self, index: int) -> int:
        """Elements of the distinct parameters below a module."""
        return self.sums.numel([index])

    def bytes(self, index: int) -> int:
        """Logical bytes of the distinct parameters below a module."""
        return self.sums.bytes([index])

    def chips(self, index: int) -> list[Chip]:
        """The chips of one module."""
        return self._chips.of([index])

    def is_frozen(self, index: int) -> bool:
        """Whether it has parameters, and none of them below it requires grad."""
        count, frozen = self._chips.frozen([index])
        return 0 < count == frozen

    def row(self, item: Item, depth: int) -> Row:
        """One row, not opened."""
        if item.ghost is not None:
            return ghost_row(self, item, item.ghost, depth)
        if item.none_of is not None:
            return none_row(self, item, item.none_of, depth)
        facts, index = self.facts, item.members[0]
        kind = facts.kinds[facts.alias_of.get(index, index)]
        return {
            "fqn": self.fqn(index),
            "name": item.name[:1000],
            "depth": depth,
            "kind": "fold" if len(item.members) > 1 else "module",
            "class_name": kind.name,
            "shape": self.badge(index),
            "count": len(item.members),
            "note": item.note,
            "numel": self.sums.numel(item.members),
            "bytes": self.sums.bytes(item.members),
            "chips": self._chips.of(item.members),
            "num_children": len(self.below(item)[1]),
            "expanded": False,
            "matched": True,
            "findings": self._findings(item.members),
            **self._health(item.members),
        }

    def _findings(self, members: tuple[int, ...]) -> list[str]:
        """A fold stands for all that is inside it."""
        if not self.marks:
            return []
        inside = range(members[0], self.facts.ends[members[-1]])
        shown = inside if len(members) > 1 else members
        found = (ident for index in shown for ident in self.marks.get(index, ()))
        return list(dict.fromkeys(found))[:MOST_FINDINGS]

    def _health(self, members: tuple[int, ...]) -> Row:
        if self.health is not None:
            return self.health.of(members)
        # In a ghost: what is found about it is about its modules.
        ill = sum(bool(self.findings_of(index)) for index in members)
        return ILL | {"health_count": ill} if ill else NOTHING_KNOWN

    def badge(self, index: int) -> str:
        """The shape badge of a module."""
        facts = self.facts
        index = facts.alias_of.get(index, index)
        own = facts.layouts[facts.layout[index]].parameters
        shapes = {name: facts.specs[spec].shape for name, spec in own}
        return badge_text(facts.badges.get(index, ()), facts.kinds[index].name, shapes)

    def fqn(self, index: int) -> str:
        """The name below the model, cut at 1,000 characters."""
        parts = [self.prefix, self.facts.fqn(index)]
        return ".".join(part for part in parts if part)[:1000]

    @cached_property
    def paths(self) -> list[str] | None:
        """All names below the model, case-folded; None if they would fill memory."""
        facts, found, size = self.facts, list[str](), 0
        for name, parent in zip(facts.names, facts.parents, strict=True):
            above = found[parent] if parent >= 0 else self.prefix.casefold()
            parts = (above, name.casefold())
            found.append(".".join(part for part in parts if part)[:1000])
            size += len(found[-1])
            if size > _MOST_PATHS:
                return None
        return found

    def below(self, item: Item, member: int = 0) -> tuple[Outline, list[Item]]:
        """The rows inside a row, and the outline that draws them."""
        if item.none_of is not None:
            return self, []
        if item.ghost is None:
            index = item.members[min(member, len(item.members) - 1)]
            return self, self.folding.below(index)
        outline = self._ghost_outline(item)
        positions = [position for _, position in item.ghost.members]
        if not positions:
            return outline, []
        if item.ghost.container:
            return outline, outline.folding.siblings(positions)
        return outline, outline.folding.below(positions[0])

    def ghost_name(self, item: Item) -> str:
        """The name of a ghost below the model, as if it were registered."""
        assert item.ghost is not None
        parts = [self.fqn(item.ghost.parent), item.ghost.name]
        return ".".join(part for part in parts if part)[:1000]

    def _ghost_outline(self, item: Item) -> Outline:
        """The ghosts' facts, with names below the attribute that holds them."""
        assert item.ghost is not None and self.facts.ghost_facts is not None
        prefix = self.ghost_name(item)
        if prefix not in self._ghosts:
            self._ghosts[prefix] = Outline(
                self.facts.ghost_facts,
                prefix,
                usual=self.facts,
                owner=(self, item.ghost),
            )
        return self._ghosts[prefix]
