"""What an autograd graph holds: counted without running any of it.

A saved tensor is looked at in its packed form. `_saved_*` would unpack it, and that
runs the user's hooks: a checkpoint recomputes its forward pass there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from . import classes, raw, walk


class Graph(NamedTuple):
    """The size of a graph."""

    num_nodes: int
    num_bytes: int
    """Of distinct storages that nodes saved, without leaves such as parameters."""
    capped: bool
    """Whether the walk stopped before the end."""
    freed: bool
    """Whether a backward has already released what the nodes had saved."""


def grad_fn(tensor: Any) -> Any:
    """The node that made a tensor, or None."""
    torch = raw.loaded_torch()
    if torch is None:
        return None
    try:
        with torch._C.DisableTorchFunction():
            return torch.Tensor.grad_fn.__get__(tensor)
    except Exception:
        return None


def measure(tensors: Iterable[Any], max_nodes: int = 10_000) -> Graph:
    """The graph behind some tensors, their own values not counted.

    Args:
        tensors: Any tensors; those without a `grad_fn` have no graph.
        max_nodes: A deep graph is not followed further than this.
    """
    stack = [node for node in map(grad_fn, tensors) if node is not None]
    seen: set[int] = set()
    keep: list[Any] = []
    storages: dict[int, int] = {}
    leaves: set[int] = set()
    slots = filled = 0
    while stack and len(seen) < max_nodes:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        # A node's Python object dies with its last reference, and its id is used again.
        keep.append(node)
        leaf = _leaf(node)
        if leaf is not None:
            leaves.update(key for key, _ in _storage(leaf))
            continue
        for saved in _saved(node):
            slots += 1
            hooked, data = _packed(saved)
            filled += hooked or data is not None
            if data is not None:
                storages.update(_storage(data))
        stack.extend(_next(node))
    num_bytes = sum(size for key, size in storages.items() if key not in leaves)
    return Graph(len(seen), num_bytes, bool(stack), slots > 0 and filled == 0)


def leaves(tensor: Any, max_nodes: int = 200) -> list[Any] | None:
    """The leaf tensors that a graph ends in; None if it is larger than that."""
    stack = [node for node in (grad_fn(tensor),) if node is not None]
    seen: dict[int, Any] = {}
    found: list[Any] = []
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        if len(seen) >= max_nodes:
            return None
        seen[id(node)] = node
        leaf = _leaf(node)
        if leaf is not None:
            found.append(leaf)
        stack.extend(_next(node))
    return found


def _next(node: Any) -> Iterator[Any]:
    try:
        for found, _ in node.next_functions:
            if found is not None:
                yield found
    except Exception:
        return


def _leaf(node: Any) -> Any:
    """The tensor that an `AccumulateGrad` node writes to."""
    if classes.class_name(node) != "AccumulateGrad":
        return None
    try:
        return node.variable
    except Exception:
        return None


@lru_cache(maxsize=1024)
def _slots(kind: type) -> tuple[str, ...]:
    return tuple(name for name in dir(kind) if name.startswith("_raw_saved_"))


def _saved(node: Any) -> Iterator[Any]:
    """The packed saved tensors of a node, of any length and depth one."""
    kind: Any = type(node)
    for name in _slots(kind):
        try:
            value = getattr(node, name)
        except Exception:
            continue
        if classes.is_exactly(value, (list, tuple)):
            yield from value
        else:
            yield value


def _packed(saved: Any) -> tuple[bool, Any]:
    """Whether a hook packed what a slot holds; else the tensor as it is, or None."""
    try:
        # Added in torch 2.6; before that only unpacking would tell.
        if saved.unpack_hook is not None:
            return True, None
        data = saved.data
    except Exception:
        return True, None
    return False, data if walk.is_tensor(data) else None


def _storage(tensor: Any) -> Iterator[tuple[int, int]]:
    torch = raw.loaded_torch()
    if torch is None:
        return
    try:
        with torch._C.DisableTorchFunction():
            storage = torch.Tensor.untyped_storage(tensor)
            yield storage._cdata, storage.nbytes()
    except Exception:
        return
