"""The cells of one notebook together: what each defines for the others.

A cell's tree is large and is dropped; its summary is small and is kept, by the hash
of its source, so a keystroke parses one cell.
"""

from __future__ import annotations

import ast
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from .cells import Cell, parse, source_hash
from .flow import Event, events
from .text import Text
from .tree import Binding, walk


class Summary(NamedTuple):
    """What other cells need to know of a cell, without its tree."""

    problem: str | None
    bindings: dict[str, tuple[Binding, ...]]
    """What its top level binds; the nodes are left out."""
    needs: dict[str, frozenset[str]]
    """The names that the meaning of a bound name depends on: bases, aliases."""
    digests: dict[str, int]
    """Numbers that change with the text that binds a name."""
    names: frozenset[str]
    """Every name that the cell uses."""


class Recent(OrderedDict[Hashable, Any]):
    """The values that were used last, at most `limit` of them."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def recall(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The value of a key, made if it is not there."""
        if key in self:
            self.move_to_end(key)
            return self[key]
        value = make()
        self.keep(key, value)
        return value

    def keep(self, key: Hashable, value: Any) -> None:
        """Keeps a value and drops the oldest beyond the limit."""
        self[key] = value
        while len(self) > self._limit:
            self.popitem(last=False)


_summaries = Recent(5000)
_flows = Recent(5000)


def forget() -> None:
    """Drops the summaries and flows of all cells."""
    _summaries.clear()
    _flows.clear()


