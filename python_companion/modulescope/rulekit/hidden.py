"""Modules in plain containers, and their parameters, which no registry knows."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..objects import walk
from ..objects.containers import container_kind, members, plain, unregistered
from ..session.scene import Model


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
    for node in model.nodes:
        for attr, value in plain(node.module).items():
            kind = container_kind(value)
            if kind is None or walk.is_module(value):
                continue
            modules = {
                id(member.value): member.value
                for member in unregistered(members(value), model.ids)
            }
            if modules:
                found.append(Hidden(node, attr, kind, tuple(modules.values())))
    return found


def parameters_below(modules: tuple[Any, ...]) -> list[Any]:
    """The parameters of several modules and all below them, each once."""
    found: dict[int, Any] = {}
    for module in modules:
        for node in walk.nodes(module)[0]:
            for _, tensor, kind in walk.own_tensors(node.module):
                if kind == "parameter":
                    found.setdefault(id(tensor), tensor)
    return list(found.values())
