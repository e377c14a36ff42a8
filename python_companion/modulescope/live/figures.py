"""Mean, deviation and ends of one tensor: from a sample with its bound, or exact.

The sample takes steps that share no factor with any dimension, so it meets all rows
and columns alike. Where its kurtosis says that the deviation rests on a few rows or
columns, these are read in full and weighed as the part of the tensor that they are.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from .memory_view import MemoryView
from .samples import coprime_stride

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

SAMPLES = 65_536
"""The deviation of a normal tensor is then known to 0.6 % (95 %)."""

_CHUNK = 262_144
"""1 MB of float32: stays in the cache for the second pass; smaller ones pay for calls.
"""

_WANTED = 0.01
"""A wider bound is worth a closer look at the rows and columns that cause it."""

_MOST_LINES = 64
_MOST_BY_CHANCE = 1
_MOST_READ = 1 << 13
"""Of all these lines together; each element is a line of the cache of its own."""
_TAIL = 4.0
"""Beyond as many deviations a normal sample has 4 of 65,536 values."""


class Figures(NamedTuple):
    """What was read of one tensor."""

    numel: int
    sampled: int
    """Elements read; `numel`: all of them."""
    bound: float | None
    """95 %: the deviation is within this fraction of `std`; None if it is exact."""
    mean: float
    std: float
    """Divisor n. Mean and deviation are NaN if a value that was read is not finite."""
    minimum: float
    maximum: float
    """Of the finite values that were read."""
    nonfinite: int
    values: np.ndarray[Any, Any]
    """The finite values of the sample, in float64."""

    @property
    def zero(self) -> float:
        """Fraction of exact zeros in the sample."""
        import numpy as np

        zeros = self.values.size - np.count_nonzero(self.values)
        return float(zeros) / max(self.values.size + self.nonfinite, 1)


def sampled(view: MemoryView, samples: int = SAMPLES) -> Figures:
    """Figures from a sample; exact if the tensor is not much larger than that."""
    import numpy as np

    numel = view.numel
    step = 1
    if numel > 2 * samples:
        step = coprime_stride(view.shape, numel, samples)
    values = as_numpy(view.every(0, step, 2 * samples))
    read = values.size
    mean = float(np.add.reduce(values)) / read
    low, high = float(np.minimum.reduce(values)), float(np.maximum.reduce(values))
    if not math.isfinite(mean):
        return _broken(numel, values)
    centred = values - mean
    variance = float(centred.dot(centred)) / read
    bound: float | None = None
    if step > 1:
        bound = _bound(centred, variance)
        if bound > _WANTED:
            closer = _closer(view, step, centred, mean, bound)
            if closer is not None:
                mean, variance, bound, more = closer
                read += more
    std = math.sqrt(max(variance, 0.0))
    read = min(read, numel)
    return Figures(numel, read, bound, mean, std, low, high, 0, values)


def _bound(centred: np.ndarray[Any, Any], variance: float) -> float:
    """1.96 standard errors of the deviation, from the sample's own fourth moment."""
    if variance <= 0:
        return 0.0
    squares = centred * centred
    kurtosis = float(squares.dot(squares)) / squares.size / (variance * variance)
    return 0.98 * math.sqrt(max(kurtosis - 1.0, 0.0) / squares.size)


def _broken(numel: int, values: np.ndarray[Any, Any]) -> Figures:
    import numpy as np

    finite = values[np.isfinite(values)]
    low = high = math.nan
    if finite.size:
        low, high = float(finite.min()), float(finite.max())
    bad = values.size - finite.size
    return Figures(numel, values.size, None, math.nan, math.nan, low, high, bad, finite)


