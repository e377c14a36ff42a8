"""Losses among the variables, and the graph right behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..objects import classes, graph, walk
from ..session.scene import Scene

_MAX_LOSSES = 50
_MAX_NODES = 40
"""A loss is computed from a model's output in fewer operations than this."""


class Loss(NamedTuple):
    """A scalar tensor of the namespace that has a graph."""

    name: str
    value: Any
    nodes: tuple[Any, ...]
    """The nodes behind it, nearest first."""


def losses(scene: Scene) -> list[Loss]:
    """The scalars of the namespace with a graph, worked out once per sweep."""
    if "losses" not in scene.memo:
        scene.memo["losses"] = list(_losses(scene))
    found: list[Loss] = scene.memo["losses"]
    return found


def _losses(scene: Scene) -> Iterator[Loss]:
    count = 0
    for name, value in scene.namespace.items():
        if not walk.is_tensor(value) or (node := graph.grad_fn(value)) is None:
            continue
        facts = walk.tensor_facts(value)
        if facts is None or facts.numel != 1 or name.startswith("_"):
            continue
        count += 1
        if count > _MAX_LOSSES:
            return
        yield Loss(name, value, tuple(_behind(node)))


def _behind(node: Any) -> Iterator[Any]:
    """The nearest nodes, each once, those that are nearer first."""
    pending = [node]
    seen: set[int] = set()
    # Ids are used again once a node is dropped.
    kept: list[Any] = []
    while pending and len(kept) < _MAX_NODES:
        node = pending.pop(0)
        if id(node) in seen:
            continue
        seen.add(id(node))
        kept.append(node)
        yield node
        pending += [found for found in inputs(node) if found is not None]


def inputs(node: Any) -> list[Any]:
    """The nodes that made the inputs of a node; None for inputs without a graph."""
    try:
        return [found for found, _ in node.next_functions]
    except Exception:
        return []


def shape(node: Any) -> tuple[int, ...] | None:
    """The shape of what a node made; also after its graph was freed."""
    try:
        return tuple(int(size) for size in node._input_metadata[0].shape)
    except Exception:
        return None


def kind(node: Any) -> str:
    """`MseLoss` for a node `MseLossBackward0`."""
    return classes.class_name(node).partition("Backward")[0]


def dimension(node: Any) -> int | None:
    """The `dim` that an operation got, which C++ shows without a sign."""
    try:
        value = int(node._saved_dim)
    except Exception:
        return None
    return value - 2**64 if value >= 2**63 else value
