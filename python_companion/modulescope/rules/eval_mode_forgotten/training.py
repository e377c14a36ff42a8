"""Whether something is trained, whatever a function is called."""

from __future__ import annotations

import ast

from ...source.loops import functions_called
from ...source.text import Text
from ...source.tree import walk

_STEPS = frozenset(("backward", "step", "zero_grad", "manual_backward"))
_DEPTH = 3


def trains(text: Text, body: list[ast.stmt]) -> bool:
    """Whether statements, or the functions that they call, train something."""
    pending, seen = [(text, body, 0)], set[ast.AST]()
    while pending:
        owner, statements, depth = pending.pop()
        for node in walk(*statements, into_classes=False):
            if not isinstance(node, ast.Call):
                continue
            if getattr(node.func, "attr", "") in _STEPS:
                return True
            for other, function in functions_called(owner, node):
                if depth < _DEPTH and function not in seen:
                    seen.add(function)
                    pending.append((other, function.body, depth + 1))
    return False


def results_are_trained(text: Text, function: ast.stmt) -> bool:
    """Whether a caller runs a backward right beside its call of a function."""
    name = getattr(function, "name", "")
    own = [(text, call) for call in text.tree.calls.get(name, ())]
    return any(
        _is_beside_backward(owner, call)
        for owner, call in (*own, *text.notebook.callers(text.cell, name))
    )


def _is_beside_backward(text: Text, call: ast.Call) -> bool:
    statement = text.tree.statement(call)
    block = getattr(text.tree.parents[statement], "body", [])
    return any(
        isinstance(other, ast.Expr)
        and isinstance(other.value, ast.Call)
        and getattr(other.value.func, "attr", "") == "backward"
        for other in (block if statement in block else ())
    )
