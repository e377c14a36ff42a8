"""The light statistics: one norm per tensor, and counts where it is not finite.

Half a pass of the full set: the norm alone runs at the speed of memory. What is not
measured is NaN, so that no zero can be taken for a value.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .statistics import FIELDS, SMALL, exact, flat, join, layout

if TYPE_CHECKING:
    import numpy as np
    from torch import Tensor

MEASURED = ("rms", "nan", "inf")
"""Of `FIELDS`; the others are NaN."""

_RMS, _COUNTS = FIELDS.index("rms"), slice(FIELDS.index("nan"), None)

_CHUNK = 131_072
"""512 KB of float32: float32 sums of more elements would lose digits."""

_LEAST_SQUARES = 1e-28
"""Squares of smaller values underflow in float32."""


def measure_light(tensors: Sequence[Tensor]) -> np.ndarray[Any, Any]:
    """The norms of strided, floating, readable CPU tensors, as rows of `FIELDS`.

    Call it inside `backward.undisturbed()`.

    Shape:
        tensors: each (*)
        returned: (len(tensors), len(FIELDS)), float32
    """
    import numpy as np

    numels = [one.numel() for one in tensors]
    squares = np.zeros(len(tensors))
    small = [i for i, numel in enumerate(numels) if 0 < numel <= SMALL]
    if small:
        squares[small] = _joined([tensors[i] for i in small])
    for index, numel in enumerate(numels):
        if numel > SMALL:
            squares[index] = _square(flat(tensors[index]))
    rows = np.full((len(tensors), len(FIELDS)), np.nan)
    rows[:, _RMS] = np.sqrt(squares / np.maximum(numels, 1))
    rows[:, _COUNTS] = 0
    for index in np.flatnonzero(~np.isfinite(squares)).tolist():
        full = exact(flat(tensors[index]))
        rows[index, _RMS], rows[index, _COUNTS] = full[_RMS], full[_COUNTS]
    with np.errstate(over="ignore"):
        return rows.astype(np.float32)


def blank(rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Full rows of a device, where one kernel measures all, as light ones.

    Shape:
        rows: (tensors, len(FIELDS)), written in place and returned
    """
    rows[:, _RMS + 1 : _COUNTS.start] = math.nan
    return rows


def _square(one: Tensor) -> float:
    """The sum of the squares of a large tensor; NaN if it is to be measured exactly."""
    torch = sys.modules["torch"]
    if one.dtype not in (torch.float32, torch.float64):
        # `dot` of 16-bit types is 30 times slower than this on the CPU.
        one = torch.linalg.vector_norm(one, dtype=torch.float32).reshape(1)
    square = float(sum(torch.dot(part, part).item() for part in one.split(_CHUNK)))
    if square < _LEAST_SQUARES and any(end.item() != 0 for end in one.aminmax()):
        # In float64 squares of float32 never underflow.
        return math.nan
    return square


def _joined(tensors: Sequence[Tensor]) -> np.ndarray[Any, Any]:
    """The same of many small tensors, in few calls for all of them."""
    import numpy as np

    _, starts = layout(tuple(one.numel() for one in tensors))
    wide = join(sys.modules["torch"], tensors).numpy().astype(np.float64)
    with np.errstate(all="ignore"):
        np.multiply(wide, wide, out=wide)
        return np.asarray(np.add.reduceat(wide, starts))
