"""Whether a tensor comes from a state dict, and goes nowhere else."""

from __future__ import annotations

import ast

from ...source.inference.expressions import held
from ...source.nodes import is_named
from ...source.text import Text
from ...source.tree import walk


def is_of_state(text: Text, node: ast.expr) -> bool:
    """`net.state_dict()["fc.weight"]`, or the variable of a loop over the values."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Call) and _is_state(text, node.value)
    if not isinstance(node, ast.Name):
        return False
    for parent in text.tree.ancestors(node):
        if isinstance(parent, ast.For):
            names = [n for n in walk(parent.target) if is_named(n, node.id)]
            if names:
                return _is_over_state(text, parent.iter) and _is_only_set(parent, node)
    return False


def _is_over_state(text: Text, node: ast.expr) -> bool:
    """Whether a loop goes over the values of a state dict, with or without names."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("values", "items")
        and _is_state(text, node.func.value)
    )


def _is_state(text: Text, node: ast.expr) -> bool:
    """A state dict that is made on the spot, and holds no parameters themselves."""
    return (
        isinstance(node, ast.Call)
        and not node.args
        and not node.keywords
        and held(text, node).only("state")
    )


def _is_only_set(loop: ast.For, name: ast.Name) -> bool:
    """Whether a loop does nothing else with the tensor."""
    return not any(
        is_named(node, name.id) and node is not name for node in walk(*loop.body)
    )
