"""Modules that are attributes of a class: its instances share them, unregistered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..objects import classes, raw, registries, walk
from ..objects.containers import container_kind, members, unregistered
from ..session.scene import Model
from .hidden import Hidden


def shared_modules(model: Model) -> Iterator[tuple[type, Hidden]]:
    """The class attributes that hold modules which `model.modules()` misses.

    With the class that has each. Only what methods read is part of the model: a class
    may keep a list of its instances as well.
    """
    known: dict[int, list[tuple[type, str, Any]]] = {}
    for node in model.nodes:
        cls = type(node.module)
        if id(cls) not in known:
            known[id(cls)] = list(_attributes(cls))
        for owner, attr, value in known[id(cls)]:
            if _is_covered(node.module, attr):
                continue
            found = {
                id(member.value): member.value
                for member in unregistered(members(value), model.ids)
                if not classes.derives(type(member.value), owner)
            }
            if found and classes.loading_methods(cls, attr) - {"__init__"}:
                modules = tuple(found.values())
                yield owner, Hidden(node, attr, "class attribute", modules)


def _attributes(cls: type) -> Iterator[tuple[type, str, Any]]:
    """What the bodies of the user's own classes hold, the nearest class first."""
    for base in classes.mro(cls):
        if classes.is_library(base):
            continue
        for attr, value in classes.members(base).items():
            if type(attr) is str and not attr.startswith("__"):
                if container_kind(value) is not None or walk.is_module(value):
                    yield base, attr, value


def _is_covered(module: Any, attr: str) -> bool:
    """Whether an instance has something of its own under the name of a class."""
    return attr in raw.instance_dict(module) or any(
        attr in registries.read(module, registry)
        for registry in ("_modules", "_parameters", "_buffers")
    )
