"""Finds models and optimizers from the namespace, one level into what holds them."""

from __future__ import annotations

import re
import weakref
from collections.abc import Mapping
from types import FunctionType, MethodType, ModuleType
from typing import Any, NamedTuple

from ..objects import classes, raw, walk

# A container or object with more entries is data, not a holder of models.
_MAX_ENTRIES = 100
# IPython's own: `_`, `__`, `_3`, `_i`, `_i3`, `_ih`, `_oh`, `_dh`, `_exit_code`.
_OWN = re.compile(r"_{1,3}\d*|_i{1,3}\d*|_[iod]h|_exit_code")
_OTHERS = frozenset(("In", "Out", "get_ipython", "exit", "quit", "open"))
_NEVER = (type, ModuleType, FunctionType, MethodType)

_MOST_KINDS = 10_000
_KINDS: dict[int, tuple[weakref.ref[type], int]] = {}
"""By id of the class, which is used again as soon as the class is gone."""

_MODULE, _OPTIMIZER, _LIST, _DICT, _HOLDER, _OTHER = range(6)


class Root(NamedTuple):
    """An object and the expression that reaches it."""

    name: str
    value: Any


def user_names(user_ns: Mapping[str, Any], hidden: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the namespace without IPython's own names."""
    return {
        name: value
        for name, value in dict(user_ns).items()
        if type(name) is str
        # IPython hides each `_i3` and `_3`, and a long session has thousands.
        and not (name in hidden and hidden[name] is value)
        and not (name[:1] == "_" and _OWN.fullmatch(name))
        and name not in _OTHERS
    }


def find_roots(names: Mapping[str, Any]) -> tuple[list[Root], list[Root]]:
    """The models and the optimizers that names reach, variables first."""
    found: tuple[list[Root], list[Root]] = ([], [])
    seen: set[int] = set()
    holders: list[tuple[str, Any, int]] = []
    for name, value in names.items():
        cls = type(value)
        known = _KINDS.get(id(cls))
        kind = known[1] if known and known[0]() is cls else _new_kind(value)
        if kind == _OTHER:
            continue
        if kind > _OPTIMIZER:
            holders.append((name, value, kind))
        elif id(value) not in seen:
            seen.add(id(value))
            found[kind].append(Root(name, value))
    for name, value, kind in holders:
        held = _entries(value, kind)
        for index, entry in enumerate(held):
            cls = type(entry)
            known = _KINDS.get(id(cls))
            inner = known[1] if known and known[0]() is cls else _new_kind(entry)
            if inner <= _OPTIMIZER and id(entry) not in seen:
                seen.add(id(entry))
                path = _path(name, value, kind, index)
                if path is not None:
                    found[inner].append(Root(path, entry))
    return found


def _new_kind(value: Any) -> int:
    """What a value is; remembered for its class, as long as there is one."""
    cls, kind = type(value), _kind(value)
    if raw.loaded_torch() is not None:
        if len(_KINDS) > _MOST_KINDS:
            _KINDS.clear()
        _KINDS[id(cls)] = (weakref.ref(cls), kind)
    return kind


def _kind(value: Any) -> int:
    """What a value is, by its type alone."""
    cls = type(value)
    if walk.is_module(value):
        return _MODULE
    if walk.is_optimizer(value):
        return _OPTIMIZER
    if cls is list or cls is tuple:
        return _LIST
    if cls is dict:
        return _DICT
    if walk.is_tensor(value) or any(classes.derives(cls, base) for base in _NEVER):
        return _OTHER
    has_dict = type.__dict__["__dictoffset__"].__get__(cls) != 0
    return _HOLDER if has_dict else _OTHER


def _entries(value: Any, kind: int) -> list[Any]:
    """The values of a container or object."""
    if kind == _HOLDER:
        items = raw.dict_items(raw.instance_dict(value))
        return [held for _, held in items] if len(items) <= _MAX_ENTRIES else []
    # Plain lists, tuples and dictionaries, and often many and empty.
    if not value or len(value) > _MAX_ENTRIES:
        return []
    return list(value if kind == _LIST else value.values())


def _path(name: str, value: Any, kind: int, index: int) -> str | None:
    """The expression of an entry; None if its key has none."""
    if kind == _LIST:
        return f"{name}[{index}]"
    holds = value if kind == _DICT else raw.instance_dict(value)
    key = raw.dict_items(holds)[index][0]
    if kind == _HOLDER:
        return f"{name}.{key}" if type(key) is str else None
    return f"{name}[{key!r}]" if classes.is_exactly(key, (str, int)) else None


def outermost(models: list[Root]) -> list[Root]:
    """The models that are no submodule of another one in the list."""
    if len(models) < 2:
        return models
    inner: set[int] = set()
    for root in models:
        if id(root.value) not in inner:
            inner.update(id(node.module) for node in walk.nodes(root.value)[0][1:])
    return [root for root in models if id(root.value) not in inner]
