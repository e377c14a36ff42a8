"""A number that changes with the values of a tensor, from one read of its memory."""

from __future__ import annotations

import sys
from typing import Any

from .view import MemoryView

_CHUNK_BYTES = 1 << 18
_MASK = (1 << 64) - 1
_FACTOR = 0x9E3779B97F4A7C15
"""Odd, with bits all over (2^64 / golden ratio)."""


def fingerprint(view: MemoryView, itemsize: int) -> int:
    """Mixes the sums of chunks, each added up as whole numbers of 64 bits.

    A value that changes changes the sum of its chunk, and chunks cannot change places
    unnoticed; values within one chunk can.
    """
    found = view.numel
    step = _CHUNK_BYTES // itemsize
    if view.is_dense and view.is_on_cpu and view.numel <= step:
        return _mixed(found, _sum(view.every(0, 1, step)))
    for start in range(0, view.numel, step * _TOGETHER):
        values = view.every(start, 1, step * _TOGETHER)
        for total in _sums(values, step):
            found = _mixed(found, total)
    return found


_TOGETHER = 64
"""Chunks for one call, and on other devices for one wait."""


def _sums(values: Any, step: int) -> list[int]:
    """The sums of chunks, computed where the values are."""
    torch = sys.modules["torch"]
    whole = values.numel() // step * step
    found: list[int] = []
    if whole:
        chunks = _bits(values[:whole]).view(whole // step, -1)
        if chunks.device.type == "cpu":
            # Sums of whole numbers are ten times faster here than in torch.
            found = [int(total) for total in chunks.numpy().sum(axis=1)]
        else:
            found = torch.sum(chunks, dim=1).tolist()
    if whole < values.numel():
        found.append(_sum(values[whole:]))
    return found


def _sum(values: Any) -> int:
    """The sum of values as whole numbers; the odd bytes at the end count by themselves.

    Sums wrap at 64 bits.
    """
    import numpy as np

    data = _raw(values.cpu()).numpy()
    whole = data.size // 8 * 8
    total = int(data[:whole].view(np.int64).sum()) if whole else 0
    return total + int.from_bytes(data[whole:].tobytes(), "little")


def _bits(values: Any) -> Any:
    """The memory of some values as whole numbers of 64 bits."""
    torch = sys.modules["torch"]
    return _raw(values).view(torch.int64)


def _raw(values: Any) -> Any:
    torch = sys.modules["torch"]
    values = values.contiguous()
    if values.storage_offset() * values.element_size() % 8:
        # Whole numbers cannot begin between two addresses of theirs.
        values = values.clone()
    return values.view(torch.uint8)


def _mixed(found: int, total: int) -> int:
    found = (found ^ (total & _MASK)) * _FACTOR & _MASK
    return found ^ found >> 29
