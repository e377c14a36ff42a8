"""The cells of one notebook together: what each defines for the others.

A cell's tree is large and is dropped; its summary is small and is kept, by its text,
so a keystroke parses one cell.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable, Iterator, Sequence

from ..findings import Range
from .cells import Cell, keep, parse_once
from .event import Event
from .flow import events
from .lazy import lazy
from .modefacts import ModeFact, Modes
from .modereading import modes_of
from .summaries import Recent, Summary, summarise
from .tables import Tables
from .text import LiveClasses, Text
from .tree import Binding

# Whether they do harm depends on what happens to other names.
_FAR_REACHING = frozenset(("replace", "switch"))

_summaries = Recent(5000)
_flows = Recent(5000)
_modes = Recent(5000)
# Of the notebooks that are open; a file has none.
_tables = Recent(8)


def forget() -> None:
    """Drops what is remembered of all cells."""
    _summaries.clear()
    _flows.clear()
    _modes.clear()
    _tables.clear()


class Notebook:
    """Code cells in document order, and the order in which they ran.

    `executed` has the id of a cell for each run, oldest first.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        executed: Sequence[str] = (),
        package: str = "",
        live: LiveClasses | None = None,
    ) -> None:
        self.cells = list(cells)
        self._executed = executed
        self._package = package
        self._live = live
        self._texts: dict[Cell, Text] = {}
        self._positions = {cell: number for number, cell in enumerate(self.cells)}
        self._ids = (package, *(cell.id for cell in self.cells))
        self._tables = self._take_tables()
        self._version = self._tables.version

    def _take_tables(self) -> Tables:
        """The tables of the check before, brought up to date."""
        tables: Tables | None = _tables.get(self._ids)
        if tables is None:
            tables = Tables(self._package)
            tables.fill(self.cells, self._summary, self._live_names)
            if None not in self._ids:
                _tables.keep(self._ids, tables)
        else:
            tables.update(self.cells, self._summary, self._live_names)
        return tables

    def _live_names(self, tables: Tables) -> dict[str, Hashable]:
        """What the kernel says now of names that the text alone does not explain."""
        if self._live is None:
            return {}
        found: dict[str, Hashable] = dict.fromkeys(self._live_classes, "class")
        for name, places in tables.binders.items():
            targets = {
                binding.target
                for place in places
                for binding in tables.summaries[place].bindings[name]
                if binding.kind == "import" and binding.target.split(".")[0] != "torch"
            }
            known = {t: self._live.is_module(t) for t in targets}
            if any(verdict is not None for verdict in known.values()):
                found[name] = (found.get(name), *sorted(known.items(), key=str))
        return found

    def live_class(self, dotted: str, name: str) -> bool | None:
        """What the kernel knows of a class, by its dotted name or its variable."""
        if self._live is None:
            return None
        if dotted:
            return self._live.is_module(dotted)
        return True if name in self._live_classes else None

    @lazy
    def _live_classes(self) -> frozenset[str]:
        return frozenset(() if self._live is None else self._live.names())

    @property
    def summaries(self) -> dict[Cell, Summary]:
        """What is known of each cell without its tree."""
        return dict(zip(self.cells, self._known.summaries, strict=True))

    @property
    def _known(self) -> Tables:
        # A younger notebook of the same cells may have taken them with it.
        if self._tables.version != self._version:
            self._tables = Tables(self._package)
            self._tables.fill(self.cells, self._summary, self._live_names)
            self._version = self._tables.version
        return self._tables

    def text(self, cell: Cell) -> Text:
        """A cell with its tree."""
        if cell not in self._texts:
            # A cell that changes has another text next time; one that does not is not
            # looked at again. So its tree is freed, before the collector meets it.
            parsed = parse_once(cell.source)
            self._texts[cell] = Text(cell, parsed, self, self._package)
        return self._texts[cell]

    def release(self) -> None:
        """Drops all trees; only to be called when no text of it is used any more."""
        for text in self._texts.values():
            text.release()
        self._texts.clear()

    def _summary(self, cell: Cell) -> Summary:
        def make() -> Summary:
            return summarise(self.text(cell))

        key = (cell.source, cell.id is None, self._package)
        summary: Summary = _summaries.recall(key, make)
        return summary

    def bindings(self, cell: Cell, name: str) -> Iterable[Binding]:
        """What the other cells bind a name to."""
        tables = self._known
        places = tables.binders.get(name)
        if not places:
            return
        here = self._positions[cell]
        for position in places:
            if position != here:
                yield from tables.summaries[position].bindings[name]

    def definitions(self, cell: Cell, name: str) -> list[tuple[Text, ast.AST]]:
        """The nodes of the other cells that bind a name; those above come last."""
        here = self._positions[cell]
        others = [p for p in self._known.binders.get(name, ()) if p != here]
        others.sort(key=lambda position: (position < here, position))
        found: list[tuple[Text, ast.AST]] = []
        for position in others:
            text = self.text(self.cells[position])
            # The next keystroke in the cell that asks will ask again.
            keep(text.parsed)
            bindings = text.tree.scopes[text.tree.module].get(name, ())
            found += ((text, b.node) for b in bindings if b.node is not None)
        return found

    def keys(self) -> list[Hashable]:
        """For each cell a key that changes with it and with what others give it."""
        tables = self._happening
        told = tuple(summary.told.number for summary in tables.summaries)
        handles = tuple(name for name in tables.binders if name.startswith("handle"))
        flags = self._evaluates, self.trains, self.leaves_out_biases, self._handed
        # Hashed once, not in the key of each cell.
        whole = hash((*flags, told, handles))
        return [
            (
                own,
                self._everything if kinds & _FAR_REACHING else happened,
                self._modes(summary) if summary.evaluates else 0,
                whole,
            )
            for own, happened, kinds, summary in zip(
                tables.own_keys,
                tables.happened_to,
                tables.kinds,
                tables.summaries,
                strict=True,
            )
        ]

    @lazy
    def _happening(self) -> Tables:
        """The tables, once they know what happens in each cell."""
        tables = self._known
        order = [self._positions[cell] for cell in self._order]
        tables.happen(order, self._make_flow)
        return tables

    @lazy
    def _everything(self) -> int:
        return hash(tuple((cell.id, event) for cell, event in self.events()))

    def _modes(self, own: Summary) -> int:
        """Changes with what any cell does to the modes of a cell's models."""
        known = [self._modes_of(cell) for cell in self.cells]
        functions = own.bindings.keys()
        given = {
            name
            for modes in known
            for function in functions & modes.given.keys()
            for name in modes.given[function]
        }
        names = {"", *own.names, *given}
        digests = [self._modes_of(cell).digests for cell in self._order]
        found = [frozenset(d[name] for name in names & d.keys()) for d in digests]
        return hash((tuple(found), self._known.meaning(given - own.names)))

    def mode_facts(self, cell: Cell) -> tuple[list[ModeFact], list[ModeFact]]:
        """What other cells do to modes: those that run before a cell, and the rest."""
        order = self._order
        end = len(order) - 1 - order[::-1].index(cell)
        modes = self._modes_of
        before = [f for c in order[:end] if c is not cell for f in modes(c).facts]
        after = [f for c in order[end:] if c is not cell for f in modes(c).facts]
        return before, after

    def _modes_of(self, cell: Cell) -> Modes:
        """What a cell has to do with modes; asked only where some cell evaluates."""

        def make() -> Modes:
            return modes_of(self.text(cell))

        modes: Modes = _modes.recall((cell.source, self._package), make)
        return modes

    def callers(self, cell: Cell, name: str) -> list[tuple[Text, ast.Call]]:
        """The calls of a function in the other cells."""
        known = self.summaries
        others = [c for c in self.cells if c is not cell and name in known[c].names]
        texts = [self.text(other) for other in others]
        return [(t, call) for t in texts for call in t.tree.calls.get(name, ())]

    @lazy
    def _evaluates(self) -> bool:
        return any("eval" in kinds for kinds in self._happening.kinds)

    @lazy
    def steps(self) -> bool:
        """Whether some cell steps an optimizer, whoever made it, or calls `fit()`."""
        return any(summary.told.steps for summary in self._known.summaries)

    @lazy
    def near_forwards(self) -> frozenset[str]:
        """The attributes that cells use and whose names are much like `forward`."""
        told = [summary.told for summary in self._known.summaries]
        return frozenset().union(*(each.near_forwards for each in told))

    @lazy
    def data(self) -> frozenset[str]:
        """The names that cells index, compute with, split, or train on."""
        told = [summary.told for summary in self._known.summaries]
        return frozenset().union(*(each.data for each in told))

    @lazy
    def rebuilt(self) -> frozenset[str]:
        """The names and attributes of modules whose parts some cell may change."""
        told = [summary.told for summary in self._known.summaries]
        return self._handed.union(*(each.rebuilt for each in told))

    @lazy
    def _handed(self) -> frozenset[str]:
        """The names that cells give to functions that change parts."""
        known = self._known.summaries
        rebuilders = {name for each in known for name in each.told.rebuilders}
        if not rebuilders:
            return frozenset()
        pairs = (pair for each in known for pair in each.given.items())
        given = [found.names for name, found in pairs if name in rebuilders]
        return frozenset().union(*given)

    @lazy
    def takes_logits(self) -> bool:
        """Whether some cell names a class of losses that expect logits."""
        return any(summary.told.takes_logits for summary in self._known.summaries)

    @lazy
    def losses(self) -> frozenset[str]:
        """The variables that cells make losses of, and the attributes: `.out`."""
        told = [summary.told for summary in self._known.summaries]
        return frozenset().union(*(each.losses for each in told))

    @lazy
    def leaves_out_biases(self) -> bool:
        """Whether some cell builds layers with `bias=False`."""
        return any("bias=False" in cell.source for cell in self.cells)

    @lazy
    def trains(self) -> bool:
        """Whether an optimizer is made somewhere."""
        return any("optimizer" in kinds for kinds in self._happening.kinds)

    @lazy
    def methods(self) -> frozenset[str]:
        """The methods of all classes that cells define."""
        known = (summary.methods for summary in self._known.summaries)
        return frozenset().union(*known)

    def hand_listed(self, attr: str) -> Iterator[tuple[Cell, Range]]:
        """Where the parameters of an attribute are listed by hand."""
        for cell, summary in zip(self.cells, self._known.summaries, strict=True):
            for listed in summary.told.listed:
                if listed.attr == attr:
                    yield cell, listed.range

    def is_tensor_elsewhere(self, cell: Cell, name: str) -> bool:
        """Whether another cell uses a name as a tensor."""
        known = zip(self.cells, self._known.summaries, strict=True)
        return any(
            name in summary.told.tensors for other, summary in known if other != cell
        )

    @lazy
    def works_in_place(self) -> bool:
        """Whether some cell may do something in place."""
        return any(summary.in_place for summary in self._known.summaries)

    def events(self) -> list[tuple[Cell, Event]]:
        """What happens to models and optimizers, in the order of execution."""
        return self._events

    @lazy
    def _events(self) -> list[tuple[Cell, Event]]:
        flows = {cell: self.flow(cell) for cell in self.cells}
        return [(cell, event) for cell in self._order for event in flows[cell]]

    def events_before(self, cell: Cell) -> list[tuple[Cell, Event]]:
        """The same until the last run of a cell."""
        order = self._order
        end = len(order) - 1 - order[::-1].index(cell)
        return [(other, event) for other in order[:end] for event in self.flow(other)]

    def flow(self, cell: Cell) -> tuple[Event, ...]:
        """What happens in a cell when it runs."""
        return self._known.flow(self._positions[cell], self._make_flow)

    def _make_flow(self, position: int) -> tuple[Event, ...]:
        def make() -> tuple[Event, ...]:
            text = self.text(self.cells[position])
            return tuple(events(text, text.tree.module.body))

        flow: tuple[Event, ...] = _flows.recall(self._tables.own_keys[position], make)
        return flow

    @lazy
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
