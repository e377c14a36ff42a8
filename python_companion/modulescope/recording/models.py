"""Finds the models that a watch is about: by an expression, or all of a namespace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..objects import classes, raw, registries, walk
from ..objects.paths import module_at

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
        if any(registries.read(node.module, "_parameters") for node in nodes):
            kept[path] = found[path]
    return {path: one for path, one in kept.items() if id(one) not in inside}


def _modules(name: str, value: Any) -> list[tuple[str, Any]]:
    if walk.is_module(value):
        return [(name, value)]
    items: list[tuple[str, Any]] = []
    if classes.is_exactly(value, (list, tuple)):
        items = [(f"{name}[{i}]", one) for i, one in enumerate(value[:_MAX_MEMBERS])]
    elif type(value) is dict:
        entries = list(value.items())[:_MAX_MEMBERS]
        items = [
            (f"{name}[{k!r}]", v)
            for k, v in entries
            if classes.is_exactly(k, (str, int))
        ]
    return [(path, one) for path, one in items if walk.is_module(one)]


def scalers(namespace: Mapping[str, Any]) -> list[Any]:
    """The enabled `GradScaler`s of a namespace."""
    torch = raw.loaded_torch()
    base = None if torch is None else vars(torch.amp).get("GradScaler")
    return [
        value
        for value in list(dict(namespace).values())
        if base is not None
        and classes.derives(type(value), base)
        and raw.instance_dict(value).get("_enabled") is True
    ]


def unwrap(module: Any) -> Any:
    """The module that `torch.compile` was called on, or the module itself."""
    if classes.class_name(module) == "OptimizedModule":
        return registries.read(module, "_modules").get("_orig_mod", module)
    return module


def resolve(expression: str, namespace: Mapping[str, Any]) -> Any:
    """The module that a path such as `model.encoder[3]` names.

    Raises:
        LookupError: With a sentence that says what is wrong.
    """
    names = (name for name in roots(namespace))
    return unwrap(module_at(expression, namespace, names))


def named(expression: str, namespace: Mapping[str, Any]) -> dict[str, Any]:
    """What `resolve` finds, under that name; empty while there is nothing."""
    try:
        return {expression: resolve(expression, namespace)}
    except LookupError:
        return {}
