"""How many bytes of tensors a hook's function keeps alive, beside the model's own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from types import BuiltinFunctionType, CellType, FunctionType, MethodType
from typing import Any

from ..objects import callables, raw, walk
from ..objects.classes import derives
from ..objects.containers import container_kind, items

_MOST_OBJECTS = 5000


def held_bytes(function: Any, own: Collection[int]) -> int | None:
    """Bytes of the storages that a function reaches through what it holds.

    Closure, defaults, bound object and bound arguments are followed, with the plain
    containers, modules and attributes in them; globals are not, as the namespace
    holds those.

    Args:
        function: The hook.
        own: Ids of modules and tensors of the model, which live without the hook.

    Returns:
        None if there is too much to look at.
    """
    seen: set[int] = set()
    storages: dict[int, int] = {}
    stack: list[Any] = [function]
    while stack:
        value = stack.pop()
        if id(value) in seen or id(value) in own:
            continue
        if len(seen) >= _MOST_OBJECTS:
            return None
        seen.add(id(value))
        if walk.is_tensor(value):
            storage = walk.storage_of(value)
            if storage is not None:
                storages[storage[0]] = storage[1]
        else:
            stack.extend(_inside(value))
    return sum(storages.values())


def _inside(value: Any) -> Iterator[Any]:
    cls = type(value)
    if cls is FunctionType:
        yield from value.__closure__ or ()
        yield from value.__defaults__ or ()
        yield from (value.__kwdefaults__ or {}).values()
    elif cls is CellType:
        try:
            yield value.cell_contents
        except ValueError:
            return
    elif cls is MethodType:
        yield from (value.__self__, value.__func__)
    elif cls is BuiltinFunctionType:
        if not derives(type(value.__self__), type):
            yield value.__self__
    elif cls is partial:
        function, arguments, keywords = value.__reduce__()[2][:3]
        yield from (function, *arguments, *keywords.values())
    elif container_kind(value) is not None:
        yield from items(value)
    elif not derives(cls, type) and not callables.is_code(value):
        yield from raw.instance_dict(value).values()
