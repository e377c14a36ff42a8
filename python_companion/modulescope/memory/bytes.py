"""Bytes of a subtree on each device, and what `.to()` left on another one."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..objects import classes, raw, walk
from ..objects.containers import plain
from ..objects.grads import Moving, grads
from ..session.scene import Optimizer
from ..tree.storages import wrapped

COLUMNS = ("parameters", "buffers", "gradients", "optimizer")
_MOST_ITEMS = 1000
_MOST_LEFT = 100


@dataclass
class DeviceBytes:
    """What a subtree has on one device; each tensor counts once."""

    device: str
    parameters: int = 0
    buffers: int = 0
    gradients: int | None = 0
    """None while another thread may be writing them."""
    optimizer: int = 0
    storages: dict[int, int] = field(default_factory=dict, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """As JSON-ready data; `storage` is of the distinct storages behind all."""
        row = {name: getattr(self, name) for name in ("device", *COLUMNS)}
        return row | {"storage": sum(self.storages.values())}


def device_bytes(
    nodes: Sequence[walk.Node], optimizers: Sequence[Optimizer]
) -> list[DeviceBytes]:
    """The bytes of some modules by device, the fullest first."""
    rows: dict[str, DeviceBytes] = {}
    seen: set[int] = set()
    parameters: list[Any] = []

    def add(column: str, whole: Any) -> None:
        for tensor in parts(whole):
            facts = None if id(tensor) in seen else walk.tensor_facts(tensor)
            if facts is not None:
                seen.add(id(tensor))
                count(column, tensor, facts)

    def count(column: str, tensor: Any, facts: walk.TensorFacts) -> None:
        row = rows.setdefault(facts.device, DeviceBytes(facts.device))
        size = facts.numel * facts.itemsize
        setattr(row, column, getattr(row, column) + size)
        if storage := walk.storage_of(tensor):
            row.storages[storage[0]] = storage[1]

    for node in nodes:
        for _, tensor, kind in walk.own_tensors(node.module):
            add("parameters" if kind == "parameter" else "buffers", tensor)
            if kind == "parameter":
                parameters.append(tensor)
    given = _grads(parameters)
    for grad in given or ():
        add("gradients", grad)
    for tensor in _states(optimizers, {id(tensor) for tensor in parameters}):
        add("optimizer", tensor)
    found = sorted(
        rows.values(), key=lambda row: -sum(getattr(row, name) for name in COLUMNS)
    )
    return found if given is not None else [replace(r, gradients=None) for r in found]


def _grads(parameters: list[Any]) -> list[Any] | None:
    """Their gradients; None where they cannot be read now."""
    try:
        return [grad for grad in grads(parameters) if grad is not None]
    except Moving:
        return None


def parts(tensor: Any, depth: int = 0) -> Iterator[Any]:
    """The tensors with the data: of a shard or quantised weight those inside it."""
    inner = wrapped(tensor) if depth < 4 and _is_wrapper(tensor) else []
    if not inner:
        yield tensor
    for part in inner:
        yield from parts(part, depth + 1)


def _is_wrapper(tensor: Any) -> bool:
    torch = sys.modules["torch"]
    return not classes.is_exactly(tensor, (torch.Tensor, torch.nn.Parameter))


def _states(optimizers: Sequence[Optimizer], wanted: set[int]) -> Iterator[Any]:
    """The tensors that optimizers keep for some parameters."""
    for optimizer in optimizers:
        state = raw.instance_dict(optimizer.optimizer).get("state")
        for parameter, kept in raw.dict_items(state):
            if id(parameter) in wanted:
                yield from _tensors(kept)


def _tensors(value: Any) -> Iterator[Any]:
    """The tensors in a state: LBFGS keeps lists of them."""
    for _, held in raw.dict_items(value)[:_MOST_ITEMS]:
        if walk.is_tensor(held):
            yield held
        elif classes.is_exactly(held, (list, tuple)):
            yield from (each for each in held[:_MOST_ITEMS] if walk.is_tensor(each))


def allocator() -> list[dict[str, Any]]:
    """What torch's allocator says of each CUDA device; asks nothing of the device.

    Empty unless the user has initialised CUDA: to ask would do it.
    """
    torch = sys.modules.get("torch")
    cuda = getattr(torch, "cuda", None)
    try:
        if cuda is None or not cuda.is_initialized():
            return []
        return [
            {
                "device": f"cuda:{index}",
                "allocated": int(cuda.memory_allocated(index)),
                "reserved": int(cuda.memory_reserved(index)),
                "peak": int(cuda.max_memory_allocated(index)),
            }
            for index in range(min(cuda.device_count(), 50))
        ]
    except Exception:
        # A broken driver is no reason to have no table.
        return []


def left_behind(nodes: Sequence[walk.Node]) -> list[dict[str, Any]]:
    """Tensors in plain attributes that are on another device than their module."""
    usual = _device(nodes)
    found: list[dict[str, Any]] = []
    seen = {id(t) for node in nodes for _, t, _ in walk.own_tensors(node.module)}
    for node in nodes:
        device = _device([node]) or usual
        for name, tensor, why in _plain(node.module):
            facts = None if id(tensor) in seen else walk.tensor_facts(tensor)
            if facts is None or device in (None, facts.device):
                continue
            if facts.device_type == "meta" or not facts.shape:
                # There is nothing to move, or any device computes with it.
                continue
            seen.add(id(tensor))
            fqn = f"{node.fqn}.{name}" if node.fqn else name
            count = facts.numel * facts.itemsize
            found.append(
                {"fqn": fqn, "device": facts.device, "bytes": count, "why": why}
            )
    return found[:_MOST_LEFT]


def _device(nodes: Sequence[walk.Node]) -> str | None:
    """Where most elements of the parameters are; None without parameters."""
    counts: dict[str, int] = {}
    for node in nodes:
        for _, tensor, kind in walk.own_tensors(node.module):
            facts = walk.tensor_facts(tensor) if kind == "parameter" else None
            if facts is not None:
                counts[facts.device] = counts.get(facts.device, 0) + facts.numel + 1
    return max(counts, key=lambda device: counts[device], default=None)


def _plain(module: Any) -> Iterator[tuple[str, Any, str]]:
    """The tensors in the attributes of a module that no registry has."""
    for name, value in plain(module).items():
        if walk.is_tensor(value):
            yield name, value, "a plain attribute"
            continue
        kind = type(value)
        if kind is dict:
            items = raw.dict_items(value)
        elif classes.is_exactly(value, (list, tuple)):
            items = list(enumerate(value[:_MOST_ITEMS]))
        else:
            continue
        for key, held in items[:_MOST_ITEMS]:
            if walk.is_tensor(held) and classes.is_exactly(key, (int, str)):
                yield f"{name}[{key!r}]", held, f"in a {kind.__name__}"
