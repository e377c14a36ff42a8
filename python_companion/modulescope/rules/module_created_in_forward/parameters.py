"""Parameters that a method makes, and what it does with them."""

from __future__ import annotations

import ast

from ...source.classes import Method, self_name
from ...source.tensors import keyword, tensor_factory
from ...source.text import Text

PARAMETERS = ("Parameter",)


def place_of(call: ast.Call, method: Method, text: Text) -> str | None:
    """The attribute that gets a new parameter, `""` if it is computed with.

    None if in doubt: it gets a given value or no gradient, or is given to something
    that may train it or keep it.
    """
    if text.callee(call) != "torch.nn.Parameter" or len(call.args) != 1:
        return None
    if keyword(call, "requires_grad") or not tensor_factory(text, call.args[0]):
        return None
    parent = text.tree.parents[call]
    if not isinstance(parent, ast.Assign):
        return "" if _is_operand(call, text) else None
    target = parent.targets[0]
    if isinstance(target, ast.Name):
        return "" if _is_only_computed_with(target.id, method, text) else None
    owner = target.value if isinstance(target, ast.Attribute) else None
    is_own = isinstance(owner, ast.Name) and owner.id == self_name(method)
    return target.attr if isinstance(target, ast.Attribute) and is_own else None


def _is_only_computed_with(name: str, method: Method, text: Text) -> bool:
    """Whether a local parameter is set once and is but an operand."""
    uses = [
        node
        for node in text.tree.all(ast.Name)
        if node.id == name
        and text.tree.function(node) is method
        and isinstance(node.ctx, ast.Load)
    ]
    once = len(text.tree.scopes.get(method, {}).get(name, ())) == 1
    return once and bool(uses) and all(_is_operand(use, text) for use in uses)


def _is_operand(node: ast.expr, text: Text) -> bool:
    """Whether `x @ w` or `F.linear(x, w)` computes with an expression."""
    parent = text.tree.parents[node]
    if isinstance(parent, ast.BinOp):
        return True
    return (
        isinstance(parent, ast.Call)
        and node in parent.args
        and text.resolve(parent.func).startswith(_COMPUTING)
    )


_COMPUTING = ("torch.nn.functional.", "torch.matmul", "torch.einsum", "torch.mul")
