"""What a name holds: by the statements that bind it, or as an argument."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..frames import Frame
from ..tree import FunctionNode
from .arguments import argument_of
from .attributes import as_left
from .containers import grown, items_of, unpacked
from .held import (
    CONTAINERS,
    NOTHING,
    TENSORS,
    UNKNOWN,
    Ask,
    Values,
    join,
    one,
)
from .reaching import reaching

if TYPE_CHECKING:
    from ..text import Text

_LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)
_HARMLESS = frozenset(("requires_grad_", "detach_"))


def name(ask: Ask, frame: Frame, node: ast.Name) -> Values:
    """What a name holds where it is used."""
    text = frame.text
    if text.resolve(node):
        return UNKNOWN
    found = [
        _bound(ask, frame if owner is text else Frame(owner), at, node.id)
        for owner, at in reaching(text, node)
    ]
    if not found:
        return UNKNOWN
    values = grown(ask, frame, node, join(found))
    if values.some("tensor") and node.id in _written(text):
        values = _rewritten(frame, node, values)
    return as_left(frame, node.id, values)


def _written(text: Text) -> frozenset[str]:
    """The names of a cell on which methods like `log_()` are called."""
    if "written in place" not in text.memo:
        owners = [
            getattr(call.func, "value", None)
            for name, calls in text.tree.calls.items()
            if name.endswith("_") and name not in _HARMLESS
            for call in calls
        ]
        names = frozenset(n.id for n in owners if isinstance(n, ast.Name))
        text.memo["written in place"] = names
    known: frozenset[str] = text.memo["written in place"]
    return known


def _rewritten(frame: Frame, node: ast.Name, values: Values) -> Values:
    """Tensors that are not what was made any more."""
    kept = values.without("tensor")
    return join((kept, one("tensor", frame, node, sure=values.sure)))


def _bound(ask: Ask, frame: Frame, node: ast.AST, name: str) -> Values:
    """What one binding gives a name; `node` is what the name stands in."""
    if isinstance(node, ast.arg):
        return argument_of(ask, frame, node)
    if isinstance(node, (ast.Assign, ast.NamedExpr)):
        return ask(frame, node.value)
    if isinstance(node, ast.AnnAssign):
        return ask(frame, node.value) if node.value else NOTHING
    if isinstance(node, ast.AugAssign):
        return _added(ask, frame, node)
    if isinstance(node, _LOOPS):
        return items_of(ask, ask(frame, node.iter))
    if isinstance(node, (ast.FunctionDef, ast.Lambda)):
        return one("function", frame, node)
    if isinstance(node, ast.ClassDef):
        return one("class", frame, node)
    if isinstance(node, (ast.Tuple, ast.List)):
        return _part(ask, frame, node, name)
    return UNKNOWN


def _added(ask: Ask, frame: Frame, node: ast.AugAssign) -> Values:
    """What `+=` adds; what was there before comes from the binding above."""
    added = ask(frame, node.value)
    return added if added.only(*CONTAINERS, *TENSORS, "number", "text") else UNKNOWN


def _part(ask: Ask, frame: Frame, target: ast.Tuple | ast.List, name: str) -> Values:
    """What unpacking gives a name."""
    places = [
        number
        for number, place in enumerate(target.elts)
        if isinstance(place, ast.Name) and place.id == name
    ]
    if len(places) != 1 or any(isinstance(p, ast.Starred) for p in target.elts):
        return UNKNOWN
    whole = _whole(ask, frame, target)
    return unpacked(ask, whole, places[0], len(target.elts))


def _whole(ask: Ask, frame: Frame, target: ast.Tuple | ast.List) -> Values:
    """What a tuple of names is given."""
    parent = frame.text.tree.parents.get(target)
    if isinstance(parent, ast.Assign):
        return ask(frame, parent.value)
    if isinstance(parent, _LOOPS):
        return items_of(ask, ask(frame, parent.iter))
    if isinstance(parent, (ast.Tuple, ast.List)):
        outer = _whole(ask, frame, parent)
        return unpacked(ask, outer, parent.elts.index(target), len(parent.elts))
    return UNKNOWN


def returned(function: FunctionNode) -> Iterator[ast.expr | None]:
    """What a function returns, on each of its ways."""
    if isinstance(function, ast.Lambda):
        yield function.body
        return
    stack: list[ast.AST] = list(function.body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Return):
            yield node.value
        elif isinstance(node, ast.stmt) and not isinstance(
            node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        ):
            stack += ast.iter_child_nodes(node)
        elif isinstance(node, (ast.ExceptHandler, ast.match_case)):
            stack += ast.iter_child_nodes(node)
