"""Which modules work in place, and which module gets another's output in a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import classes, raw, registries, walk


def works_in_place(module: Any) -> bool:
    """Whether a torch module overwrites its input in the mode it is in."""
    attributes = raw.instance_dict(module)
    if attributes.get("inplace") is not True:
        return False
    kind = type(module)
    if not classes.module_name(kind).startswith("torch.nn.modules."):
        return False
    if any(classes.name(base) == "_DropoutNd" for base in classes.mro(kind)):
        drops = raw.raw_number(module, "p") != 0
        return attributes.get("training") is True and drops
    return True


class Flow:
    """Who gets the very tensor that a module gets or returns, as `Sequential`s show.

    Worked out once per model and sweep: it holds the model.
    """

    def __init__(self, nodes: Sequence[walk.Node]) -> None:
        self._nodes = nodes
        self._indices = {id(node.module): index for index, node in enumerate(nodes)}
        self._sequential: dict[int, bool] = {}
        self._children: dict[int, list[Any]] = {}
        self._next: dict[int, Any] = {}
        for index, node in enumerate(nodes):
            if self._is_sequential(node.module):
                self._link(index, node.module)

    def _link(self, index: int, module: Any) -> None:
        children = list(registries.read(module, "_modules").values())
        # Identity passes on what it gets.
        real = [c for c in children if classes.class_name(c) != "Identity"]
        self._children[index] = real
        following = None
        for child in reversed(children):
            if following is not None:
                self._next[id(child)] = following
            if classes.class_name(child) != "Identity":
                following = child

    def following(self, index: int) -> walk.Node | None:
        """The module that gets the output of another one."""
        for _ in range(1000):
            node = self._nodes[index]
            parent = node.parent
            if parent is None or parent not in self._children:
                return None
            if (found := self._next.get(id(node.module))) is not None:
                return self._entry(found)
            index = parent
        return None

    def first_inside(self, index: int) -> walk.Node | None:
        """The module that gets the input of another one: itself, or a part of it."""
        return self._entry(self._nodes[index].module)

    def _entry(self, module: Any) -> walk.Node | None:
        for _ in range(1000):
            index = self._indices.get(id(module))
            if index is None:
                return None
            if index not in self._children:
                return self._nodes[index]
            if not self._children[index]:
                return None
            module = self._children[index][0]
        return None

    def _is_sequential(self, module: Any) -> bool:
        """Whether a module is a `Sequential` that runs its children in order."""
        kind = type(module)
        if id(kind) not in self._sequential:
            self._sequential[id(kind)] = _runs_in_order(kind)
        return self._sequential[id(kind)]


def _runs_in_order(kind: type) -> bool:
    torch = raw.loaded_torch()
    if torch is None or not classes.derives(kind, torch.nn.Sequential):
        return False
    found = (classes.members(base).get("forward") for base in classes.mro(kind))
    forward = next((function for function in found if function is not None), None)
    return forward is vars(torch.nn.Sequential)["forward"]
