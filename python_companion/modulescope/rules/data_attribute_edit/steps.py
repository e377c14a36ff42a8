"""Steps of gradient descent that a training loop writes out."""

from __future__ import annotations

import ast

from ...source.backwards import is_backward
from ...source.graphs import under_no_grad
from ...source.text import Text
from ...source.tree import dotted_name, walk


def is_step_by_hand(text: Text, statement: ast.stmt, name: str) -> bool:
    """Whether a write to a tensor uses its gradient, which a backward above has made.

    In an optimizer class there is no backward above it.
    """
    return (
        _uses_gradient(statement, name)
        and _follows_backward(text, statement)
        and not under_no_grad(text, statement)
    )


def _uses_gradient(statement: ast.stmt, name: str) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "grad"
        and dotted_name(node.value) == name
        for node in walk(statement)
    )


def _follows_backward(text: Text, statement: ast.stmt) -> bool:
    function = text.tree.function(statement)
    return any(
        call.lineno < statement.lineno
        and text.tree.function(call) is function
        and is_backward(text, call)
        for call in text.tree.calls.get("backward", ())
    )
