"""Tensors that hold what their memory held before they were made."""

from __future__ import annotations

from typing import Any

from ..objects import raw, walk
from ..objects.undisturbed import undisturbed
from .samples import coprime_stride, flat_view

_SAMPLES = 4096
# Weights are drawn on a scale of 1e-3 to 1e1; pointers and old data are not.
_LARGE = 1e6
_TINY = 1e-30


def is_unwritten(facts: walk.TensorFacts) -> bool:
    """Whether nothing has written a tensor in place since it was made."""
    return facts.version == 0 and facts.numel > 0 and not facts.lazy


def odd_values(tensor: Any, facts: walk.TensorFacts, zeros: bool = True) -> str:
    """What of a tensor's values no initialisation draws, in words; empty if nothing.

    With `zeros`, a matrix of zeros counts: fresh memory holds zeros.
    """
    torch = raw.loaded_torch()
    try:
        with undisturbed():
            flat = flat_view(tensor, facts)
            if flat is None or torch is None:
                return ""
            step = coprime_stride(facts.shape, facts.numel, _SAMPLES)
            values = flat[::step].to(
                torch.float32 if facts.device_type == "mps" else torch.float64
            )
            size = values.abs()
            largest = float(size.max())
            tiny = bool(((size > 0) & (size < _TINY)).any())
    except Exception:
        return ""
    if largest != largest:
        return "NaN"
    if largest > _LARGE:
        return f"values of {largest:.0e}" if largest < float("inf") else "infinities"
    if tiny:
        return "values below 1e-30"
    if zeros and largest == 0 and len(facts.shape) > 1:
        return "only zeros"
    return ""
