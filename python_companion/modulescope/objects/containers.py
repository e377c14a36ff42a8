"""What modules hold outside their registries: plain attributes and containers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Any

from . import raw, walk
from .classes import derives
from .registries import STANDARD

# What torch itself adds later, or reads from the class.
_TORCH_OWN = {*STANDARD, "_compiled_call_impl", "call_super_init", "dump_patches"}
_MAX_ITEMS = 10_000
_CONTAINERS: tuple[tuple[type, str], ...] = (
    (list, "list"),
    (tuple, "tuple"),
    (dict, "dict"),
    (set, "set"),
    (frozenset, "set"),
    (deque, "deque"),
)


def plain(module: object) -> dict[str, Any]:
    """The attributes of a module, without those that torch itself makes."""
    return {
        name: value
        for name, value in raw.instance_dict(module).items()
        if type(name) is str and name not in _TORCH_OWN
    }


def container_kind(value: object) -> str | None:
    """`list`, `tuple`, `dict`, `set`, `deque` (also for subclasses), or None."""
    return next(
        (kind for base, kind in _CONTAINERS if derives(type(value), base)), None
    )


def items(container: Any) -> list[Any]:
    """The values in a container, read past overridden methods; at most 10,000."""
    bases = (base for base, _ in _CONTAINERS if derives(type(container), base))
    base: Any = next(bases, None)
    if base is None:
        return []
    for _ in range(5):
        try:
            # C-level iteration: no code of a subclass runs.
            read: Any = dict.values if base is dict else base.__iter__
            return list(islice(read(container), _MAX_ITEMS))
        except RuntimeError:
            # Another thread changed it while it was read.
            continue
    return []


def held(value: object, depth: int = 2) -> Iterator[Any]:
    """What a container holds, through `depth` levels of containers.

    Containers themselves are not yielded; each object comes once.
    """
    seen: set[int] = {id(value)}
    level = [value]
    for _ in range(depth):
        below: list[Any] = []
        for container in level:
            for item in items(container):
                if id(item) in seen:
                    continue
                seen.add(id(item))
                if container_kind(item):
                    below.append(item)
                else:
                    yield item
        level = below


_PEEK = 64
"""How many items of a container are looked at before it is taken for data."""
_MEMBERS = 10_000


def ghost_members(module: Any) -> dict[str, Any]:
    """The modules in the plain attributes of one module, by their names as ghosts."""
    return {
        f"{walk.str_name(attribute)}.{name}"
        if name
        else walk.str_name(attribute): found
        for attribute, value in raw.instance_dict(module).items()
        if attribute not in STANDARD
        for found, name in named_members(value)
        if walk.is_module(found)
    }


def named_members(value: Any) -> list[tuple[Any, str]]:
    """The modules and tensors in an attribute, with names.

    One more level of nesting is opened.
    """
    if _is_member(value):
        return [(value, "")]
    found: list[tuple[Any, str]] = []
    for name, item in _items(value):
        if _is_member(item):
            found.append((item, name))
        elif type(item) in (list, tuple, dict):
            found.extend(
                (inner, f"{name}.{below}")
                for below, inner in _items(item)
                if _is_member(inner)
            )
    return found


def _is_member(value: object) -> bool:
    return walk.is_module(value) or walk.is_tensor(value)


def _items(container: Any) -> list[tuple[str, Any]]:
    """The items of a container, or nothing if its first ones are data."""
    try:
        items = _raw_items(container)
    except (TypeError, RuntimeError):
        # Another thread changed it.
        return []
    if not any(_may_hold(item) for _, item in items[:_PEEK]):
        return []
    return items


def _may_hold(item: object) -> bool:
    return _is_member(item) or type(item) in (list, tuple, dict)


def _raw_items(container: Any) -> list[tuple[str, Any]]:
    if derives(type(container), dict):
        pairs = islice(dict.items(container), _MEMBERS)
        return [(_key_name(key), value) for key, value in pairs]
    for base in (list, tuple, set, frozenset, deque):
        if derives(type(container), base):
            items = islice(base.__iter__(container), _MEMBERS)
            return [(str(number), item) for number, item in enumerate(items)]
    return []


def _key_name(key: object) -> str:
    return str(key) if type(key) is int else walk.str_name(key)
