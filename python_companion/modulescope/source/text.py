"""What a static check is given: one parsed cell and what other cells define."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any, Protocol

from ..findings import CellRef, Edit, Place, Range, Severity
from .cells import Cell, ParsedCell
from .claims import Claim, Subject
from .classes import ClassFacts
from .event import Event
from .lazy import lazy
from .modefacts import ModeFact
from .names import Names
from .torchnames import is_module_class, is_stateless
from .tree import Binding


class Surroundings(Protocol):
    """What the rest of the notebook says; see `notebook.Notebook`."""

    def bindings(self, cell: Cell, name: str) -> Iterable[Binding]:
        """What the other cells bind a name to."""

    def definitions(self, cell: Cell, name: str) -> list[tuple[Text, ast.AST]]:
        """The statements of the other cells that bind a name, nearest last."""

    def callers(self, cell: Cell, name: str) -> list[tuple[Text, ast.Call]]:
        """The calls of a function in the other cells."""

    def mode_facts(self, cell: Cell) -> tuple[list[ModeFact], list[ModeFact]]:
        """What other cells do to modes: those that run before a cell, and the rest."""

    def flow(self, cell: Cell) -> tuple[Event, ...]:
        """What happens in a cell when it runs."""

    def live_class(self, dotted: str, name: str) -> bool | None:
        """What the kernel knows of a class, by its dotted name or its variable."""

    def events(self) -> list[tuple[Cell, Event]]:
        """What happens to models and optimizers, in the order of execution."""

    @property
    def trains(self) -> bool:
        """Whether an optimizer is made somewhere."""

    @property
    def methods(self) -> frozenset[str]:
        """The methods of all classes that cells define."""

    @property
    def steps(self) -> bool:
        """Whether some cell steps an optimizer, whoever made it, or calls `fit()`."""

    @property
    def near_forwards(self) -> frozenset[str]:
        """The attributes that cells use and whose names are much like `forward`."""

    @property
    def data(self) -> frozenset[str]:
        """The names that cells index, compute with, split, or train on."""

    @property
    def rebuilt(self) -> frozenset[str]:
        """The names and attributes of modules whose parts some cell may change."""

    @property
    def takes_logits(self) -> bool:
        """Whether some cell names a class of losses that expect logits."""

    @property
    def losses(self) -> frozenset[str]:
        """The variables that cells make losses of, and the attributes: `.out`."""

    @property
    def leaves_out_biases(self) -> bool:
        """Whether some cell builds layers with `bias=False`."""

    def hand_listed(self, attr: str) -> Iterable[tuple[Cell, Range]]:
        """Where the parameters of an attribute are listed by hand."""

    def is_tensor_elsewhere(self, cell: Cell, name: str) -> bool:
        """Whether another cell uses a name as a tensor."""

    @property
    def works_in_place(self) -> bool:
        """Whether some cell of a notebook may do something in place."""

    def events_before(self, cell: Cell) -> list[tuple[Cell, Event]]:
        """The same until the last run of a cell."""


class LiveClasses(Protocol):
    """What the kernel knows of names; see `session.module_classes`."""

    def names(self) -> Iterable[str]:
        """The names of the namespace that stand for module classes."""

    def is_module(self, dotted: str) -> bool | None:
        """Whether a dotted name is a module class; None if it is not loaded."""


class Text:
    """One cell: its tree, what its names mean, facts about its classes."""

    def __init__(
        self, cell: Cell, parsed: ParsedCell, notebook: Surroundings, package: str = ""
    ) -> None:
        self.cell = cell
        self.parsed = parsed
        self.lines = parsed.lines
        self.tree = parsed.indexed(package)
        self.notebook = notebook
        self.names = Names(self.tree, lambda name: notebook.bindings(cell, name))
        self._classes: dict[ast.ClassDef, ClassFacts] = {}
        self._resolved: dict[ast.AST, str] = {}
        self.memo: dict[str, Any] = {}
        """What several rules ask of this cell, worked out once."""

    @lazy
    def class_nodes(self) -> list[ast.ClassDef]:
        """The classes of the cell."""
        return self.tree.all(ast.ClassDef)

    @lazy
    def _class_names(self) -> frozenset[str]:
        return frozenset(node.name for node in self.class_nodes)

    def resolve(self, node: ast.AST) -> str:
        """The dotted name an expression stands for; empty if local or not known."""
        found = self._resolved.get(node)
        if found is None:
            found = self._resolved[node] = self.names.resolve(node)
        return found

    def callee(self, node: ast.AST | None) -> str:
        """The dotted name of what is called; empty if the node is no call."""
        return self.resolve(node.func) if isinstance(node, ast.Call) else ""

    def facts(self, node: ast.ClassDef) -> ClassFacts:
        """The facts of a class of this cell."""
        if node not in self._classes:
            self._classes[node] = ClassFacts(self, node)
        return self._classes[node]

    def release(self) -> None:
        """Lets go of what refers back to it.

        Else a tree of megabytes waits for the cycle collector, which in a kernel full
        of the user's objects takes long to run.
        """
        for facts in self._classes.values():
            vars(facts).clear()
        self._classes.clear()
        self.memo.clear()

    def class_facts(self, node: ast.AST) -> ClassFacts | None:
        """The class that a name stands for, if this notebook defines it."""
        if not isinstance(node, ast.Name):
            return None
        if node.id not in self._class_names and not any(
            self.notebook.bindings(self.cell, node.id)
        ):
            return None
        for owner, found in reversed(self.definitions(node)):
            if isinstance(found, ast.ClassDef):
                return owner.facts(found)
        return None

    def definitions(self, name: ast.Name) -> list[tuple[Text, ast.AST]]:
        """The nodes that bind a name, in this cell or else in the others."""
        bindings = self.names.bindings(name.id, name)
        own = [binding.node for binding in bindings if binding.node is not None]
        if own and isinstance(own[0], ast.arg):
            # An argument: a variable of the same name is likely what it gets.
            found = self.tree.scopes[self.tree.module].get(name.id, ())
            own = [binding.node for binding in found if binding.node is not None]
        if own:
            return [(self, node) for node in own]
        return self.notebook.definitions(self.cell, name.id)

    def module_class(self, node: ast.AST) -> ClassFacts | None:
        """The facts of a class statement that certainly derives from torch's Module."""
        if not isinstance(node, ast.ClassDef) or not node.bases:
            return None
        facts = self.facts(node)
        return facts if facts.is_module else None

    def enclosing_class(self, node: ast.AST) -> ClassFacts | None:
        """The class whose method a node is in."""
        for parent in self.tree.ancestors(node):
            if isinstance(parent, ast.ClassDef):
                return self.facts(parent)
        return None

    def is_module_class(self, node: ast.AST) -> bool | None:
        """Whether an expression is a module class; None if that is not known."""
        facts = self.class_facts(node)
        if facts is not None:
            return facts.is_module
        if isinstance(node, ast.Subscript):  # Generic[T]
            return self.is_module_class(node.value)
        dotted = self.resolve(node)
        known = is_module_class(dotted) if dotted else None
        return self._live_class(node, dotted) if known is None else known

    def _live_class(self, node: ast.AST, dotted: str) -> bool | None:
        name = ""
        if isinstance(node, ast.Name) and not dotted:
            # Of another notebook or a deleted cell, or one of several imports.
            bindings = self.names.bindings(node.id, node)
            if all(binding.kind == "import" for binding in bindings):
                name = node.id
        return self.notebook.live_class(dotted, name)

    def is_known_class(self, node: ast.AST) -> bool:
        """Whether all of a class can be read or is torch's or plain Python's."""
        if isinstance(node, ast.Subscript):
            return self.is_known_class(node.value)
        if self.class_facts(node) is not None:
            return True
        dotted = self.resolve(node)
        return bool(dotted) and is_module_class(dotted) is not None

    def is_module_call(self, node: ast.AST | None) -> bool:
        """Whether an expression certainly makes a module."""
        return isinstance(node, ast.Call) and self.is_module_class(node.func) is True

    def is_stateless_call(self, node: ast.AST | None) -> bool:
        """Whether an expression makes a torch module that holds nothing."""
        return is_stateless(self.callee(node))

    def range(self, node: ast.expr | ast.stmt) -> Range:
        """The span of a node, in editor positions."""
        return self.lines.range(node)

    def place(self, node: ast.expr | ast.stmt, note: str) -> Place:
        """A related place in this cell."""
        return Place(CellRef(self.cell.id), self.range(node), note)

    def edit(self, span: Range, text: str) -> Edit:
        """A replacement in this cell."""
        return Edit(self.cell.id, span, text)

    def claim(
        self,
        node: ast.expr | ast.stmt | Range,
        *,
        subject: Subject,
        edits: Iterable[Edit] = (),
        safe: bool = False,
        severity: Severity | None = None,
        related: Iterable[Place] = (),
        quiet: bool = False,
        **values: Any,
    ) -> Claim:
        """What the text says at a node; `values` fill in the rule's template."""
        edits = tuple(edits)
        return Claim(
            subject=subject,
            range=node if isinstance(node, Range) else self.range(node),
            values=values,
            edits=edits,
            safe=safe and bool(edits),
            severity=severity,
            related=tuple(related),
            quiet=quiet,
        )
