"""What a statement adds to what is there already: sums, lists, places of a dict."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .tree import dotted_name, walk

_ADDING = frozenset("append extend insert appendleft".split())


def added(node: ast.stmt, turns: frozenset[str]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What a statement adds to, and what it adds; `turns` are what each turn binds."""
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        yield node.target, node.value
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        if _contains(node.value, dotted_name(target)) or _is_new_place(target, turns):
            yield target, node.value
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield from _by_method(node.value, turns)


def _by_method(
    call: ast.Call, turns: frozenset[str]
) -> Iterator[tuple[ast.expr, ast.expr]]:
    function = call.func
    if not isinstance(function, ast.Attribute) or not call.args:
        return
    owner = function.value
    if function.attr in _ADDING:
        inner = owner.func if isinstance(owner, ast.Call) else None
        if isinstance(inner, ast.Attribute) and inner.attr == "setdefault":
            owner = inner.value
        yield owner, call.args[-1]
    elif function.attr == "update" and isinstance(call.args[0], ast.Dict):
        for key, value in zip(call.args[0].keys, call.args[0].values, strict=True):
            if key is not None and _depends(key, turns):
                yield owner, value


def _contains(value: ast.expr, name: str) -> bool:
    """Whether a value is `total + …`, `0.9 * total + …`, `loss if … else total + …`."""
    if isinstance(value, ast.BinOp):
        return bool(name) and (
            name in (dotted_name(value.left), dotted_name(value.right))
            or _contains(value.left, name)
            or _contains(value.right, name)
        )
    if isinstance(value, ast.IfExp):
        return _contains(value.body, name) or _contains(value.orelse, name)
    if isinstance(value, ast.Call):
        items = [i for a in value.args for i in getattr(a, "elts", [a])]
        return bool(name) and any(dotted_name(item) == name for item in items)
    return False


def _is_new_place(target: ast.expr, turns: frozenset[str]) -> bool:
    """`cache[i] = …` with another `i` in each turn."""
    return isinstance(target, ast.Subscript) and _depends(target.slice, turns)


def _depends(node: ast.expr, turns: frozenset[str]) -> bool:
    return any(isinstance(n, ast.Name) and n.id in turns for n in walk(node))


def base(node: ast.expr) -> ast.expr:
    """What an expression takes elements of: `x` of `x[0][1]`."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node
