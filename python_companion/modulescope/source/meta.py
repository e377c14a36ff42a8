"""Modules that a text makes on the meta device."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .text import Text


def made_on_meta(text: Text, node: ast.Assign) -> bool:
    """`with torch.device('meta'): model = Net()` and `nn.Linear(…, device='meta')`."""
    if not text.is_module_call(node.value):
        return False
    assert isinstance(node.value, ast.Call)
    if any(
        item.arg == "device" and _is_meta(text, item.value)
        for item in node.value.keywords
    ):
        return True
    return any(
        isinstance(parent, ast.With)
        and any(
            text.callee(item.context_expr) == "torch.device"
            and _is_meta(text, item.context_expr)
            for item in parent.items
        )
        for parent in text.tree.ancestors(node)
    )


def _is_meta(text: Text, node: ast.expr) -> bool:
    if isinstance(node, ast.Call) and text.callee(node) == "torch.device" and node.args:
        node = node.args[0]
    return isinstance(node, ast.Constant) and node.value == "meta"
