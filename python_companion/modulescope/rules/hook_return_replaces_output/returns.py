"""Which value a hook returns although it only meant to store or show it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ...source.hooks import Hook
from ...source.nodes import is_none, root_name
from ...source.text import Text
from ...source.tree import walk

Effect = Literal["cuts", "moves", "freezes", "breaks"]

# Attributes and methods that hand on the same values.
_SAME = frozenset(
    "detach data cpu clone contiguous float half double to cuda requires_grad_ "
    "squeeze flatten".split()
)
_CUTTING = frozenset(("detach", "data"))
# What is no tensor, and no module can go on with.
_NO_TENSOR = frozenset("shape dtype device item tolist numpy size dim numel".split())
# Methods that return None, or what was stored.
_STORING = frozenset("append add extend update insert __setitem__".split())


class Returned(NamedTuple):
    """An expression, and what its return does to the model."""

    node: ast.expr
    effect: Effect


def returned_by_mistake(hook: Hook, is_pre: bool) -> Returned | None:
    """The value that a hook returns, if that is certainly not meant."""
    values = list(_values(hook))
    if len(values) != 1:
        # Several ways out: it decides by itself whether to replace the output.
        return None
    names = frozenset(hook.arguments[1:])
    value = values[0]
    effect = _effect(hook, value, names)
    if effect == "moves" and is_pre:
        # Moving the input to a device is what such hooks are for.
        return None
    return Returned(value, effect) if effect else None


def _values(hook: Hook) -> Iterator[ast.expr]:
    """What is returned, at the top level of the function only."""
    if isinstance(hook.function, ast.Lambda):
        yield hook.function.body
        return
    for node in walk(*hook.function.body, into_classes=False):
        if isinstance(node, ast.Return) and (
            hook.text.tree.function(node) is hook.function
        ):
            if node.value is None or is_none(node.value):
                continue
            yield node.value
            if hook.text.tree.parents[node] is not hook.function:
                yield node.value
        elif isinstance(node, (ast.Yield, ast.YieldFrom)):
            yield node
            yield node


def _effect(hook: Hook, value: ast.expr, names: frozenset[str]) -> Effect | None:
    is_lambda = isinstance(hook.function, ast.Lambda)
    if isinstance(value, ast.NamedExpr):
        value = value.value
    if isinstance(value, (ast.Tuple, ast.List)):
        effects = [_chain(hook, item, names) for item in value.elts]
        if is_lambda and value.elts and all(map(_is_storing, value.elts)):
            return "breaks"
        return next((effect for effect in effects if effect == "cuts"), None)
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        method = value.func.attr
        stored = root_name(value.func.value)
        if stored is not None and stored.id not in names:
            if method == "setdefault" or (method == "pop" and is_lambda):
                return "freezes"
    return _chain(hook, value, names)


def _is_storing(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr in _STORING
    return isinstance(function, ast.Name) and function.id == "print"


def _chain(hook: Hook, value: ast.expr, names: frozenset[str]) -> Effect | None:
    """What methods did on the way from an argument to a value."""
    value = _origin(hook.text, hook, value)
    if _is_no_tensor(value) and (root := _receiver(value)) and root.id in names:
        return "breaks"
    used: set[str] = set()
    while not isinstance(value, ast.Name):
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
            value = value.func
        elif isinstance(value, ast.Attribute):
            if value.attr not in _SAME:
                return None
            used.add(value.attr)
            value = value.value
        elif isinstance(value, ast.Subscript):
            value = value.value
        else:
            return None
    if value.id not in names:
        return None
    if used & _CUTTING:
        return "cuts"
    return "moves" if "cpu" in used else None


def _is_no_tensor(value: ast.expr) -> bool:
    """`output.shape`, `output.mean().item()`."""
    function = value.func if isinstance(value, ast.Call) else value
    return isinstance(function, ast.Attribute) and function.attr in _NO_TENSOR


def _receiver(node: ast.AST) -> ast.Name | None:
    """What a chain of methods is called on in the end."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node if isinstance(node, ast.Name) else None


def _origin(text: Text, hook: Hook, value: ast.expr) -> ast.expr:
    """What a local name or an element was given, if once only: `kept = o.detach()`."""
    if isinstance(hook.function, ast.Lambda):
        return value
    if not isinstance(value, (ast.Name, ast.Subscript, ast.Attribute)):
        return value
    wanted = text.lines.text(value)
    given = [
        node.value
        for node in walk(*hook.function.body, into_classes=False)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if text.lines.text(target) == wanted
    ]
    return given[0] if len(given) == 1 else value
