"""Sums over subtrees that count each tensor once, however often it is used."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from itertools import accumulate, pairwise

from .facts import Facts, Spec

Measure = Callable[[Spec], int]

_MOST_EXTRA = 500_000
"""Tensors of modules that are used again; beyond, rows may count one twice."""


class Sums:
    """Answers "how much is below this row" in constant time."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._columns: dict[Hashable, list[int]] = {}

    def below(self, members: Sequence[int], name: Hashable, measure: Measure) -> int:
        """The sum of a measure over the distinct parameters below some siblings.

        The members follow each other, so that their positions are one range. Results
        are remembered by the name of the measure.
        """
        if not members:
            return 0
        column = self._columns.get(name)
        if column is None:
            column = self._columns[name] = self._column(measure)
        start, end = members[0], self._facts.ends[members[-1]]
        total = column[end] - column[start]
        if len(members) > 1:
            parent = self._facts.parents[start]
            for left, right, tensor in self._meetings.get(parent, ()):
                if start <= left and right < end:
                    total -= measure(self._spec(tensor))
        return total

    def numel(self, members: Sequence[int]) -> int:
        """Elements of the distinct parameters below some siblings."""
        return self.below(members, "numel", lambda spec: spec.numel)

    def bytes(self, members: Sequence[int]) -> int:
        """Logical bytes of the distinct parameters below some siblings."""
        return self.below(members, "bytes", lambda spec: spec.bytes)

    def _spec(self, tensor: int) -> Spec:
        return self._facts.specs[self._facts.tensor_specs[tensor]]

    def _column(self, measure: Measure) -> list[int]:
        """Prefix sums over positions: a subtree is a range of them."""
        facts = self._facts
        by_spec = [measure(spec) for spec in facts.specs]
        by_layout = [
            sum(by_spec[spec] for _, spec in layout.parameters)
            for layout in facts.layouts
        ]
        own = [by_layout[layout] for layout in facts.layout]
        for alias, tensors in self._alias_tensors.items():
            own[alias] += sum(measure(self._spec(tensor)) for tensor in tensors)
        for meeting, pairs in self._meetings.items():
            if meeting >= 0:
                own[meeting] -= sum(measure(self._spec(pair[2])) for pair in pairs)
        return [0, *accumulate(own)]

    @cached_property
    def _meetings(self) -> dict[int, list[tuple[int, int, int]]]:
        """By lowest common ancestor: two places that follow each other, and a tensor.

        There the tensor is counted once more than it should be; -1 is above all.
        """
        facts = self._facts
        places = {
            tensor: [index for index, _ in found]
            for tensor, found in facts.repeats.items()
        }
        for alias, tensors in self._alias_tensors.items():
            for tensor in tensors:
                places.setdefault(tensor, [facts.places[tensor]]).append(alias)
        meetings: dict[int, list[tuple[int, int, int]]] = {}
        for tensor, found in places.items():
            found.sort()
            for left, right in pairwise(found):
                meeting = self._meeting(left, right)
                meetings.setdefault(meeting, []).append((left, right, tensor))
        return meetings

    @cached_property
    def _alias_tensors(self) -> dict[int, set[int]]:
        """What a module that is used again brings to its further places."""
        facts = self._facts
        first = facts.places
        found: dict[int, set[int]] = {}
        extra = 0
        # In rising order, so that the aliases inside a subtree are known before.
        for alias, start in sorted(facts.alias_of.items()):
            if facts.is_cycle(alias):
                continue
            end = facts.ends[start]
            tensors = set(range(bisect_left(first, start), bisect_left(first, end)))
            for tensor, places in facts.repeats.items():
                if any(start <= index < end for index, _ in places):
                    tensors.add(tensor)
            for other, inner in found.items():
                if start <= other < end:
                    tensors |= inner
            extra += len(tensors)
            if extra > _MOST_EXTRA:
                break
            found[alias] = tensors
        return found

    def _meeting(self, left: int, right: int) -> int:
        """The lowest common ancestor of two positions; the left comes first."""
        while left >= 0 and not left <= right < self._facts.ends[left]:
            left = self._facts.parents[left]
        return left
