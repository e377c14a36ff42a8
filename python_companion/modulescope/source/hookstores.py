"""What the functions of hooks put where it outlives their call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .hooks import Hook
from .tree import FunctionNode, walk


def captured_names(hook: Hook) -> frozenset[str]:
    """The arguments of a hook that carry a graph: all but the module."""
    return frozenset(hook.arguments[1:])


_ADDERS = frozenset("append add extend insert update setdefault __setitem__".split())


def stored_values(hook: Hook) -> Iterator[ast.expr]:
    """The values that a hook puts where they outlive its call."""
    function, text = hook.function, hook.text
    body = function.body if isinstance(function.body, list) else [function.body]
    local = set(text.tree.scopes[function]) - _outer_names(function)
    for node in walk(*body):
        for holder, value in _stores(node):
            root = holder
            while isinstance(root, (ast.Attribute, ast.Subscript)):
                root = root.value
            if isinstance(root, ast.Name) and (
                root.id not in local or _is_held(hook, root.id)
            ):
                yield value


def _stores(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Pairs of a holder and a value: `holder[key] = value`, `holder.append(value)`."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, (ast.Attribute, ast.Subscript, ast.Name)):
                yield target, node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in _ADDERS:
            for value in (*node.args, *(item.value for item in node.keywords)):
                yield node.func.value, value


def _outer_names(function: FunctionNode) -> set[str]:
    return {
        name
        for node in walk(function)
        if isinstance(node, (ast.Global, ast.Nonlocal))
        for name in node.names
    }


def _is_held(hook: Hook, name: str) -> bool:
    """Whether a name is the instance, the hook's module, or an argument's default."""
    function = hook.function
    arguments = [*function.args.posonlyargs, *function.args.args]
    defaulted = arguments[len(arguments) - len(function.args.defaults) :]
    first = arguments[: 1 + hook.skipped]
    held = {*first, *defaulted, *function.args.kwonlyargs}
    return name in {argument.arg for argument in held}
