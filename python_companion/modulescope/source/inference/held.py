"""What an expression may hold: one value for each way that a run can take."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from ..classes import ClassFacts
    from ..frames import Frame

Kind = Literal[
    "module",
    "object",
    "class",
    "function",
    "parameter",
    "buffer",
    "tensor",
    "optimizer",
    "scheduler",
    "state",
    "handle",
    "list",
    "tuple",
    "set",
    "dict",
    "iterator",
    "number",
    "text",
    "none",
]
CONTAINERS = frozenset(("list", "tuple", "set", "dict", "iterator"))
TENSORS = frozenset(("tensor", "parameter", "buffer"))


class Held(NamedTuple):
    """One value: its kind, and the expression that makes it.

    `object` is an instance of a class of the notebook that is no module, `state` a
    state dict, `handle` what registering a hook returns.
    """

    kind: Kind
    frame: Frame
    """Where the expression stands."""
    node: ast.AST
    """A call, a literal, a definition; the annotated argument that says the kind; for
    `self`, its class."""
    items: Values | None = None
    """What a container holds, wherever it was put in."""
    parts: tuple[Values, ...] = ()
    """The elements of a tuple, list or ordered dict whose length the text shows."""
    of: Values | None = None
    """The module whose state or handle it is, or whose output a tensor is; the tensors
    that an optimizer steps; the instance of a bound method; the function that a
    `partial` calls."""
    sure: bool = True
    """Whether it was seen, not inferred from an annotation, a default or a use."""
    intact: bool = True
    """Whether a module still has the parts that it was made with."""

    @property
    def facts(self) -> ClassFacts | None:
        """The class of the notebook that it is an instance of, or is itself."""
        if isinstance(self.node, ast.ClassDef):
            return self.frame.text.facts(self.node)
        return self.frame.text.class_facts(self.made_by)

    @property
    def made_by(self) -> ast.AST:
        """The expression of its class: what is called, or the annotation."""
        if isinstance(self.node, ast.Call):
            return self.node.func
        return getattr(self.node, "annotation", None) or self.node


class Values(NamedTuple):
    """What an expression holds, on all ways."""

    ways: tuple[Held, ...] = ()
    whole: bool = False
    """Whether every way is known."""

    def only(self, *kinds: str) -> bool:
        """Whether it is certainly of one of some kinds."""
        return (
            self.whole and bool(self.ways) and all(w.kind in kinds for w in self.ways)
        )

    def some(self, *kinds: str) -> tuple[Held, ...]:
        """The ways that have one of some kinds."""
        return tuple(way for way in self.ways if way.kind in kinds)

    @property
    def sure(self) -> bool:
        """Whether nothing of it was inferred."""
        return self.whole and all(way.sure for way in self.ways)

    def without(self, *kinds: str) -> Values:
        """The ways of other kinds."""
        return self._replace(ways=tuple(w for w in self.ways if w.kind not in kinds))


UNKNOWN = Values()
NOTHING = Values((), True)
"""No value at all: what an empty list holds."""

Ask = Callable[["Frame", "ast.AST | None"], Values]
"""How a part of the inference asks for the value of another expression."""


def one(kind: Kind, frame: Frame, node: ast.AST, sure: bool = True) -> Values:
    """A single value, known for certain."""
    return Values((Held(kind, frame, node, sure=sure),), True)


def holding(kind: Kind, frame: Frame, node: ast.AST, items: Values) -> Values:
    """A container."""
    return Values((Held(kind, frame, node, items),), True)


def join(found: Iterable[Values]) -> Values:
    """What may be held where one of several ways was taken."""
    ways: dict[tuple[str, int], Held] = {}
    whole = True
    for values in found:
        whole = whole and values.whole
        for way in values.ways:
            ways.setdefault((way.kind, id(way.node)), way)
    return Values(tuple(ways.values()), whole)


def inferred(values: Values) -> Values:
    """The same, but not seen."""
    return values._replace(ways=tuple(w._replace(sure=False) for w in values.ways))
