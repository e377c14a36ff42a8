"""Parameters and other leaves that only the graph of a tensor still holds."""

from __future__ import annotations

from typing import Any

from ..objects import graph, walk
from ..session.scene import Scene
from .plain_tensors import PASSES, PlainTensor, plain_tensors


def lost_parameters(scene: Scene, tensor: PlainTensor) -> list[Any]:
    """The parameters that a plain tensor was computed from, and from nothing else.

    Empty unless all of them are lost: no module, optimizer or variable has one.
    """
    found = _lost(scene, tensor)
    return found if all(walk.is_parameter(leaf) for leaf in found) else []


def lost_tensors(scene: Scene, tensor: PlainTensor) -> list[Any]:
    """The same for leaves that are no parameters, where `__init__` alone computed."""
    if "__init__" not in tensor.stored_by or tensor.stored_by & PASSES:
        return []
    found = _lost(scene, tensor)
    return [] if any(walk.is_parameter(leaf) for leaf in found) else found


def _lost(scene: Scene, tensor: PlainTensor) -> list[Any]:
    """The leaves of a graph, if nothing else holds one of them."""
    found = graph.leaves(tensor.value) if tensor.facts.has_grad_fn else None
    kept = {id(value) for value in scene.namespace.values()}
    for model in scene.models:
        kept.update(id(parameter) for _, parameter in model.parameters)
        kept.update(id(other.value) for other in plain_tensors(model))
    for optimizer in scene.optimizers:
        kept.update(id(parameter) for _, parameter in optimizer.parameters)
    return [] if any(id(leaf) in kept for leaf in found or ()) else found or []
