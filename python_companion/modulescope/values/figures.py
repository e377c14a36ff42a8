"""Mean, deviation and ends of one tensor: from a sample with its bound, or exact.

The sample takes steps that share no factor with any dimension, so it meets all rows
and columns alike. Where its kurtosis says that the deviation rests on a few rows or
columns, these are read in full and weighed as the part of the tensor that they are.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from .samples import coprime_stride
from .view import Lines, MemoryView

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

SAMPLES = 65_536
"""The deviation of a normal tensor is then known to 0.6 % (95 %)."""

_CHUNK = 1 << 20
"""4 MB of float32: stays in the cache for the second pass; smaller ones pay for calls.
"""

_PIECE = 1 << 13

_WANTED = 0.01
"""A wider bound is worth a closer look at the rows and columns that cause it."""

_MOST_LINES = 1024
_MOST_BY_CHANCE = 1
_MOST_OF_COLUMNS = 1 << 15
"""Elements of all these columns together; each is in a cache line of its own."""
_MOST_OF_ROWS = 1 << 16
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
    """(samples,) float64, the finite values of the sample."""

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
    sample = _Sample(values, mean, *_moments(values, mean))
    variance = sample.squares / read
    bound: float | None = None
    if step > 1:
        bound = _bound(sample)
        if bound > _WANTED:
            closer = _closer(view, step, sample, bound)
            if closer is not None:
                mean, variance, bound, more = closer
                read += more
    std = math.sqrt(max(variance, 0.0))
    read = min(read, numel)
    return Figures(numel, read, bound, mean, std, low, high, 0, values)


class _Sample(NamedTuple):
    """A sample, and what sums say of it."""

    values: np.ndarray[Any, Any]
    mean: float
    squares: float
    """The sum of the squared distances from the mean."""
    fourths: float
    """Of their squares."""


def _moments(values: np.ndarray[Any, Any], mean: float) -> tuple[float, float]:
    """The sums of the second and fourth powers of the distances from the mean.

    In pieces: fresh memory for all would take longer than to compute them.
    """
    squares = fourths = 0.0
    for start in range(0, values.size, _PIECE):
        piece = values[start : start + _PIECE] - mean
        piece *= piece
        squares += float(piece.sum())
        fourths += float(piece.dot(piece))
    return squares, fourths


def _bound(sample: _Sample) -> float:
    """1.96 standard errors of the deviation, from the sample's own fourth moment."""
    if sample.squares <= 0:
        return 0.0
    error = _standard_error(sample.squares, sample.fourths, sample.values.size)
    return 0.98 * error * sample.values.size / sample.squares


def _broken(numel: int, values: np.ndarray[Any, Any]) -> Figures:
    import numpy as np

    finite = values[np.isfinite(values)]
    low = high = math.nan
    if finite.size:
        low, high = float(finite.min()), float(finite.max())
    bad = values.size - finite.size
    return Figures(numel, values.size, None, math.nan, math.nan, low, high, bad, finite)