def _closer(
    view: MemoryView,
    step: int,
    centred: np.ndarray[Any, Any],
    mean: float,
    bound: float,
) -> tuple[float, float, float, int] | None:
    """Mean, variance and bound once the rows or columns of the tail are read in full.

    None if the tail is spread over the tensor.
    """
    import numpy as np

    if not view.is_dense or len(view.shape) < 2:
        return None
    # Half of all values lie within 0.67 deviations of a normal distribution.
    core = 1.4826 * float(np.median(np.abs(centred[:: max(1, centred.size // 4096)])))
    tail = np.flatnonzero(np.abs(centred) > _TAIL * core).astype(np.int64)
    length = view.shape[-1]
    columns = _Lines(length, view.numel // length, 1, length)
    rows = _Lines(view.numel // length, length, length, 1)
    for lines, met in (
        (columns, tail * step % length),
        (rows, tail * step // length),
    ):
        found, hits = np.unique(met, return_counts=True)
        likely = found[hits > _MOST_BY_CHANCE].tolist()
        if 0 < len(likely) <= _MOST_LINES:
            closer = _two_strata(view, step, centred, mean, lines, likely)
            if closer[2] < bound / 2:
                return closer
    return None


class _Lines(NamedTuple):
    """The columns of a matrix, or its rows."""

    number: int
    length: int
    start: int
    """From the start of one line to that of the next."""
    stride: int
    """From one element of a line to the next."""

    def sampled(self, line: int, step: int, count: int) -> slice:
        """Which values of a sample with this step are of a line."""
        if self.start == 1:
            # i · step ≡ line; the step shares no factor with the number of columns.
            return slice(line * pow(step, -1, self.number) % self.number, count,
                         self.number)  # fmt: skip
        first = line * self.length
        return slice(-(-first // step), -(-(first + self.length) // step))


def _two_strata(
    view: MemoryView,
    step: int,
    centred: np.ndarray[Any, Any],
    mean: float,
    lines: _Lines,
    chosen: list[int],
) -> tuple[float, float, float, int]:
    """Lines that are read in full beside the sample of all the rest."""
    import numpy as np

    sampled_rest = np.ones(centred.size, bool)
    for line in chosen:
        sampled_rest[lines.sampled(line, step, centred.size)] = False
    rest = centred[sampled_rest]
    every = coprime_stride(view.shape, lines.length, _MOST_READ // len(chosen))
    limit = -(-lines.length // every)
    inside = np.concatenate(
        [
            as_numpy(view.every(line * lines.start, lines.stride * every, limit))
            for line in chosen
        ]
    )
    inside -= mean
    share = len(chosen) / lines.number
    shift = share * float(inside.mean())
    squares_in, squares_out = inside * inside, rest * rest
    second = share * float(squares_in.mean())
    # Only what is sampled is uncertain.
    error = share * _standard_error(squares_in) if every > 1 else 0.0
    if rest.size:
        shift += (1 - share) * float(rest.mean())
        second += (1 - share) * float(squares_out.mean())
        error += (1 - share) * _standard_error(squares_out)
    variance = second - shift * shift
    bound = 0.98 * error / variance if variance > 0 else 0.0
    return mean + shift, variance, bound, inside.size


def _standard_error(values: np.ndarray[Any, Any]) -> float:
    return float(values.std()) / math.sqrt(values.size)


def exact(view: MemoryView) -> Figures:
    """Mean and deviation of all elements; the rest is that of the sample.

    One sum and one dot product for each chunk, joined in float64: each further pass
    would cost as much as both.
    """
    few = sampled(view)
    if few.sampled == view.numel and few.bound is None:
        return few
    total, squares = _sums(view)
    mean = total / view.numel
    variance = squares / view.numel - mean * mean
    # float32 sums carry 1e-6; with a mean above three deviations the fourth digit of
    # the deviation would be lost, as are squares below 1e-38.
    if not variance > 0.1 * mean * mean or squares < 1e-28:
        return _carefully(view, few)
    return few._replace(
        sampled=view.numel, bound=None, mean=mean, std=math.sqrt(variance)
    )


def _sums(view: MemoryView) -> tuple[float, float]:
    """Of all elements and of their squares."""
    torch = sys.modules["torch"]
    total = squares = 0.0
    for start in range(0, view.numel, _CHUNK):
        chunk = view.every(start, 1, _CHUNK)
        if chunk.dtype not in (torch.float32, torch.float64):
            # Reductions of 16-bit types are up to 30 times slower on the CPU.
            chunk = chunk.to(torch.float32)
        total += chunk.sum().item()
        squares += torch.dot(chunk, chunk).item()
    return total, squares


def _carefully(view: MemoryView, few: Figures) -> Figures:
    """Two passes in float64, for what sums of float32 cannot tell."""
    import numpy as np

    total = 0.0
    nonfinite = 0
    low, high = math.inf, -math.inf
    for array in _arrays(view):
        finite = array[np.isfinite(array)]
        nonfinite += array.size - finite.size
        if finite.size:
            total += float(finite.sum())
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    if low > high:
        low = high = math.nan
    mean = std = math.nan
    if not nonfinite:
        mean = total / view.numel
        squares = sum(float(((part - mean) ** 2).sum()) for part in _arrays(view))
        std = math.sqrt(squares / view.numel)
    return few._replace(
        sampled=view.numel, bound=None, mean=mean, std=std, minimum=low, maximum=high,
        nonfinite=nonfinite,
    )  # fmt: skip


def _arrays(view: MemoryView) -> Iterator[np.ndarray[Any, Any]]:
    return (
        as_numpy(view.every(start, 1, _CHUNK)) for start in range(0, view.numel, _CHUNK)
    )


def as_numpy(values: Any) -> np.ndarray[Any, Any]:
    """Values on any device, of any type, as an array of float64."""
    import numpy as np

    torch = sys.modules["torch"]
    values = values.cpu()
    if values.dtype is torch.bfloat16 or values.dtype.itemsize == 1:
        # Types that numpy does not know, and those of eight bits beside them.
        values = values.to(torch.float32)
    array: np.ndarray[Any, Any] = values.numpy()
    # Gathering first, and widening what is gathered, is quicker than both at once.
    return np.ascontiguousarray(array).astype(np.float64, copy=True)
