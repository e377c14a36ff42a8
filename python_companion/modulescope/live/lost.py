"""Parameters that only the graph of a tensor still holds."""

from __future__ import annotations

from typing import Any

from . import graph, walk
from .plain_tensors import PlainTensor
from .scene import Scene


def lost_parameters(scene: Scene, tensor: PlainTensor) -> list[Any]:
    """The parameters that a plain tensor was computed from, and from nothing else.

    Empty unless all of them are lost: no module, optimizer or variable has one.
    """
    if not tensor.facts.has_grad_fn:
        return []
    found = graph.leaves(tensor.value)
    if not found or not all(walk.is_parameter(leaf) for leaf in found):
        return []
    kept = {id(value) for value in scene.namespace.values()}
    for model in scene.models:
        kept.update(id(parameter) for _, parameter in model.parameters)
    for optimizer in scene.optimizers:
        kept.update(id(parameter) for _, parameter in optimizer.parameters)
    return [] if any(id(leaf) in kept for leaf in found) else found
