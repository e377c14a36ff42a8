"""Finds models and optimizers from the namespace, one level into what holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from . import walk

# A container or object with more entries is data, not a holder of models.
_MAX_ENTRIES = 100
# IPython's own: `_`, `__`, `_3`, `_i`, `_i3`, `_ih`, `_oh`, `_dh`, `_exit_code`.
_OWN = re.compile(r"_{1,3}\d*|_i{1,3}\d*|_[iod]h|_exit_code")
_NEVER = (str, bytes, int, float, bool, complex, type(None), type(walk), type)


class Root(NamedTuple):
    """An object and the expression that reaches it."""

    name: str
    value: Any


def user_names(user_ns: Mapping[str, Any], hidden: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the namespace without IPython's own names."""
    names = dict(user_ns)
    return {
        name: value
        for name, value in names.items()
        if type(name) is str
        and not _OWN.fullmatch(name)
        and not (name in hidden and hidden[name] is value)
        and name not in ("In", "Out", "get_ipython", "exit", "quit", "open")
    }


def find_roots(
    names: Mapping[str, Any],
) -> tuple[list[Root], list[Root]]:
    """The models and the optimizers that names reach, variables first."""
    models: list[Root] = []
    optimizers: list[Root] = []
    seen: set[int] = set()
    for root in (*_variables(names), *_held(names)):
        if id(root.value) in seen:
            continue
        seen.add(id(root.value))
        if walk.is_module(root.value):
            models.append(root)
        elif walk.is_optimizer(root.value):
            optimizers.append(root)
    return models, optimizers


def _variables(names: Mapping[str, Any]) -> Iterator[Root]:
    return (Root(name, value) for name, value in names.items())


def _held(names: Mapping[str, Any]) -> Iterator[Root]:
    for name, value in names.items():
        kind = type(value)
        if kind in _NEVER or walk.is_module(value) or walk.is_tensor(value):
            continue
        if kind in (list, tuple):
            if len(value) <= _MAX_ENTRIES:
                entries = list(value)
                yield from (Root(f"{name}[{i}]", v) for i, v in enumerate(entries))
        elif kind is dict:
            if len(value) <= _MAX_ENTRIES:
                for key, held in list(value.items()):
                    if type(key) in (str, int):
                        yield Root(f"{name}[{key!r}]", held)
        elif kind.__module__ != "builtins":
            attributes = walk.instance_dict(value)
            if len(attributes) <= _MAX_ENTRIES:
                for key, held in attributes.items():
                    if type(key) is str:
                        yield Root(f"{name}.{key}", held)


def outermost(models: list[Root]) -> list[Root]:
    """The models that are no submodule of another one in the list."""
    inner: set[int] = set()
    for root in models:
        if id(root.value) not in inner:
            inner.update(id(node.module) for node in walk.nodes(root.value)[0][1:])
    return [root for root in models if id(root.value) not in inner]
