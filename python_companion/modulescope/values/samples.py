"""Reads a few values of a tensor, where that is safe; see `is_readable`."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import Any

from ..objects import classes, walk

_DEVICES = frozenset(("cpu", "cuda", "mps"))


def flat_view(tensor: Any, facts: walk.TensorFacts | None) -> Any:
    """The elements in memory order as one dimension; None if they cannot be read.

    Only plain dense floating-point tensors: anything else may run code of its class,
    talk to other processes, or end the process.

    Shape:
        tensor: (*)
        returned: (numel,)
    """
    if facts is None or facts.lazy or not facts.numel:
        return None
    if facts.device_type not in _DEVICES:
        return None
    if facts.dtype not in ("float16", "bfloat16", "float32", "float64"):
        return None
    torch = sys.modules["torch"]
    base = torch.Tensor
    if not classes.is_exactly(tensor, (base, torch.nn.Parameter)):
        return None
    if base.layout.__get__(tensor) is not torch.strided or not is_readable(tensor):
        return None
    if not _is_dense(facts.shape, base.stride(tensor)):
        return None
    offset = base.storage_offset(tensor)
    return base.as_strided(base.detach(tensor), (facts.numel,), (1,), offset)


def is_readable(tensor: Any) -> bool:
    """Whether the storage holds the elements; reading a freed one kills the process.

    Sharding and offloading libraries resize storages to zero (pytorch/pytorch#171676).
    """
    torch = sys.modules["torch"]
    base = torch.Tensor
    try:
        storage = base.untyped_storage(tensor)
        last = base.storage_offset(tensor) + sum(
            (size - 1) * stride
            for size, stride in zip(base.size(tensor), base.stride(tensor), strict=True)
        )
        return bool(storage.nbytes() >= (last + 1) * base.element_size(tensor))
    except Exception:
        return False


def _is_dense(shape: Sequence[int], strides: Sequence[int]) -> bool:
    """Whether the elements fill their memory, in whatever order of dimensions."""
    expected = 1
    for stride, size in sorted(zip(strides, shape, strict=True)):
        if size == 1:
            continue
        if stride != expected:
            return False
        expected *= size
    return True


def coprime_stride(shape: Sequence[int], numel: int, samples: int) -> int:
    """A step through the elements that shares no factor with any dimension.

    A plain `numel // samples` can be a multiple of the row length: the sample then
    sees only some columns.
    """
    stride = max(1, numel // samples)
    while stride > 1 and any(math.gcd(stride, size) > 1 for size in shape):
        stride += 1
    return min(stride, numel)


def fingerprint(tensors: Sequence[Any]) -> tuple[float, ...] | None:
    """Some values of some tensors; None if none can be read.

    Version counters do not see what is written through `.data`; this does.
    """
    torch = sys.modules["torch"]
    chosen = tensors[:: max(1, len(tensors) // 8)]
    found: list[float] = []
    try:
        with torch._C.DisableTorchFunction(), torch.no_grad():
            for tensor in chosen:
                facts = walk.tensor_facts(tensor)
                flat = flat_view(tensor, facts)
                if flat is not None and facts is not None:
                    step = coprime_stride(facts.shape, facts.numel, 8)
                    found += torch.Tensor.tolist(flat[::step])
    except Exception:
        return None
    return tuple(found) or None
