"""Which loops keep which loss: their own, that of a function they call, its result."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...source.backwards import BACKWARDS, back_propagated
from ...source.loops import LoopNode, functions_called, loops_around, training_loops
from ...source.text import Text
from ...source.tree import dotted_name, walk
from .additions import Carries, is_replaced, named, passes

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Kept(NamedTuple):
    """Statements that repeat, and the loss that is in them with its graph."""

    node: LoopNode | Function
    names: frozenset[str]
    loss: Carries
    loops: tuple[LoopNode, ...] = ()
    """Those that call the function that `node` is."""


def of_loop(text: Text, node: ast.Call) -> Kept | None:
    """The loop around a backward, or the function that a loop calls, and the loss."""
    names = _loss(text, node)
    if not names:
        return None
    loop = next(loops_around(text, node), None)
    if loop is not None:
        names |= _aliases(loop, names)
        return Kept(loop, names, named(names))
    function = text.tree.function(node)
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    calls = [(text, call) for call in text.tree.calls.get(function.name, ())]
    calls += text.notebook.callers(text.cell, function.name)
    loops = tuple(
        loop
        for owner, call in calls
        if (loop := next(loops_around(owner, call), None)) is not None
        and any(found is function for _, found in functions_called(owner, call))
    )
    return Kept(function, names, named(names), loops) if loops else None


def returned(text: Text) -> Iterator[Kept]:
    """The loops of a cell with the losses that functions train on and return."""
    for loop in training_loops(text):
        names: set[str] = set()
        calls: dict[ast.expr, bool] = {}
        for node in walk(*loop.node.body, into_classes=False):
            if isinstance(node, ast.Call):
                places = _places(text, node)
                names |= _bound(text, node, places)
                calls[node] = None in places
        if names or any(calls.values()):
            known = frozenset(names)
            yield Kept(
                loop.node,
                known,
                lambda n, k=known, c=calls: _is(n, k, c),  # type: ignore[misc]
            )


def _is(node: ast.expr, names: frozenset[str], calls: dict[ast.expr, bool]) -> bool:
    return calls.get(node, False) or dotted_name(node) in names


def _loss(text: Text, node: ast.Call) -> frozenset[str]:
    """What a call back-propagates: `loss`, also in `scaler.scale(loss)`."""
    if any(item.arg in ("retain_graph", "create_graph") for item in node.keywords):
        return frozenset()
    value = back_propagated(text, node)
    if isinstance(value, ast.Call) and len(value.args) == 1 and not value.keywords:
        value = value.args[0]
    name = dotted_name(value)
    return frozenset((name,)) if name else frozenset()


def _aliases(loop: LoopNode, names: frozenset[str]) -> frozenset[str]:
    """`out.loss` where the loop says `loss = out.loss`."""
    return frozenset(
        dotted_name(node.value)
        for node in walk(*loop.body)
        if isinstance(node, ast.Assign) and dotted_name(node.targets[0]) in names
        if isinstance(node.value, ast.Attribute) and dotted_name(node.value)
    )


def _places(text: Text, call: ast.Call) -> set[int | None]:
    """Where a function that trains returns its loss: None is the whole result."""
    found: set[int | None] = set()
    for owner, function in functions_called(text, call):
        names = frozenset(
            name
            for key in BACKWARDS
            for node in owner.tree.calls.get(key, ())
            if owner.tree.function(node) is function
            for name in _loss(owner, node)
        )
        if not names or is_replaced(owner, function.body, names):
            continue
        for node in walk(*function.body, into_classes=False):
            if isinstance(node, ast.Return) and node.value is not None:
                parts = getattr(node.value, "elts", None)
                if parts is None and passes(owner, node.value, named(names)):
                    found.add(None)
                for place, part in enumerate(parts or ()):
                    if passes(owner, part, named(names)):
                        found.add(place)
    return found


def _bound(text: Text, call: ast.Call, places: set[int | None]) -> set[str]:
    """The names that a loss gets in `l = train_step(x)` and `l, n = train_step(x)`."""
    statement = text.tree.parents.get(call)
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return set()
    target = statement.targets[0]
    if None in places:
        return {dotted_name(target)} - {""}
    parts = getattr(target, "elts", [])
    return {
        dotted_name(parts[place])
        for place in places
        if place is not None and place < len(parts)
    } - {""}