class Notebook:
    """Code cells in document order, and the order in which they ran.

    `executed` has the id of a cell for each run, oldest first.
    """

    def __init__(
        self, cells: Sequence[Cell], executed: Sequence[str] = (), package: str = ""
    ) -> None:
        self.cells = list(cells)
        self._executed = executed
        self._package = package
        self._texts: dict[Cell, Text] = {}
        self._hashes = {cell: source_hash(cell.source) for cell in self.cells}
        self.summaries = {cell: self._summary(cell) for cell in self.cells}
        self._positions = {cell: number for number, cell in enumerate(self.cells)}
        self._own_keys: dict[Cell, tuple[Hashable, ...]] = {}
        self._binders: dict[str, list[Cell]] = {}
        for cell, summary in self.summaries.items():
            for name in summary.bindings:
                self._binders.setdefault(name, []).append(cell)

    def text(self, cell: Cell) -> Text:
        """A cell with its tree."""
        if cell not in self._texts:
            self._texts[cell] = Text(cell, parse(cell.source), self, self._package)
        return self._texts[cell]

    def _summary(self, cell: Cell) -> Summary:
        def make() -> Summary:
            return _summarise(self.text(cell), parse(cell.source).problem)

        summary: Summary = _summaries.recall((self._hashes[cell], self._package), make)
        return summary

    def bindings(self, cell: Cell, name: str) -> Iterable[Binding]:
        """What the other cells bind a name to."""
        for other in self._binders.get(name, ()):
            if other is not cell:
                yield from self.summaries[other].bindings[name]

    def definitions(self, cell: Cell, name: str) -> list[tuple[Text, ast.AST]]:
        """The nodes of the other cells that bind a name; those above come last."""
        others = [other for other in self._binders.get(name, ()) if other is not cell]
        here = self._positions[cell]
        others.sort(
            key=lambda other: (self._positions[other] < here, self._positions[other])
        )
        found: list[tuple[Text, ast.AST]] = []
        for other in others:
            text = self.text(other)
            bindings = text.tree.scopes[text.tree.module].get(name, ())
            found += ((text, b.node) for b in bindings if b.node is not None)
        return found

    def key(self, cell: Cell) -> Hashable:
        """Changes when a cell, or what it takes from the others, changes."""
        if any(event.kind == "replace" for event in self._flow(cell)):
            happened: Hashable = self._everything
        else:
            names = self.summaries[cell].names & self._events_of.keys()
            happened = frozenset(self._events_of[name] for name in names)
        return (*self._own_key(cell), happened, self._evaluates, self.trains)

    def _own_key(self, cell: Cell) -> tuple[Hashable, ...]:
        """Changes when a cell, or what others bind its names to, changes."""
        if cell not in self._own_keys:
            names = {"*", *self.summaries[cell].names} & self._binders.keys()
            pending = list(names)
            while pending:
                needed = self._needs[pending.pop()] - names
                names |= needed
                pending += needed
            shared = frozenset(self._meanings[name] for name in names)
            self._own_keys[cell] = (cell.id, self._hashes[cell], self._package, shared)
        return self._own_keys[cell]

    @cached_property
    def _needs(self) -> dict[str, set[str]]:
        """For each bound name, the bound names that its meaning depends on."""
        found: dict[str, set[str]] = {}
        for name, cells in self._binders.items():
            needed = (self.summaries[cell].needs.get(name, ()) for cell in cells)
            found[name] = set().union(*needed) & self._binders.keys()
        return found

    @cached_property
    def _meanings(self) -> dict[str, int]:
        """For each bound name, a number that changes with what it is bound to."""
        return {name: hash((name, *self._details(name))) for name in self._binders}

    def _details(self, name: str) -> Iterator[Hashable]:
        for cell in self._binders[name]:
            yield (cell.id, self.summaries[cell].digests[name])

    @cached_property
    def _everything(self) -> int:
        return hash(tuple((cell.id, event) for cell, event in self.events()))

    @cached_property
    def _evaluates(self) -> bool:
        return any(event.kind == "eval" for _, event in self.events())

    @cached_property
    def trains(self) -> bool:
        """Whether an optimizer is made somewhere."""
        return any(event.kind == "optimizer" for _, event in self.events())

    @cached_property
    def _events_of(self) -> dict[str, int]:
        """For each name, a number that changes with what happens to it."""
        found: dict[str, list[Hashable]] = {}
        for cell, event in self.events():
            # Without the place, which moves with each line that is typed above.
            found.setdefault(event.name, []).append((cell.id, *event[:3]))
        return {name: hash((name, *entries)) for name, entries in found.items()}

    def events(self) -> list[tuple[Cell, Event]]:
        """What happens to models and optimizers, in the order of execution."""
        return self._events

    @cached_property
    def _events(self) -> list[tuple[Cell, Event]]:
        flows = {cell: self._flow(cell) for cell in self.cells}
        return [(cell, event) for cell in self._order for event in flows[cell]]

    def events_before(self, cell: Cell) -> list[tuple[Cell, Event]]:
        """The same until the last run of a cell."""
        order = self._order
        end = len(order) - 1 - order[::-1].index(cell)
        return [(other, event) for other in order[:end] for event in self._flow(other)]

    def _flow(self, cell: Cell) -> tuple[Event, ...]:
        def make() -> tuple[Event, ...]:
            text = self.text(cell)
            return tuple(events(text, text.tree.module.body))

        flow: tuple[Event, ...] = _flows.recall(self._own_key(cell), make)
        return flow

    @cached_property
    def _order(self) -> list[Cell]:
        """The runs in their order; a cell that did not run follows those above it."""
        by_id = {cell.id: cell for cell in self.cells}
        last_run = {name: number for number, name in enumerate(self._executed)}
        order = [
            (number, -1, by_id[name])
            for number, name in enumerate(self._executed)
            if name in by_id
        ]
        above = -1
        for position, cell in enumerate(self.cells):
            if cell.id in last_run:
                above = max(above, last_run[cell.id])
            else:
                order.append((above, position, cell))
        order.sort(key=lambda entry: entry[:2])
        return [cell for _, _, cell in order]


def _summarise(text: Text, problem: str | None) -> Summary:
    scope = text.tree.scopes[text.tree.module]
    return Summary(
        problem=problem,
        bindings={
            name: tuple(binding._replace(node=None) for binding in found)
            for name, found in scope.items()
        },
        digests={name: _digest(text, found) for name, found in scope.items()},
        # A file has no other cells.
        needs={name: _needs(found) for name, found in scope.items()}
        if text.cell.id is not None
        else {},
        names=frozenset(node.id for node in text.tree.all(ast.Name)),
    )


def _digest(text: Text, bindings: list[Binding]) -> int:
    """Of the whole class or statement where others look into it."""
    whole = [
        text.lines.text(binding.node)
        for binding in bindings
        if isinstance(binding.node, (ast.ClassDef, ast.Assign))
    ]
    return hash((*(binding[:2] for binding in bindings), *whole))


def _needs(bindings: list[Binding]) -> frozenset[str]:
    names = {
        b.target.split(".")[0] for b in bindings if b.kind in ("alias", "instance")
    }
    for binding in bindings:
        if isinstance(binding.node, ast.ClassDef):
            names |= {n.id for n in walk(binding.node) if isinstance(n, ast.Name)}
    return frozenset(names)
