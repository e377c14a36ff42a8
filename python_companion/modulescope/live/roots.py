"""Finds models and optimizers from the namespace, one level into what holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import FunctionType, MethodType, ModuleType
from typing import Any, NamedTuple

from . import walk

# A container or object with more entries is data, not a holder of models.
_MAX_ENTRIES = 100
# IPython's own: `_`, `__`, `_3`, `_i`, `_i3`, `_ih`, `_oh`, `_dh`, `_exit_code`.
_OWN = re.compile(r"_{1,3}\d*|_i{1,3}\d*|_[iod]h|_exit_code")
_OTHERS = frozenset(("In", "Out", "get_ipython", "exit", "quit", "open"))
_NEVER = (type, ModuleType, FunctionType, MethodType)

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
        and not (name[:1] == "_" and _OWN.fullmatch(name))
        and not (name in hidden and hidden[name] is value)
        and name not in _OTHERS
    }


def find_roots(names: Mapping[str, Any]) -> tuple[list[Root], list[Root]]:
    """The models and the optimizers that names reach, variables first."""
    models: list[Root] = []
    optimizers: list[Root] = []
    seen: set[int] = set()
    kinds: dict[type, int] = {}

    def take(name: str, value: Any) -> int:
        cls = type(value)
        kind = kinds.get(cls)
        if kind is None:
            kind = kinds[cls] = _kind(value)
        if kind <= _OPTIMIZER and id(value) not in seen:
            seen.add(id(value))
            (models if kind == _MODULE else optimizers).append(Root(name, value))
        return kind

    holders = []
    for name, value in names.items():
        kind = take(name, value)
        if _OPTIMIZER < kind < _OTHER:
            holders.append((name, value, kind))
    for name, value, kind in holders:
        for path, held in _entries(name, value, kind):
            take(path, held)
    return models, optimizers


def _kind(value: Any) -> int:
    """What a value is, by its type alone."""
    cls = type(value)
    if walk.is_module(value):
        return _MODULE
    if walk.is_optimizer(value):
        return _OPTIMIZER
    if cls in (list, tuple):
        return _LIST
    if cls is dict:
        return _DICT
    mro = type.__dict__["__mro__"].__get__(cls)
    if walk.is_tensor(value) or any(base in mro for base in _NEVER):
        return _OTHER
    has_dict = type.__dict__["__dictoffset__"].__get__(cls) != 0
    return _HOLDER if has_dict else _OTHER


def _entries(name: str, value: Any, kind: int) -> Iterable[tuple[str, Any]]:
    if kind == _HOLDER:
        attributes = walk.instance_dict(value)
        if len(attributes) > _MAX_ENTRIES:
            return
        for key, held in attributes.items():
            if type(key) is str:
                yield f"{name}.{key}", held
    elif len(value) > _MAX_ENTRIES:
        return
    elif kind == _LIST:
        for index, held in enumerate(list(value)):
            yield f"{name}[{index}]", held
    else:
        for key, held in walk.registry_items(value):
            if type(key) in (str, int):
                yield f"{name}[{key!r}]", held


def outermost(models: list[Root]) -> list[Root]:
    """The models that are no submodule of another one in the list."""
    if len(models) < 2:
        return models
    inner: set[int] = set()
    for root in models:
        if id(root.value) not in inner:
            inner.update(id(node.module) for node in walk.nodes(root.value)[0][1:])
    return [root for root in models if id(root.value) not in inner]
