"""Finds the models that a watch is about: by an expression, or all of a namespace."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from . import walk

_MISSING = object()
_MAX_MEMBERS = 100


def roots(namespace: Mapping[str, Any]) -> dict[str, Any]:
    """The modules with parameters that a namespace reaches, by name.

    One level into plain containers; a module inside another listed one is left out;
    a compiled model is read through its original.
    """
    found: dict[str, Any] = {}
    for name, value in list(dict(namespace).items()):
        if type(name) is not str or name.startswith("_") or name in ("In", "Out"):
            continue
        for path, module in _modules(name, value):
            found[path] = unwrap(module)
    inside: set[int] = set()
    unique: dict[int, str] = {}
    for path, module in found.items():
        # `model` and a compiled `fast` are one module; the first name speaks for it.
        unique.setdefault(id(module), path)
    kept: dict[str, Any] = {}
    for path in unique.values():
        nodes = walk.nodes(found[path])[0]
        inside.update(id(node.module) for node in nodes[1:])
        if any(walk.registry(node.module, "_parameters") for node in nodes):
            kept[path] = found[path]
    return {path: one for path, one in kept.items() if id(one) not in inside}


def _modules(name: str, value: Any) -> list[tuple[str, Any]]:
    if walk.is_module(value):
        return [(name, value)]
    items: list[tuple[str, Any]] = []
    if type(value) in (list, tuple):
        items = [(f"{name}[{i}]", one) for i, one in enumerate(value[:_MAX_MEMBERS])]
    elif type(value) is dict:
        entries = list(value.items())[:_MAX_MEMBERS]
        items = [(f"{name}[{k!r}]", v) for k, v in entries if type(k) in (str, int)]
    return [(path, one) for path, one in items if walk.is_module(one)]


def scalers(namespace: Mapping[str, Any]) -> list[Any]:
    """The enabled `GradScaler`s of a namespace."""
    torch = walk.loaded_torch()
    base = None if torch is None else vars(torch.amp).get("GradScaler")
    return [
        value
        for value in list(dict(namespace).values())
        if base is not None
        and base in type.__dict__["__mro__"].__get__(type(value))
        and walk.instance_dict(value).get("_enabled") is True
    ]


def unwrap(module: Any) -> Any:
    """The module that `torch.compile` was called on, or the module itself."""
    if walk.class_name(module) == "OptimizedModule":
        return walk.registry(module, "_modules").get("_orig_mod", module)
    return module


def resolve(expression: str, namespace: Mapping[str, Any]) -> Any:
    """The module that a path such as `model.encoder[3]` names.

    Follows registries and plain containers only; nothing of the user's runs.

    Raises:
        LookupError: With a sentence that says what is wrong.
    """
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
        value = _follow(tree, namespace)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise LookupError(f"`{expression}` is not a variable or a path.") from None
    if not walk.is_module(value):
        kind = walk.class_name(value)
        raise LookupError(f"`{expression}` is a {kind}, not an nn.Module.")
    return unwrap(value)


def named(expression: str, namespace: Mapping[str, Any]) -> dict[str, Any]:
    """What `resolve` finds, under that name; empty while there is nothing."""
    try:
        return {expression: resolve(expression, namespace)}
    except LookupError:
        return {}


def _follow(node: ast.expr, namespace: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        if node.id in namespace:
            return namespace[node.id]
        models = ", ".join(roots(namespace))
        raise LookupError(
            f"`{node.id}` is not defined. Models here: {models}."
            if models
            else f"`{node.id}` is not defined."
        )
    if isinstance(node, ast.Attribute):
        return _member(_follow(node.value, namespace), node.attr, node.value)
    if isinstance(node, ast.Subscript):
        key = ast.literal_eval(node.slice)
        return _item(_follow(node.value, namespace), key, node.value)
    raise ValueError


def _member(owner: Any, name: str, where: ast.expr) -> Any:
    for attributes in (walk.registry(owner, "_modules"), walk.instance_dict(owner)):
        if name in attributes:
            return attributes[name]
    raise LookupError(f'`{ast.unparse(where)}` has no submodule "{name}".')


def _item(owner: Any, key: Any, where: ast.expr) -> Any:
    if walk.is_module(owner):
        children = walk.registry(owner, "_modules")
        if type(key) is int:
            members = list(children.values())
            found = members[key] if -len(members) <= key < len(members) else _MISSING
        else:
            found = children.get(key, _MISSING)
    else:
        try:
            plain = type(owner) in (list, tuple, dict)
            found = owner[key] if plain else _MISSING
        except (LookupError, TypeError):
            found = _MISSING
    if found is _MISSING:
        raise LookupError(f"`{ast.unparse(where)}` has no member {key!r}.")
    return found
