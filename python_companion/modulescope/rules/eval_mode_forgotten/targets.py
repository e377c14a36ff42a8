"""Targets: what a training step computes without a graph, to be trained towards.

Pseudo labels, a momentum encoder's keys, a guess that the model gets as input: they are
made in the mode of the training on purpose.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ...source.graphs import under_no_grad
from ...source.text import Text
from ...source.tree import dotted_name, walk

_BACKWARD = ("backward", "manual_backward")
_DEPTH = 3


def is_target(text: Text, call: ast.Call, names: Iterable[str]) -> bool:
    """Whether a loss is made of what a model gives that takes part in the training.

    `names` are those of the model. A teacher that nothing trains takes no part: it
    belongs in eval mode.
    """
    names = frozenset(names)
    takes_part = _is_trained_beside(text, call, names) or _follows(text, names)
    return takes_part and _is_trained_on(text, call)


def _is_trained_beside(text: Text, call: ast.Call, names: frozenset[str]) -> bool:
    """Whether the same statements call the model with a graph."""
    return any(
        isinstance(node, ast.Call)
        and _root(node.func) in names
        and not under_no_grad(text, node)
        for node in _beside(text, call)
    )


def _follows(text: Text, names: frozenset[str]) -> bool:
    """Whether the weights of a model are made from those of one that is trained."""
    events = [event for _, event in text.notebook.events()]
    trained = {
        n for e in events if e.kind == "optimizer" for n in map(_first, e.others)
    }
    others = trained - names
    return any(
        e.kind == "load" and e.name in names and not others.isdisjoint(e.others)
        for e in events
    ) or any(
        names & owners and others & owners
        for owners in map(_owners, text.tree.calls.get("zip", ()))
    )


def _owners(call: ast.Call) -> set[str]:
    """The models whose parts a call is given: `zip(a.parameters(), b.parameters())`."""
    return {
        _root(item.func)
        for item in call.args
        if isinstance(item, ast.Call) and isinstance(item.func, ast.Attribute)
    }


def _is_trained_on(text: Text, call: ast.Call, depth: int = 0) -> bool:
    """Whether a backward, here or where a function is called, begins at a result."""
    made: set[str] = set()
    for node, value in _values(text, call):
        carries = any(
            item is call or getattr(item, "id", "") in made for item in walk(value)
        )
        if carries and isinstance(node, ast.Return):
            return depth < _DEPTH and _callers_train(text, node, depth + 1)
        if carries and getattr(getattr(value, "func", None), "attr", "") in _BACKWARD:
            return True
        bound = _bound(node)
        if carries:
            made |= bound
        elif not isinstance(node, ast.AugAssign):
            made -= bound
    return False


def _values(text: Text, call: ast.Call) -> Iterator[tuple[ast.stmt, ast.expr]]:
    """The statements from a call on, with the values that they bind or return."""
    for node in _beside(text, call):
        if isinstance(node, ast.stmt) and (node.end_lineno or 0) >= call.lineno:
            if isinstance(value := getattr(node, "value", None), ast.expr):
                yield node, value


def _callers_train(text: Text, node: ast.Return, depth: int) -> bool:
    name = getattr(text.tree.function(node), "name", "")
    own = [(text, call) for call in text.tree.calls.get(name, ())]
    callers = (*own, *text.notebook.callers(text.cell, name))
    return any(_is_trained_on(owner, call, depth) for owner, call in callers)


def _beside(text: Text, call: ast.Call) -> Iterator[ast.AST]:
    """The nodes of the function, or of the top level, that a call is in."""
    function = text.tree.function(call)
    nodes = walk(text.tree.module if function is None else function)
    return (node for node in nodes if text.tree.function(node) is function)


def _bound(node: ast.stmt) -> set[str]:
    """The names that a statement binds or changes."""
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    below = walk(*(target for target in targets if target is not None))
    return {item.id for item in below if isinstance(item, ast.Name)}


def _root(node: ast.expr) -> str:
    return _first(dotted_name(node))


def _first(dotted: str) -> str:
    return dotted.partition(".")[0]
