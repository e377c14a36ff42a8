"""What depends on the mode of a module: `self.training` in the text around a node."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .tree import FunctionNode, walk

if TYPE_CHECKING:
    from .text import Text

_LEAVES_BLOCK = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def depends_on_mode(text: Text, node: ast.AST, function: FunctionNode | None) -> bool:
    """Whether an expression names the mode, or a variable that was made from it."""
    local = text.tree.scopes.get(function, {}) if function is not None else {}
    pending, seen = [node], set()
    while pending:
        for item in walk(pending.pop()):
            if isinstance(item, ast.Attribute) and "train" in item.attr:
                return True
            if isinstance(item, ast.Name) and item.id not in seen:
                seen.add(item.id)
                if "train" in item.id:
                    return True
                for binding in local.get(item.id, ()):
                    value = getattr(binding.node, "value", None)
                    if isinstance(value, ast.AST):
                        pending.append(value)
    return False


def runs_in_one_mode(text: Text, node: ast.AST) -> bool:
    """Whether what stands around a node lets it run in one mode only.

    `if self.training:`, `… if self.training else …`, `self.training and …`, or a
    `return` above it that depends on the mode.
    """
    function = text.tree.function(node)
    below: ast.AST = node
    for parent in text.tree.ancestors(node):
        if isinstance(parent, (ast.If, ast.IfExp, ast.While)):
            if below is not parent.test and depends_on_mode(
                text, parent.test, function
            ):
                return True
        elif isinstance(parent, ast.BoolOp):
            if depends_on_mode(text, parent, function):
                return True
        if parent is function:
            break
        below = parent
    return function is not None and _leaves_before(text, node, function)


def _leaves_before(text: Text, node: ast.AST, function: FunctionNode) -> bool:
    line = getattr(node, "lineno", 0)
    return any(
        isinstance(item, ast.If)
        and item.lineno < line
        and any(isinstance(last, _LEAVES_BLOCK) for last in item.body[-1:])
        and depends_on_mode(text, item.test, function)
        for item in (walk(*_body(function)))
    )


def _body(function: FunctionNode) -> list[ast.stmt]:
    return [] if isinstance(function, ast.Lambda) else function.body
