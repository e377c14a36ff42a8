"""How often constructors write the parameters of layers, told from version counters.

A model that one run builds and trains is first seen when it is over. That nothing
trained it shows all the same: a step writes a parameter once more than its constructor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from ..objects import classes, registries, walk
from .signature import version_of

# Layers of torch write a parameter once; more is learned from models without training.
_USUAL = 1
# What was written more often than this may have been trained.
_MOST = 4
_MOST_KINDS = 10_000

_Kind = tuple[str, str]


class InitWrites:
    """By class of the layer and name of the parameter: the most writes before training.

    Only names and numbers are kept.
    """

    def __init__(self) -> None:
        self._most: dict[_Kind, int] = {}

    def learn(self, root: Any) -> None:
        """Learns from a model that nothing has trained."""
        if len(self._most) > _MOST_KINDS:
            self._most.clear()
        for kind, _, version in _versions(root):
            if version is not None and version <= _MOST:
                self._most[kind] = max(version, self._most.get(kind, _USUAL))

    def is_as_built(self, root: Any, parameters: Collection[int]) -> bool:
        """Whether parameters (by id) were written no more often than in building it."""
        return all(
            version is not None and version <= self._most.get(kind, _USUAL)
            for kind, ident, version in _versions(root)
            if ident in parameters
        )


def _versions(root: Any) -> Iterator[tuple[_Kind, int, int | None]]:
    """Kind, id and version counter of each parameter, in one pass without facts."""
    seen, stack = {id(root)}, [root]
    while stack:
        module = stack.pop()
        layer = classes.class_name(module)
        for name, tensor in registries.read(module, "_parameters").items():
            if walk.is_tensor(tensor):
                yield (layer, walk.str_name(name)), id(tensor), version_of(tensor)
        for child in registries.read(module, "_modules").values():
            if id(child) not in seen and walk.is_module(child):
                seen.add(id(child))
                stack.append(child)
