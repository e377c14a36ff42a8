"""What the functions of hooks put where it outlives their call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from .frames import Frame, argument
from .graphs import carries_graph, graph_names, under_no_grad
from .hooks import Hook
from .inference.expressions import held
from .text import Text
from .tree import FunctionNode, find, walk

_ADDERS = frozenset("append add extend insert update setdefault __setitem__".split())
# Methods that return what a container has, not a copy.
_GIVES = frozenset(("setdefault", "get"))
# Functions of the notebook that a hook gives a tensor on to, one in the other.
_DEPTH = 3


class _Body(NamedTuple):
    """A function that is read: a hook, or one that a hook calls."""

    text: Text
    function: FunctionNode
    kept: frozenset[str]
    """Its arguments that outlive the call: the instance, a store that it is given."""

    @property
    def nodes(self) -> list[ast.AST]:
        body = self.function.body
        return list(body) if isinstance(body, list) else [body]

    def outlives(self, node: ast.expr) -> bool:
        """Whether what an expression names is there after the call."""
        name = _root(node)
        own = self.text.tree.scopes[self.function]
        local = name in own and name not in _outer_names(self.function)
        return bool(name) and (not local or name in self.kept)


def captured_names(hook: Hook) -> frozenset[str]:
    """The arguments of a hook that carry a graph: all but the module."""
    return frozenset(hook.arguments[1:])


def stored_values(hook: Hook) -> Iterator[ast.expr]:
    """The values that a hook puts where they outlive its call."""
    return _stored(_body(hook))


def stored_graphs(hook: Hook) -> Iterator[ast.expr]:
    """Those of them that carry the graph of what the hook is given.

    Of a value that a function of the notebook stores, the argument is given.
    """
    return _graphs(_body(hook), captured_names(hook))


def _body(hook: Hook) -> _Body:
    """The instance, the hook's module and arguments with a default are kept."""
    function = hook.function
    arguments = [*function.args.posonlyargs, *function.args.args]
    defaulted = arguments[len(arguments) - len(function.args.defaults) :]
    kept = [*arguments[: 1 + hook.skipped], *defaulted, *function.args.kwonlyargs]
    return _Body(hook.text, function, frozenset(a.arg for a in kept))


def _stored(body: _Body) -> Iterator[ast.expr]:
    for node in walk(*body.nodes):
        for holder, value in _stores(body.text, node):
            if body.outlives(holder):
                yield value


def _stores(text: Text, node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Pairs of a holder and a value: `holder[key] = value`, `holder.append(value)`."""
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, (ast.Attribute, ast.Subscript, ast.Name)):
                yield target, node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        # A method of the notebook says itself what it stores.
        if node.func.attr in _ADDERS and not held(text, node.func).some("function"):
            for value in (*node.args, *(item.value for item in node.keywords)):
                yield node.func.value, value
    elif isinstance(node, ast.Call) and text.callee(node) == "setattr":
        if len(node.args) == 3:
            yield node.args[0], node.args[2]


def _root(node: ast.expr) -> str:
    """`store` in `store.setdefault(key, [])[0]`; empty if it begins otherwise."""
    while not isinstance(node, ast.Name):
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr not in _GIVES:
                return ""
            node = node.func.value
        else:
            return ""
    return node.id


def _outer_names(function: FunctionNode) -> set[str]:
    return {
        name
        for node in walk(function)
        if isinstance(node, (ast.Global, ast.Nonlocal))
        for name in node.names
    }


def _graphs(body: _Body, names: frozenset[str], depth: int = 0) -> Iterator[ast.expr]:
    known = _carrying(body, names)
    for value in _stored(body):
        if _has_graph(body, value, known, names):
            yield value
    if depth < _DEPTH:
        for call in find(ast.Call, *body.nodes):
            yield from _given_on(body, call, known, names, depth)


_Known = dict[ast.stmt, frozenset[str]]


def _carrying(body: _Body, names: frozenset[str]) -> _Known:
    """The names that carry a graph where each statement begins."""
    if isinstance(body.function, ast.Lambda):
        return {}
    return dict(graph_names(body.text, body.function, names))


def _has_graph(
    body: _Body, value: ast.expr, known: _Known, names: frozenset[str]
) -> bool:
    statement = body.text.tree.statement(value)
    if under_no_grad(body.text, value) and not isinstance(value, ast.Name):
        # What is computed there has none; what came in has still its own.
        return False
    return carries_graph(body.text, value, known.get(statement, names))


def _given_on(
    body: _Body, call: ast.Call, known: _Known, names: frozenset[str], depth: int
) -> Iterator[ast.expr]:
    """The arguments of a call whose graph a function of the notebook stores."""
    if not any(_has_graph(body, a, known, names) for a in _arguments(call)):
        return
    for way in held(body.text, call.func).some("function"):
        if not isinstance(way.node, ast.FunctionDef):
            continue
        instance = way.of.ways[0].facts if way.of else None
        frame = Frame(way.frame.text, way.node, call, Frame(body.text), instance)
        given = _given(frame)
        carry = [a for a, v in given.items() if _has_graph(body, v, known, names)]
        kept = {a for a, v in given.items() if body.outlives(v)}
        kept |= {a.arg for a in way.node.args.args[: 1 if way.of else 0]}
        inner = _Body(frame.text, way.node, frozenset(kept))
        if carry and any(_graphs(inner, frozenset(carry), depth + 1)):
            yield given[carry[0]]


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _given(frame: Frame) -> dict[str, ast.expr]:
    """What a call gives each argument of its function."""
    assert frame.function is not None
    args = frame.function.args
    every = [a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs)]
    found = {name: argument(frame, name) for name in every}
    return {n: f[1] for n, f in found.items() if f and f[0] is frame.outer}
