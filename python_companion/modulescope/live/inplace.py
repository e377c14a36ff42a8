"""Which modules work in place, and which module gets another's output in a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import origins, walk

_DROPOUTS = ("_DropoutNd",)


def works_in_place(module: Any) -> bool:
    """Whether a torch module overwrites its input in the mode it is in."""
    kind = type(module)
    if not origins.module_name(kind).startswith("torch.nn.modules."):
        return False
    attributes = walk.instance_dict(module)
    if attributes.get("inplace") is not True:
        return False
    if any(origins.name(base) in _DROPOUTS for base in origins.mro(kind)):
        return attributes.get("training") is True and attributes.get("p") != 0
    return True


def is_sequential(module: Any) -> bool:
    """Whether a module is a `Sequential` that runs its children in order."""
    torch = walk.loaded_torch()
    if torch is None or not walk.derives(type(module), torch.nn.Sequential):
        return False
    found = (origins.members(base).get("forward") for base in origins.mro(type(module)))
    forward = next((function for function in found if function is not None), None)
    return forward is vars(torch.nn.Sequential)["forward"]


def following(nodes: Sequence[walk.Node], index: int) -> walk.Node | None:
    """The module that gets the very tensor that another one returns.

    Known only for the children of `Sequential`s; `Identity` passes it on.
    """
    node = nodes[index]
    while node.parent is not None and is_sequential(nodes[node.parent].module):
        parent = nodes[node.parent]
        children = list(walk.registry(parent.module, "_modules").items())
        names = [walk.str_name(key) for key, _ in children]
        for _, child in children[names.index(node.name) + 1 :]:
            if walk.class_name(child) != "Identity":
                return _entry(nodes, child)
        node = parent
    return None


def _entry(nodes: Sequence[walk.Node], module: Any) -> walk.Node | None:
    """The first module inside that gets the input: a `Sequential` passes it on."""
    for _ in range(50):
        if not is_sequential(module):
            break
        inner = [
            child
            for child in walk.registry(module, "_modules").values()
            if walk.class_name(child) != "Identity"
        ]
        if not inner:
            return None
        module = inner[0]
    return next((node for node in nodes if node.module is module), None)


def first_inside(nodes: Sequence[walk.Node], index: int) -> walk.Node | None:
    """The module that gets the very tensor that is given to another one."""
    return _entry(nodes, nodes[index].module)