def _closer(
    view: MemoryView, step: int, sample: _Sample, bound: float
) -> tuple[float, float, float, int] | None:
    """Mean, variance and bound once the rows or columns of the tail are read in full.

    None if the tail is spread over the tensor.
    """
    import numpy as np

    if not view.is_dense or len(view.shape) < 2:
        return None
    values, mean = sample.values, sample.mean
    few = np.abs(values[:: max(1, values.size // 4096)] - mean)
    # Half of all values lie within 0.67 deviations of a normal distribution.
    far = _TAIL * 1.4826 * float(np.partition(few, few.size // 2)[few.size // 2])
    tail = np.flatnonzero((values > mean + far) | (values < mean - far))
    tail = tail.astype(np.int64)
    length = view.shape[-1]
    columns = Lines(length, view.numel // length, 1, length)
    rows = Lines(view.numel // length, length, length, 1)
    for lines, met in (
        (columns, tail * step % length),
        (rows, tail * step // length),
    ):
        found, hits = np.unique(met, return_counts=True)
        likely = found[hits > _MOST_BY_CHANCE]
        if 0 < likely.size <= _MOST_LINES:
            closer = _two_strata(view, step, sample, lines, likely)
            if closer[2] < bound / 2:
                return closer
    return None


def _sampled(
    lines: Lines, chosen: np.ndarray[Any, Any], step: int, count: int
) -> np.ndarray[Any, Any]:
    """Which values of a sample with this step are of some lines."""
    import numpy as np

    if lines.start == 1:
        # i · step ≡ line; the step shares no factor with the number of columns.
        first = chosen * pow(step, -1, lines.number) % lines.number
        end, apart = np.full_like(first, count), lines.number
    else:
        first = -(-chosen * lines.length // step)
        end, apart = -(-(chosen + 1) * lines.length // step), 1
    most = -(-int((end - first).max()) // apart)
    places = first[:, None] + apart * np.arange(most)
    there: np.ndarray[Any, Any] = places[places < end[:, None]]
    return there


def _two_strata(
    view: MemoryView,
    step: int,
    sample: _Sample,
    lines: Lines,
    chosen: np.ndarray[Any, Any],
) -> tuple[float, float, float, int]:
    """Lines that are read in full beside the sample of all the rest."""
    gone = sample.values[_sampled(lines, chosen, step, sample.values.size)]
    squares_gone, fourths_gone = _moments(gone, sample.mean)
    most = _MOST_OF_ROWS
    if lines.stride > 1:
        # What is a small part of the variance need not be known as well.
        part = squares_gone / sample.squares
        most = int(_MOST_OF_COLUMNS * max(part * part, 0.25))
    every = coprime_stride(view.shape, lines.length, max(1, most // chosen.size))
    inside = as_numpy(view.lines(chosen, lines, every)).reshape(-1)
    share = chosen.size / lines.number
    shift = share * float(inside.mean() - sample.mean)
    squares, fourths = _moments(inside, sample.mean)
    second = share * squares / inside.size
    # Only what is sampled is uncertain.
    error = 0.0
    if every > 1:
        error = share * _standard_error(squares, fourths, inside.size)
    rest = sample.values.size - gone.size
    if rest:
        squares = sample.squares - squares_gone
        fourths = sample.fourths - fourths_gone
        # Around their mean all values add up to nothing.
        shift -= (1 - share) * float((gone - sample.mean).sum()) / rest
        second += (1 - share) * squares / rest
        error += (1 - share) * _standard_error(squares, fourths, rest)
    variance = second - shift * shift
    bound = 0.98 * error / variance if variance > 0 else 0.0
    return sample.mean + shift, variance, bound, inside.size


def _standard_error(squares: float, fourths: float, count: int) -> float:
    """Of the mean of so many squares, from their sum and that of their squares."""
    mean = squares / count
    return math.sqrt(max(fourths / count - mean * mean, 0.0) / count)


def exact(view: MemoryView) -> Figures:
    """Mean and deviation of all elements; the rest is that of the sample.

    One sum and one dot product for each chunk, joined in float64: each further pass
    would cost as much as both.
    """
    # What only the histogram and the ends need may be a smaller sample.
    is_small = view.numel <= 2 * SAMPLES
    few = sampled(view, SAMPLES if is_small else SAMPLES // 4)
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
    """Values on any device, of any type, as an array of float64.

    Shape:
        values: (*)
        returned: (*)
    """
    import numpy as np

    torch = sys.modules["torch"]
    values = values.cpu()
    if values.dtype is torch.bfloat16 or values.dtype.itemsize == 1:
        # Types that numpy does not know, and those of eight bits beside them.
        values = values.to(torch.float32)
    array: np.ndarray[Any, Any] = values.numpy()
    # Gathering first, and widening what is gathered, is quicker than both at once.
    return np.ascontiguousarray(array).astype(np.float64, copy=True)
