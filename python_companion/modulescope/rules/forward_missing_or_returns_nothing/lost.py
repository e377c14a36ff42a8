"""Changes in place that nothing outside of a function can see."""

from __future__ import annotations

import ast

from ...source.classes import Method
from ...source.inference.expressions import held
from ...source.text import Text
from ...source.torchnames import TENSOR_MAKERS

_JOINING = frozenset(f"torch.{n}" for n in "cat stack matmul einsum bmm where".split())
_GROWING = frozenset(("append", "extend", "insert", "add", "update"))


def is_lost(text: Text, method: Method, node: ast.AST) -> bool:
    """Whether a node changes only a value that the method made itself.

    `s.masked_fill_(…)`, `s[k] = …`, `outs.append(…)`, `F.relu_(s)`.
    """
    changed = _changed(text, node)
    return changed is not None and _is_own(text, method, changed)


def _changed(text: Text, node: ast.AST) -> ast.Name | None:
    """The variable that a statement changes in place."""
    target: ast.AST = node
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        target = _changed_by(text, node.value)
    while isinstance(target, ast.Subscript):
        target = target.value
    return target if isinstance(target, ast.Name) else None


def _changed_by(text: Text, call: ast.Call) -> ast.AST:
    """What a call changes; the call itself if that is not known."""
    function = call.func
    if not isinstance(function, ast.Attribute):
        return call
    name = function.attr
    in_place = name.endswith("_") and not name.endswith("__")
    if in_place and text.resolve(function).startswith("torch."):
        return call.args[0] if call.args else call
    return function.value if in_place or name in _GROWING else call


def _is_own(text: Text, method: Method, name: ast.Name) -> bool:
    """Whether each value of a variable is new memory, made in the method."""
    bindings = text.tree.scopes.get(method, {}).get(name.id, ())
    return bool(bindings) and all(
        isinstance(b.node, ast.Assign) and _is_new(text, b.node.value) for b in bindings
    )


def _is_new(text: Text, node: ast.expr) -> bool:
    """Whether an expression makes a value that nothing else refers to.

    A view or another method of a tensor may share the memory of what it is called on.
    """
    if isinstance(node, (ast.List, ast.Dict, ast.Set, ast.ListComp)):
        return True
    return isinstance(node, ast.BinOp) or (
        isinstance(node, ast.Call) and _gives_new(text, node)
    )


def _gives_new(text: Text, call: ast.Call) -> bool:
    dotted = text.resolve(call.func)
    if dotted.startswith("torch.nn.functional.") or dotted in _JOINING:
        return True
    return dotted in TENSOR_MAKERS or held(text, call.func).only("module")
