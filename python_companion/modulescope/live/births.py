"""Sampled statistics of fresh parameters: what init rules and "initial" speak of."""

from __future__ import annotations

import math
import sys
import time
from typing import Any

from . import walk
from .scene import InitSample

# Torch's cost of one small reduction, about 10 µs a tensor, sets the budget of 20 ms.
_BUDGET_S = 0.02
_SAMPLES = 4096


def sample_births(parameters: list[tuple[str, Any]]) -> dict[str, InitSample]:
    """Samples parameters by fqn, in order, until the budget of 20 ms is spent."""
    end = time.perf_counter() + _BUDGET_S
    births: dict[str, InitSample] = {}
    for fqn, tensor in parameters:
        if time.perf_counter() > end:
            break
        sample = _sample(tensor)
        if sample is not None:
            births[fqn] = sample
    return births


def _sample(tensor: Any) -> InitSample | None:
    facts = walk.tensor_facts(tensor)
    if facts is None or facts.numel == 0 or facts.lazy or facts.device_type == "meta":
        return None
    if not facts.dtype.startswith(("float", "bfloat")) or "8" in facts.dtype:
        return None
    torch = sys.modules["torch"]
    try:
        with torch.no_grad(), torch._C.DisableTorchFunctionSubclass():
            return _measure(torch, tensor, facts)
    except Exception:
        return None


def _measure(torch: Any, tensor: Any, facts: walk.TensorFacts) -> InitSample | None:
    base = torch.Tensor
    if base.layout.__get__(tensor) is not torch.strided or not is_readable(tensor):
        return None
    if type(tensor) not in (torch.Tensor, torch.nn.Parameter):
        return None
    if not base.is_contiguous(tensor):
        return None
    flat = base.view(base.detach(tensor), -1)
    values = base.double(flat[:: _stride(facts)])
    low, high = torch.aminmax(values)
    std = float(torch.std(values, correction=0))
    mean = float(torch.mean(values))
    return InitSample(mean, std, float(low), float(high), int(values.numel()))


def is_readable(tensor: Any) -> bool:
    """Whether the storage holds the elements; reading a freed one kills the process."""
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


def _stride(facts: walk.TensorFacts) -> int:
    """A step that shares no factor with any dimension.

    A plain `numel // count` aliases with the row length: the sample then sees only
    some columns.
    """
    stride = max(1, facts.numel // _SAMPLES)
    while stride > 1 and any(math.gcd(stride, size) > 1 for size in facts.shape):
        stride += 1
    return min(stride, facts.numel)
