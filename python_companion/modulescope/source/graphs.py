"""Which expressions carry an autograd graph, as far as a text can tell."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .tree import walk

if TYPE_CHECKING:
    from .classes import Method
    from .text import Text

# Attributes and methods whose value has no graph, or is no tensor.
_CUTS = frozenset(
    "detach detach_ data item tolist numpy shape size dim ndim numel nelement device "
    "dtype stride is_cuda requires_grad is_floating_point type argmax argmin argsort "
    "long int short bool byte count_nonzero nonzero isnan isinf isfinite eq ne lt gt "
    "le ge new_zeros new_ones new_empty new_full new_tensor keys training count index "
    "isclose allclose equal logical_not logical_and sign_ bincount unique".split()
)
_NO_GRAD = frozenset(
    ("torch.no_grad", "torch.inference_mode", "torch.autograd.inference_mode")
)
# torch functions whose result has no graph.
_CUTTING = frozenset(
    f"torch.{name}"
    for name in "argmax argmin argsort zeros_like ones_like rand_like randn_like "
    "empty_like full_like tensor is_tensor isnan isfinite bincount unique numel "
    "histc nonzero".split()
)


def under_no_grad(text: Text, node: ast.AST) -> bool:
    """Whether a node runs under `no_grad`, by a block or the function's decorator."""
    for parent in text.tree.ancestors(node):
        if isinstance(parent, (ast.With, ast.AsyncWith)):
            if any(is_no_grad(text, item.context_expr) for item in parent.items):
                return True
        elif isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return any(is_no_grad(text, item) for item in parent.decorator_list)
    return False


def is_no_grad(text: Text, node: ast.expr) -> bool:
    """Whether an expression is `torch.no_grad()` or one of its like."""
    if not isinstance(node, ast.Call):
        return text.resolve(node) in _NO_GRAD
    function = text.resolve(node.func)
    if function == "torch.set_grad_enabled" or function in _NO_GRAD:
        off = function == "torch.set_grad_enabled"
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant):
            return bool(first.value) is not off
        return not off and first is None
    return False


def graph_names(
    text: Text, function: Method, names: Iterable[str]
) -> Iterator[tuple[ast.stmt, frozenset[str]]]:
    """The statements of a function, each with the local names that carry a graph then.

    `names` carry one at the start. Loops count once, branches one after the other.
    """
    tainted = set(names)
    for node in walk(*function.body, into_classes=False):
        if not isinstance(node, ast.stmt):
            continue
        yield node, frozenset(tainted)
        value = getattr(node, "value", None) or getattr(node, "iter", None)
        if value is None or isinstance(node, (ast.Return, ast.Expr)):
            continue
        carries = carries_graph(text, value, tainted) and not under_no_grad(text, node)
        for target in _targets(node):
            if carries:
                tainted.add(target)
            elif not isinstance(node, ast.AugAssign):
                tainted.discard(target)


def _targets(node: ast.stmt) -> Iterator[str]:
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    for target in targets:
        for name in walk(target) if target is not None else ():
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                yield name.id


def carries_graph(text: Text, root: ast.expr, names: Iterable[str]) -> bool:
    """Whether the value of an expression has the graph of one of some names.

    Calls of functions that are not known count as if they had none.
    """
    return any(
        isinstance(node, ast.Name) and node.id in names and reaches(text, node, root)
        for node in walk(root)
    )


def reaches(text: Text, node: ast.AST, root: ast.expr) -> bool:
    """Whether the graph of a name gets into the value of an expression around it."""
    while node is not root:
        parent = text.tree.parents[node]
        if isinstance(parent, ast.Attribute) and parent.attr in _CUTS:
            return False
        if isinstance(parent, ast.Compare):
            return False
        if isinstance(parent, ast.Lambda):
            return False
        if isinstance(parent, ast.Subscript) and parent.slice is node:
            return False
        if isinstance(parent, ast.IfExp) and parent.test is node:
            return False
        if isinstance(parent, ast.keyword):
            node, parent = parent, text.tree.parents[parent]
        if isinstance(parent, ast.Call) and parent.func is not node:
            if not _passes(text, parent.func):
                return False
        node = parent
    return True


def _passes(text: Text, function: ast.expr) -> bool:
    """Whether a call gives on the graph of its arguments: torch, layers, methods."""
    dotted = text.resolve(function)
    if dotted:
        return dotted.startswith("torch.") and dotted not in _CUTTING
    return isinstance(function, ast.Attribute) and function.attr not in _CUTS
