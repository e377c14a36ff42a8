"""What lists, tuples, dicts and containers of torch hold, wherever it was put in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..classes import Use
from ..frames import Frame
from ..nodes import integer
from ..tree import FunctionNode
from .held import (
    CONTAINERS,
    NOTHING,
    UNKNOWN,
    Ask,
    Held,
    Kind,
    Values,
    holding,
    join,
)

if TYPE_CHECKING:
    from ..text import Text

_MOST = 40
"""Elements of a literal that are looked at."""
_ADDS = frozenset(("append", "add", "appendleft"))
_TAKES_OUT = frozenset("clear pop remove reverse sort".split())
_ADDS_ALL = frozenset(("extend", "update"))
_TORCH = frozenset(
    ("torch.nn.Sequential", "torch.nn.ModuleList", "torch.nn.ModuleDict")
)
_KINDS: dict[type[ast.AST], Kind] = {
    ast.List: "list",
    ast.Tuple: "tuple",
    ast.Set: "set",
    ast.ListComp: "list",
    ast.SetComp: "set",
    ast.GeneratorExp: "iterator",
}


def literal(ask: Ask, frame: Frame, node: ast.List | ast.Tuple | ast.Set) -> Values:
    """`[a, *b]` and the like."""
    found: list[Values] = []
    for element in node.elts[:_MOST]:
        if isinstance(element, ast.Starred):
            found.append(items_of(ask, ask(frame, element.value)))
        else:
            found.append(ask(frame, element))
    short = len(node.elts) <= _MOST
    fixed = short and not any(isinstance(e, ast.Starred) for e in node.elts)
    made = Held(
        _KINDS[type(node)],
        frame,
        node,
        join([*found, *([] if short else [UNKNOWN])]),
        tuple(found) if fixed and not isinstance(node, ast.Set) else (),
    )
    return Values((made,), True)


def comprehension(
    ask: Ask, frame: Frame, node: ast.ListComp | ast.SetComp | ast.GeneratorExp
) -> Values:
    """`[make(n) for n in sizes]`."""
    return holding(_KINDS[type(node)], frame, node, ask(frame, node.elt))


def mapping(ask: Ask, frame: Frame, node: ast.Dict | ast.DictComp) -> Values:
    """`{"a": a, **b}` and its comprehension; the items are the values."""
    if isinstance(node, ast.DictComp):
        return holding("dict", frame, node, ask(frame, node.value))
    pairs = list(zip(node.keys, node.values, strict=True))
    found = [
        ask(frame, value) if key is not None else items_of(ask, ask(frame, value))
        for key, value in pairs[:_MOST]
    ]
    rest = [] if len(pairs) <= _MOST else [UNKNOWN]
    return holding("dict", frame, node, join([*found, *rest]))


def items_of(ask: Ask, values: Values) -> Values:
    """What looping over a value gives; of a dict, its values."""
    found = [_items(ask, way) for way in values.ways]
    return join([*found, *([] if values.whole else [UNKNOWN])])


def _items(ask: Ask, way: Held) -> Values:
    if way.kind in CONTAINERS:
        return way.items if way.items is not None else UNKNOWN
    if way.kind == "module" and isinstance(way.node, ast.Call):
        if way.frame.text.callee(way.node) in _TORCH:
            return join(part for part in children_of(ask, way.frame, way.node))
    if way.kind in ("tensor", "parameter", "buffer"):
        return Values((way._replace(kind="tensor"),), True)
    return UNKNOWN


def children_of(ask: Ask, frame: Frame, call: ast.Call) -> list[Values]:
    """The children that a container of torch is made with, in their order."""
    if len(call.args) == 1 and not isinstance(call.args[0], ast.Starred):
        only = ask(frame, call.args[0])
        if only.some("module") and not only.some(*CONTAINERS):
            return [only]
        if len(only.ways) == 1 and only.ways[0].parts:
            return list(only.ways[0].parts)
        return [items_of(ask, only)]
    found = []
    for argument in call.args:
        if isinstance(argument, ast.Starred):
            found.append(items_of(ask, ask(frame, argument.value)))
        else:
            found.append(ask(frame, argument))
    return found


def unpacked(ask: Ask, values: Values, place: int, length: int) -> Values:
    """The element at a place of what is unpacked into so many names."""
    found = [
        way.parts[place] if len(way.parts) == length else _items(ask, way)
        for way in values.ways
    ]
    return join([*found, *([] if values.whole else [UNKNOWN])])


def subscript(ask: Ask, frame: Frame, node: ast.Subscript) -> Values:
    """`layers[0]`, `layers[1:]`, `heads["a"]`."""
    values = ask(frame, node.value)
    if isinstance(node.slice, ast.Slice):
        return _sliced(node, values)
    found = [_element(ask, way, integer(node.slice)) for way in values.ways]
    return join([*found, *([] if values.whole else [UNKNOWN])])


def _sliced(node: ast.Subscript, values: Values) -> Values:
    """A part of a list or of a `Sequential`: of the same kind, with other ends."""
    ways = tuple(
        way._replace(node=node) if way.kind == "module" else way._replace(parts=())
        for way in values.ways
    )
    return values._replace(ways=ways)


def _element(ask: Ask, way: Held, index: int | None) -> Values:
    # A number is a key of a dict, no place.
    parts = way.parts if way.kind != "dict" else ()
    if way.kind == "module" and isinstance(way.node, ast.Call):
        if way.frame.text.callee(way.node) in _TORCH:
            parts = tuple(children_of(ask, way.frame, way.node))
    if index is not None and -len(parts) <= index < len(parts):
        return parts[index]
    return _items(ask, way)


def grown(ask: Ask, frame: Frame, name: ast.Name, values: Values) -> Values:
    """The values of a name, with what its scope puts into its containers."""
    if not values.some("list", "dict", "set"):
        return values
    text = frame.text
    scope = _body(text, name)
    uses = [
        node
        for node in text.tree.all(ast.Name)
        if node.id == name.id and _body(text, node) is scope
    ]
    if any(_takes_out(text, use) for use in uses):
        values = values._replace(ways=tuple(w._replace(parts=()) for w in values.ways))
    return with_items(
        values, [added for use in uses for added in put_in(ask, frame, use)]
    )


def _takes_out(text: Text, use: ast.Name) -> bool:
    """Whether a use of a list changes what it holds, or the order."""
    parent = text.tree.parents.get(use)
    if isinstance(parent, ast.Subscript):
        return isinstance(parent.ctx, ast.Del)
    return isinstance(parent, ast.Attribute) and parent.attr in _TAKES_OUT


def grown_attribute(
    ask: Ask, frame: Frame, uses: list[tuple[Frame, Use]], values: Values
) -> Values:
    """The values of an attribute, with what the methods put into its containers."""
    if not values.some("list", "dict", "set"):
        return values
    found = [a for inner, use in uses for a in put_in(ask, inner, use.node)]
    return with_items(values, found)


def with_items(values: Values, added: list[Values]) -> Values:
    """The same values, whose containers hold more."""
    if not added:
        return values
    ways = tuple(
        way._replace(items=join((way.items or NOTHING, *added)), parts=())
        if way.kind in CONTAINERS
        else way
        for way in values.ways
    )
    return Values(ways, values.whole)


def put_in(ask: Ask, frame: Frame, use: ast.expr) -> Iterator[Values]:
    """What is put into a container where it is used: `use.append(…)`, `use[k] = …`."""
    for place in places(frame.text, use):
        found = ask(frame, place.value)
        yield items_of(ask, found) if place.several else found


class Place(NamedTuple):
    """Where something is put into a container."""

    value: ast.expr
    at: ast.expr
    """What names the place: `layers.append`, `layers[0]`."""
    several: bool = False


def places(text: Text, use: ast.expr) -> Iterator[Place]:
    """The expressions that are put into a container at one use of it."""
    parent = text.tree.parents.get(use)
    if isinstance(parent, ast.Subscript) and parent.value is use:
        statement = text.tree.parents.get(parent)
        if isinstance(statement, ast.Assign) and parent in statement.targets:
            yield Place(statement.value, parent)
    elif isinstance(parent, ast.AugAssign) and parent.target is use:
        yield Place(parent.value, use, several=True)
    elif isinstance(parent, ast.Attribute):
        call = text.tree.parents.get(parent)
        if isinstance(call, ast.Call) and call.func is parent:
            yield from _method(call, parent.attr)


def _method(call: ast.Call, method: str) -> Iterator[Place]:
    if method in _ADDS and len(call.args) == 1:
        yield Place(call.args[0], call.func)
    elif method in ("insert", "setdefault") and len(call.args) == 2:
        yield Place(call.args[1], call.func)
    elif method in _ADDS_ALL:
        yield from (Place(each, call.func, several=True) for each in call.args)
        yield from (Place(k.value, call.func) for k in call.keywords if k.arg)


def _body(text: Text, node: ast.AST) -> FunctionNode | ast.AST:
    """The function or module whose variables a node sees."""
    return text.tree.function(node) or text.tree.module
