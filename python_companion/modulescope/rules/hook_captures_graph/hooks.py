"""Whether gradients of what a hook stores are wanted."""

from __future__ import annotations

import ast

from ...source.text import Text
from ...source.tree import dotted_name

# Methods by which code asks for the gradient of what a hook stored.
_GRAD = "torch.autograd.grad"
_GRADIENT_METHODS = frozenset(("retain_grad", "register_full_backward_hook"))


def wants_gradients(text: Text, stored: ast.expr) -> bool:
    """Whether the cell shows that the graph is needed: Grad-CAM, a feature loss."""
    if any(node.attr in _GRADIENT_METHODS for node in text.tree.all(ast.Attribute)):
        return True
    if any(text.callee(node) == _GRAD for node in text.tree.all(ast.Call)):
        return True
    holder = _holder(text, stored)
    return bool(holder) and any(
        node.id == holder and _in_loss(text, node) for node in text.tree.all(ast.Name)
    )


def _holder(text: Text, stored: ast.expr) -> str:
    """The variable that a stored value ends in."""
    parent = text.tree.parents[stored]
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
        return dotted_name(parent.func.value).partition(".")[0]
    if isinstance(parent, ast.Assign):
        target = parent.targets[0]
        while isinstance(target, (ast.Attribute, ast.Subscript)):
            target = target.value
        return target.id if isinstance(target, ast.Name) else ""
    return ""


def _in_loss(text: Text, node: ast.Name) -> bool:
    """Whether a name is part of an expression that makes a loss."""
    for parent in text.tree.ancestors(node):
        if isinstance(parent, ast.Call):
            function = text.resolve(parent.func)
            named = dotted_name(parent.func).lower()
            if "loss" in named or function.startswith("torch.nn.functional."):
                return True
        if isinstance(parent, (ast.Assign, ast.AugAssign)):
            targets = getattr(parent, "targets", None) or [parent.target]  # type: ignore[union-attr]
            return any("loss" in dotted_name(item).lower() for item in targets)
        if isinstance(parent, ast.stmt):
            return False
    return False
