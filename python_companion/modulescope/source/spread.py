"""The names of the arguments that `**options` passes on, where the text shows them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .tree import dotted_name

if TYPE_CHECKING:
    from .text import Text

# Methods that may add keys to a dictionary.
_ADDING = frozenset(("update", "setdefault", "__setitem__", "__ior__"))


def may_give(text: Text, call: ast.Call, name: str) -> bool:
    """Whether a call may get an argument of this name that it does not write out.

    A name that is written out cannot come from `**` as well: Python refuses the call.
    """
    for item in call.keywords:
        if item.arg == name:
            return False
    for item in call.keywords:
        if item.arg is None:
            keys = _keys(text, item.value)
            if keys is None or name in keys:
                return True
    return False


def _keys(text: Text, node: ast.expr) -> frozenset[str] | None:
    """The keys of a dictionary that is written out; None if some are not known."""
    if isinstance(node, ast.Dict):
        names = [getattr(key, "value", None) for key in node.keys]
        if all(isinstance(name, str) for name in names):
            return frozenset(map(str, names))
        return None
    if isinstance(node, ast.Call) and text.resolve(node.func) == "dict":
        if node.args or any(item.arg is None for item in node.keywords):
            return None
        return frozenset(str(item.arg) for item in node.keywords)
    if isinstance(node, ast.Name):
        return _local(text, node)
    return None


def _local(text: Text, node: ast.Name) -> frozenset[str] | None:
    """The keys of a variable that one statement of the function sets."""
    function = text.tree.function(node)
    if function is None:
        return None
    bindings = text.tree.scopes[function].get(node.id, ())
    if len(bindings) != 1:
        return None
    made = bindings[0].node
    if not isinstance(made, ast.Assign) or len(made.targets) != 1:
        return None
    if isinstance(made.value, ast.Name) or _grows(text, node.id, function):
        return None
    return _keys(text, made.value)


def _grows(text: Text, name: str, function: ast.AST | None) -> bool:
    """Whether a function adds keys to a dictionary."""
    stored = (
        item.value
        for item in text.tree.all(ast.Subscript)
        if not isinstance(item.ctx, ast.Load)
    )
    called = (
        call.func.value
        for method in _ADDING
        for call in text.tree.calls.get(method, ())
        if isinstance(call.func, ast.Attribute)
    )
    return any(
        dotted_name(item) == name and text.tree.function(item) is function
        for item in (*stored, *called)
    )
