"""Takes hooks off and puts them back: order and flags as they were, or nothing at all.

The only part of the companion that changes a model, and only on the user's word.
"""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..objects import classes, raw, registries
from .registered import Registered, raw_registry

_GONE = "The model is gone."


class CannotEdit(Exception):
    """A sentence that says why nothing was changed."""


@dataclass(frozen=True)
class Removal:
    """What is needed to put one hook back; it keeps the function, not the model."""

    owner: Callable[[], Any]
    registered: Registered
    """As it was, without its owner."""
    order: list[int]
    """The keys of the registry as numbers, those that were removed from it included."""
    flags: tuple[tuple[str, Any], ...]
    """The notes of how it wants to be called, by registry."""


def remove(hook: Registered) -> Removal:
    """Takes one hook off.

    Raises:
        CannotEdit: The registry is none of torch's own, or no longer has the hook.
    """
    entries = _registry(hook)
    before = _numbers(entries)
    if before.get(registries.number(hook.key)) is not hook.function:
        raise CannotEdit("This hook is there no more.")
    # The hook goes first: this may fail, and torch reads no note without its hook.
    _delete(entries, hook.key)
    flags = []
    for name in _sidecars(hook):
        noted = _sidecar(hook, name)
        if noted is not None and dict.__contains__(noted, hook.key):
            flags.append((name, type(noted).pop(noted, hook.key)))
    owner = hook.owner
    reference = (lambda: owner) if hook.is_global else weakref.ref(owner)
    order = _order(entries, list(before))
    return Removal(reference, hook._replace(owner=None), order, tuple(flags))


def restore(removal: Removal) -> Registered:
    """Puts a hook back between those that were its neighbours.

    Raises:
        CannotEdit: What it sat on is gone, or its place is taken.
    """
    owner = removal.owner()
    if owner is None:
        raise CannotEdit(_GONE)
    hook = removal.registered._replace(owner=owner)
    entries = _registry(hook)
    if registries.number(hook.key) in _numbers(entries):
        raise CannotEdit("This hook is back already.")
    for name, value in removal.flags:
        noted = _sidecar(hook, name)
        if noted is not None:
            type(noted).__setitem__(noted, hook.key, value)
    _insert(entries, hook, removal.order)
    return hook


def _registry(hook: Registered) -> Any:
    entries = raw_registry(hook)
    if not classes.is_exactly(entries, (dict, OrderedDict)):
        raise CannotEdit("This registry is not one of torch's own.")
    return entries


def _sidecars(hook: Registered) -> list[str]:
    return [] if hook.tensor else registries.notes(hook.registry)


def _sidecar(hook: Registered, name: str) -> Any:
    found = (
        vars(hook.owner).get(name)
        if hook.is_global
        else raw.raw_value(hook.owner, name)
    )
    return found if classes.is_exactly(found, (dict, OrderedDict)) else None


def _numbers(entries: Any) -> dict[int, Any]:
    """The hooks of a registry, in their order, by the numbers of their keys."""
    return {registries.number(key): hook for key, hook in raw.dict_items(entries)}


def _delete(entries: Any, key: Any) -> None:
    type(entries).__delitem__(entries, key)


# By id of a registry: the registry, and its keys with those that were removed.
_orders: dict[int, tuple[weakref.ref[Any], list[int]]] = {}


def _order(entries: Any, now: list[int]) -> list[int]:
    """The order of a registry with all that was ever removed from it.

    Several removals share it, so that they can be undone in any order.
    """
    for ident in [ident for ident, (held, _) in _orders.items() if held() is None]:
        del _orders[ident]
    if type(entries) is dict:
        # A plain dictionary cannot be referred to weakly; torch has none.
        return now
    held, order = _orders.get(id(entries), (None, now))
    if held is None or [key for key in order if key in now] != [
        key for key in now if key in order
    ]:
        order = now
        _orders[id(entries)] = (weakref.ref(entries), order)
    for before, key in zip((None, *now), now, strict=False):
        if key not in order:
            order.insert(order.index(before) + 1 if before in order else 0, key)
    return order


def _insert(entries: Any, hook: Registered, order: list[int]) -> None:
    """Adds it before those that follow it; what is not in the order stays last."""
    later = order[order.index(registries.number(hook.key)) + 1 :]
    now, numbers = raw.dict_items(entries), list(_numbers(entries))
    at = next((i for i, number in enumerate(numbers) if number in later), None)
    if at is None:
        known = [i + 1 for i, number in enumerate(numbers) if number in order]
        at = max(known, default=len(now))
    # The registry stays the same object, because the handles refer to it.
    type(entries).__setitem__(entries, hook.key, hook.function)
    for key, function in now[at:]:
        _delete(entries, key)
        type(entries).__setitem__(entries, key, function)
