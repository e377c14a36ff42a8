"""What the cells of a notebook mean to each other, kept from check to check.

A keystroke changes one cell. Then only what that cell binds is looked at again, and
the cells that use it.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Hashable, Mapping, Sequence

from .cells import Cell
from .event import Event
from .summaries import Given, Summary

_NOTHING: frozenset[str] = frozenset()
Flow = tuple[Event, ...]


class Tables:
    """Tables over the cells of a notebook, by their position."""

    def __init__(self, package: str) -> None:
        self.cells: list[Cell] = []
        self.summaries: list[Summary] = []
        self.binders: dict[str, list[int]] = {}
        """The cells that bind a name, in document order."""
        self.own_keys: list[tuple[Hashable, ...]] = []
        """Change with a cell, and with what others bind its names to."""
        self.version = 0
        """Grows with each update."""
        self._package = package
        self._callers: dict[str, set[int]] = {}
        self._live: dict[str, Hashable] = {}
        self._needs: dict[str, frozenset[str]] = {}
        self._meanings: dict[str, int] = {}
        self._reach: list[frozenset[str]] = []
        self.kinds: list[frozenset[str]] = []
        """The kinds of events in each cell."""
        self.happened_to: list[frozenset[int]] = []
        """Changes with what happens to the names that a cell uses."""
        self._flows: list[Flow | None] = []
        self._order: list[int] = []
        self._seen: list[Flow] = []
        self._concerned: dict[str, set[int]] = {}
        self._happened: dict[str, int] = {}
        self._stale: set[int] = set()

    def fill(
        self,
        cells: Sequence[Cell],
        summary: Callable[[Cell], Summary],
        live: Callable[[Tables], dict[str, Hashable]],
    ) -> None:
        """Takes the cells of another notebook."""
        self.cells = list(cells)
        self.summaries = [summary(cell) for cell in cells]
        for position, made in enumerate(self.summaries):
            for name in made.bindings:
                self.binders.setdefault(name, []).append(position)
            for name in made.given:
                self._callers.setdefault(name, set()).add(position)
        self._live = live(self)
        for name in self.binders.keys() | self._live.keys():
            self._describe(name)
        self._reach = [_NOTHING] * len(cells)
        self.own_keys = [()] * len(cells)
        self._flows = [None] * len(cells)
        self._seen = [()] * len(cells)
        self.happened_to = [frozenset()] * len(cells)
        self.kinds = [_NOTHING] * len(cells)
        for position in range(len(cells)):
            self._look(position)

    def update(
        self,
        cells: Sequence[Cell],
        summary: Callable[[Cell], Summary],
        live: Callable[[Tables], dict[str, Hashable]],
    ) -> None:
        """Takes the texts that changed."""
        changed = [
            position
            for position, (new, old) in enumerate(zip(cells, self.cells, strict=True))
            if new is not old and new != old
        ]
        names: set[str] = set()
        for position in changed:
            before, after = self.summaries[position], summary(cells[position])
            self.cells[position], self.summaries[position] = cells[position], after
            names |= self._rebind(position, before.digests, after.digests)
            names |= self._give(position, before.given, after.given)
        before_live, self._live = self._live, live(self)
        names |= {
            name
            for name in before_live.keys() | self._live.keys()
            if before_live.get(name) != self._live.get(name)
        }
        if not changed and not names:
            return
        self.version += 1
        for name in names:
            self._describe(name)
        for position, reach in enumerate(self._reach):
            if not names.isdisjoint(reach):
                self._look(position)
        for position in changed:
            self._look(position)

    def _rebind(
        self, position: int, before: dict[str, int], after: dict[str, int]
    ) -> set[str]:
        """Notes what a cell binds now; the names whose meaning may be another."""
        for name in before.keys() - after.keys():
            self.binders[name].remove(position)
        for name in after.keys() - before.keys():
            insort(self.binders.setdefault(name, []), position)
        every = before.keys() | after.keys()
        return {name for name in every if before.get(name) != after.get(name)}

    def _give(
        self, position: int, before: Mapping[str, Given], after: Mapping[str, Given]
    ) -> set[str]:
        """Notes what a cell calls now; the functions that are given something else."""
        for name in before.keys() - after.keys():
            self._callers[name].discard(position)
        for name in after.keys() - before.keys():
            self._callers.setdefault(name, set()).add(position)
        changed = dict(before.items() ^ after.items())
        return {name for name in changed if name in self.binders}

    def _described_by_calls(self, name: str, places: Sequence[int]) -> list[Given]:
        """What a function of the notebook is given by other cells."""
        if not any(self.summaries[place].defines(name) for place in places):
            return []
        callers = sorted(self._callers.get(name, ()))
        return [self.summaries[place].given[name] for place in callers]

    def _describe(self, name: str) -> None:
        """What a name means, as a number, and the names that its meaning needs."""
        places = self.binders.get(name, ())
        live = self._live.get(name)
        if not places:
            self.binders.pop(name, None)
            self._needs.pop(name, None)
            if live is None:
                self._meanings.pop(name, None)
            else:
                self._meanings[name] = hash((name, live))
            return
        given = self._described_by_calls(name, places)
        self._meanings[name] = hash(
            (
                name,
                live,
                *((self.cells[p].id, self.summaries[p].digests[name]) for p in places),
                *(found.digest for found in given),
            )
        )
        needs = [self.summaries[p].needs.get(name, _NOTHING) for p in places]
        needs += [found.names for found in given]
        self._needs[name] = needs[0].union(*needs[1:])

    def _look(self, position: int) -> None:
        """All that a cell's names lead to, and the key that follows from it."""
        cell, summary = self.cells[position], self.summaries[position]
        functions = (name for name in summary.bindings if summary.defines(name))
        reach = self._reached({"*", *summary.names, *functions})
        shared = self._shared(reach)
        self._reach[position] = frozenset(reach)
        self.own_keys[position] = (cell.id, cell.source, self._package, shared)
        self._flows[position] = None
        self._stale.add(position)

    def _reached(self, reach: set[str]) -> set[str]:
        """Names, and all that their meanings need."""
        pending = [name for name in reach if name in self._needs]
        while pending:
            new = self._needs[pending.pop()] - reach
            reach |= new
            pending += (name for name in new if name in self._needs)
        return reach

    def _shared(self, reach: set[str]) -> frozenset[int]:
        meanings = self._meanings
        return frozenset(meanings[name] for name in reach if name in meanings)

    def meaning(self, names: set[str]) -> frozenset[int]:
        """Changes with what some names mean, and with all that it needs."""
        return self._shared(self._reached(set(names))) if names else frozenset()

    def flow(self, position: int, make: Callable[[int], Flow]) -> Flow:
        """What happens in a cell."""
        flow = self._flows[position]
        if flow is None:
            flow = self._flows[position] = make(position)
            self.kinds[position] = frozenset([event.kind for event in flow])
        return flow

    def happen(self, order: list[int], make: Callable[[int], Flow]) -> None:
        """Takes what happens now, in the order of execution."""
        names: set[str] = set()
        for position in self._stale:
            before, after = self._seen[position], self.flow(position, make)
            if _things(before) != _things(after):
                names |= self._note(position, before, after)
        if order != self._order:
            names, self._order = set(self._concerned), order
        self._count(names)
        happened = self._happened
        for position, summary in enumerate(self.summaries):
            if position in self._stale or not names.isdisjoint(summary.names):
                concerned = summary.names & happened.keys()
                self.happened_to[position] = frozenset(happened[n] for n in concerned)
        self._stale.clear()

    def _note(self, position: int, before: Flow, after: Flow) -> set[str]:
        """Notes what happens in a cell; the names that it happens to."""
        for event in before:
            self._concerned[event.name].discard(position)
        for event in after:
            self._concerned.setdefault(event.name, set()).add(position)
        self._seen[position] = after
        return {event.name for event in (*before, *after)}

    def _count(self, names: set[str]) -> None:
        """For each name, a number that changes with what happens to it."""
        found: dict[str, list[Hashable]] = {name: [] for name in names}
        places = set().union(*(self._concerned[name] for name in names))
        for position in self._order:
            if position not in places:
                continue
            cell = self.cells[position]
            for event in self._seen[position]:
                if event.name in names:
                    found[event.name].append((cell.id, event.thing))
        for name, entries in found.items():
            if entries:
                self._happened[name] = hash((name, *entries))
            else:
                self._happened.pop(name, None)


def _things(flow: Flow) -> list[Hashable]:
    """What happens, without the place, which moves with each line typed above."""
    return [event.thing for event in flow]
