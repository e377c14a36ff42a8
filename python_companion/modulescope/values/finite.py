"""Which tensors hold NaN or infinite values: few calls for many tensors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from ..objects import raw, walk
from ..objects.undisturbed import undisturbed
from .samples import coprime_stride, flat_view

# Read in full per call, about 2 ms; beyond it, each large tensor is sampled.
_FULL = 1 << 24
_SAMPLES = 1 << 14
# Counted in full, about 20 ms; of a larger tensor the count is that of its beginning.
_COUNTED = 1 << 24

Entry = tuple[Any, walk.TensorFacts]


class Count(NamedTuple):
    """How many values of a tensor are not finite."""

    nan: int
    inf: int
    read: int
    """How many values were looked at."""


def are_finite(entries: Sequence[Entry]) -> list[bool]:
    """Whether each tensor is finite, as far as it was read.

    A tensor that cannot be read counts as finite. Waits once for each device, so it
    must not be called while a cell runs.
    """
    finite = [True] * len(entries)
    total = sum(facts.numel for _, facts in entries)
    groups: dict[tuple[str, str], list[tuple[int, Any]]] = {}
    with undisturbed():
        for index, (tensor, facts) in enumerate(entries):
            flat = flat_view(tensor, facts)
            if flat is None:
                continue
            if total > _FULL and facts.numel > _SAMPLES:
                flat = flat[:: coprime_stride(facts.shape, facts.numel, _SAMPLES)]
            groups.setdefault((facts.device, facts.dtype), []).append((index, flat))
        for group in groups.values():
            norms = _norms([flat for _, flat in group])
            for (index, flat), norm in zip(group, norms, strict=True):
                # Squares of large values overflow, so only the count is sure.
                finite[index] = math.isfinite(norm) or not any(_count(flat)[:2])
    return finite


def count(tensor: Any, facts: walk.TensorFacts) -> Count:
    """How many values of a readable tensor are NaN, and how many infinite."""
    with undisturbed():
        flat = flat_view(tensor, facts)
        return Count(0, 0, 0) if flat is None else _count(flat[:_COUNTED])


def _norms(flats: list[Any]) -> list[float]:
    """One call and one wait for all; a NaN or infinity in a tensor is in its norm."""
    torch = raw.loaded_torch()
    assert torch is not None
    found: list[float] = torch.stack(torch._foreach_norm(flats, 2)).tolist()
    return found


def _count(flat: Any) -> Count:
    torch = raw.loaded_torch()
    assert torch is not None
    nan = int(torch.isnan(flat).sum())
    infinite = int(torch.isinf(flat).sum())
    return Count(nan, infinite, int(flat.numel()))
