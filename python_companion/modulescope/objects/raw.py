"""The `__dict__` of an object, and dictionaries, read past all code of their classes.

`getattr` and `vars` run properties, and a subclass of dict may gather what it holds
from other processes: both change training. Nothing of the object itself runs here.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from types import GetSetDescriptorType, ModuleType
from typing import Any

from .classes import derives, is_exactly, member, mro


def loaded_torch() -> ModuleType | None:
    """The user's torch, or None: we never import it ourselves."""
    torch = sys.modules.get("torch")
    # While torch is being imported the module object is there but not complete.
    return torch if torch is not None and "nn" in vars(torch) else None


def instance_dict(value: object) -> dict[str, Any]:
    """A copy of a value's `__dict__`; empty if it has none."""
    return copy_dict(raw_dict(value))


def raw_dict(value: object) -> Any:
    """The `__dict__` itself, read past a property of that name; None if it has none."""
    torch = loaded_torch()
    if torch is not None and derives(type(value), torch.nn.Module):
        return vars(torch.nn.Module)["__dict__"].__get__(value)
    for cls in mro(type(value)):
        found = member(cls, "__dict__")
        if type(found) is GetSetDescriptorType:
            return found.__get__(value)
    return None


def raw_value(value: object, name: str) -> Any:
    """What the `__dict__` of a value itself holds under a name; None if nothing."""
    try:
        return dict.get(raw_dict(value), name)
    except Exception:
        return None


def raw_number(value: object, name: str) -> float | None:
    """The same of a plain number; whether another object is true is code of its own."""
    found = raw_value(value, name)
    return found if is_exactly(found, (bool, int, float)) else None


class OddKey:
    """Stands for a key that can be hashed and compared by code of the user."""

    __slots__ = ("key",)

    def __init__(self, key: object) -> None:
        self.key = key


def copy_dict(found: object) -> dict[Any, Any]:
    """A copy of a dictionary, read past overridden methods; empty if it is none.

    Its keys are plain values and `OddKey`s.
    """
    if type(found) is dict:
        # With the hashes that it has.
        copied = found.copy()
        if _are_plain(copied):
            return copied
    return {_plain(key): value for key, value in dict_items(found)}


# By id: to hash a class can be code of its metaclass.
_PLAIN = frozenset(map(id, (str, int, bool, float, bytes, type(None))))


def _are_plain(keys: Iterable[object]) -> bool:
    return _PLAIN.issuperset(map(id, map(type, keys)))


def _plain(key: object) -> object:
    return key if id(type(key)) in _PLAIN else OddKey(key)


def dict_items(found: object) -> list[tuple[Any, Any]]:
    """The items of a raw registry in its own order; empty if it is no dictionary.

    Subclasses are read past their overrides: the registries of some sharding
    libraries gather a parameter from all ranks when it is looked up.
    """
    if type(found) is dict:
        try:
            return list(found.items())
        except RuntimeError:
            # Another thread changed it while it was copied.
            pass
    elif not derives(type(found), dict):
        return []
    for _ in range(5):
        try:
            items: list[tuple[Any, Any]] = list(dict.items(found))  # type: ignore[arg-type]
            if derives(type(found), OrderedDict) and _are_plain(k for k, _ in items):
                # A hook registered with `prepend=True` is first in this order only.
                # To walk in it hashes the keys.
                held = {id(key): (key, value) for key, value in items}
                keys: Iterator[Any] = OrderedDict.__iter__(found)  # type: ignore[arg-type]
                items = [held[id(key)] for key in keys]
            return items
        except (KeyError, RuntimeError):
            # Another thread changed it while it was copied.
            continue
    return []
