"""Modules in plain containers, and their parameters, which no registry knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..objects import walk
from ..objects.containers import (
    Member,
    container_kind,
    members,
    plain,
    unregistered,
)
from ..session.scene import Model


class Container(NamedTuple):
    """An attribute that is a plain container of modules or tensors."""

    node: walk.Node
    attr: str
    kind: str
    members: list[Member]


class Hidden(NamedTuple):
    """Modules that a plain container attribute holds and no registry knows."""

    node: walk.Node
    """The module with the attribute."""
    attr: str
    kind: str
    """`list`, `tuple`, `dict`, `set` or `deque`."""
    modules: tuple[Any, ...]


def hidden_modules(model: Model) -> list[Hidden]:
    """The modules in containers (two levels deep) that `model.modules()` misses."""
    if "hidden" not in model.memo:
        model.memo["hidden"] = _hidden_modules(model)
    found: list[Hidden] = model.memo["hidden"]
    return found


def _hidden_modules(model: Model) -> list[Hidden]:
    found = []
    for node, attr, kind, inside in containers(model):
        modules = {
            id(member.value): member.value for member in unregistered(inside, model.ids)
        }
        if modules:
            found.append(Hidden(node, attr, kind, tuple(modules.values())))
    return found


def containers(model: Model) -> list[Container]:
    """The plain containers of a model with a module or tensor in them, read once."""
    if "containers" not in model.memo:
        model.memo["containers"] = list(_containers(model))
    found: list[Container] = model.memo["containers"]
    return found


def _containers(model: Model) -> Iterator[Container]:
    for node in model.nodes:
        for attr, value in plain(node.module).items():
            kind = container_kind(value)
            if kind is not None and not walk.is_module(value):
                if inside := members(value):
                    yield Container(node, attr, kind, inside)


def parameters_below(modules: tuple[Any, ...]) -> list[Any]:
    """The parameters of several modules and all below them, each once."""
    found: dict[int, Any] = {}
    for module in modules:
        for node in walk.nodes(module)[0]:
            for _, tensor, kind in walk.own_tensors(node.module):
                if kind == "parameter":
                    found.setdefault(id(tensor), tensor)
    return list(found.values())
