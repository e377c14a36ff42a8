"""Statistics of many tensors in few calls, by the operations that are fast.

`std`, `var_mean`, `norm(inf)` and `isnan().sum()` each walk memory 5 to 40 times
slower than a dot product, so the moments come from sums. Where sums lose precision
(a mean far above the deviation, squares that underflow) or a value is not finite, that
one tensor is read again in float64.
"""

from __future__ import annotations

import math
import operator
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from torch import Tensor

    from .devices import Arriving

FIELDS = ("rms", "mean", "std", "min", "max", "zero", "nan", "inf")
"""RMS is norm / √n; std has divisor n; zero is a fraction; nan and inf are counts."""

_CHUNK = 131_072
"""512 KB of float32: stays in the second-level cache while four passes read it."""

SMALL = 8_192
"""Up to here one call for many tensors beats chunks of one."""

_BATCH = 262_144
"""Elements of small tensors that are joined at once."""

_ZERO_SAMPLES = 4_096
_ZERO_STRIDES = (2039, 1021, 509, 251, 127, 61, 31, 13, 7, 3)
"""Zeros of large tensors are counted in every so many elements; primes, so no row
length aliases with them."""


class Measured:
    """The statistics of many tensors: those of the CPU at once, others on their way.

    Make it inside `backward.undisturbed()`.
    """

    def __init__(
        self, tensors: Sequence[Tensor], scale: Any = None, light: bool = False
    ) -> None:
        """Measures, or begins to.

        Args:
            tensors: Strided, floating, readable.
            scale: A tensor of one number that is wanted with them, or None.
            light: Only what `light.MEASURED` names.
        """
        self._light = light
        self.device_s = 0.0
        """What it took on devices; known when it is here."""
        self._scale = 1.0
        self._arriving: list[tuple[list[int], Arriving, Any]] = []
        if all(map(_is_cpu, tensors)) and (scale is None or scale.is_cpu):
            self._rows = self._measure(tensors)
            self._scale = 1.0 if scale is None else float(scale)
        else:
            self._begin(tensors, scale)

    def _begin(self, tensors: Sequence[Tensor], scale: Any) -> None:
        import numpy as np

        from .devices import Arriving, reduce, started

        torch = sys.modules["torch"]
        self._rows = np.zeros((len(tensors), len(FIELDS)), np.float32)
        places: dict[Any, dict[Any, list[int]]] = {}
        here = [i for i, one in enumerate(tensors) if not one.is_cuda]
        if here:
            self._rows[here] = self._measure([tensors[i] for i in here])
        for index, one in enumerate(tensors):
            if one.is_cuda and one.numel():
                places.setdefault(one.device, {}).setdefault(one.dtype, []).append(
                    index
                )
        for device, kinds in places.items():
            with torch.cuda.device(device):
                start = started(device)
                tables = [
                    reduce([flat(tensors[i]) for i in members])
                    for members in kinds.values()
                ]
                members = [i for found in kinds.values() for i in found]
                if scale is not None and scale.device == device:
                    # In the same table, because there is one copy.
                    tables.append(scale.float().reshape(1, 1).expand(1, len(FIELDS)))
                    members.append(_SCALE)
                self._arriving.append((members, Arriving(torch.cat(tables)), start))
        if scale is not None and not any(_SCALE in one[0] for one in self._arriving):
            # Neither on the CPU nor on a device with gradients.
            self._scale = float(scale) if scale.is_cpu else 1.0

    def _measure(self, tensors: Sequence[Tensor]) -> np.ndarray[Any, Any]:
        if not self._light:
            return measure(tensors)
        from .statistics_light import measure_light

        return measure_light(tensors)

    @property
    def is_here(self) -> bool:
        """Whether nothing has to be waited for."""
        return all(arriving.is_here for _, arriving, _ in self._arriving)

    @property
    def rows(self) -> np.ndarray[Any, Any]:
        """The statistics; waits for what is on its way.

        Shape:
            returned: (len(tensors), len(FIELDS)), float32
        """
        for members, arriving, start in self._arriving:
            table = arriving.numpy()
            self.device_s += arriving.since_ms(start) / 1000
            if members[-1] == _SCALE:
                self._scale, members, table = (
                    float(table[-1, 0]),
                    members[:-1],
                    table[:-1],
                )
            self._rows[members] = self._kept(table)
        self._arriving = []
        return self._rows

    def _kept(self, table: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        if not self._light:
            return table
        from .statistics_light import blank

        # On a device one kernel gives all; what was not asked for is not told.
        return blank(table.copy())

    @property
    def scale(self) -> float:
        """The number that was brought along; 1 without one."""
        return self._scale if self.rows is not None else 1.0


_SCALE = -1

_is_cpu = operator.attrgetter("is_cpu")


def measure(tensors: Sequence[Tensor]) -> np.ndarray[Any, Any]:
    """The statistics of strided, floating, readable CPU tensors.

    Call it inside `backward.undisturbed()`.

    Shape:
        tensors: each (*)
        returned: (len(tensors), len(FIELDS)), float32
    """
    import numpy as np

    rows = np.zeros((len(tensors), len(FIELDS)))
    batch: list[int] = []
    total = 0
    for index, tensor in enumerate(tensors):
        numel = tensor.numel()
        if numel > SMALL:
            rows[index] = _large(flat(tensor))
        elif numel:
            batch.append(index)
            total += numel
            if total > _BATCH:
                rows[batch] = _small([tensors[i] for i in batch])
                batch, total = [], 0
    if batch:
        rows[batch] = _small([tensors[i] for i in batch])
    # Beyond float32 (double gradients above 3e38) the ends stand for the value.
    with np.errstate(over="ignore"):
        return rows.astype(np.float32)


def flat(tensor: Tensor) -> Tensor:
    """All elements as one dimension, without a copy where memory has no gaps.

    Shape:
        tensor: (*)
        returned: (numel,)
    """
    if tensor.is_contiguous():
        return tensor.reshape(-1)
    for dim, (size, stride) in enumerate(
        zip(tensor.shape, tensor.stride(), strict=True)
    ):
        if stride == 0 and size > 1:
            # An expanded dimension repeats its values: one copy has the same
            # statistics, and all of them may be terabytes.
            tensor = tensor.narrow(dim, 0, 1)
    span = sum(
        (size - 1) * stride
        for size, stride in zip(tensor.shape, tensor.stride(), strict=True)
    )
    if span + 1 == tensor.numel():
        # Transposed or channels-last: the order does not matter here.
        return tensor.as_strided((tensor.numel(),), (1,))
    return tensor.reshape(-1)


def _large(flat: Tensor) -> list[float]:
    """One tensor in cache-sized chunks; its zero fraction is sampled."""
    import numpy as np

    torch = sys.modules["torch"]
    total = squares = 0.0
    low, high = math.inf, -math.inf
    zeros = sampled = 0
    stride = next((s for s in _ZERO_STRIDES if flat.numel() >= s * _ZERO_SAMPLES), 2)
    for chunk, array in _pieces(flat):
        # This one first: while it computes, the rest of the chunk comes from memory.
        # numpy's is faster, but wakes threads that spin on the user's cores.
        squares += torch.dot(chunk, chunk).item()
        total += chunk.sum().item()
        # A NaN may get lost in these two, but not in the sums.
        low = min(float(np.minimum.reduce(array)), low)
        high = max(float(np.maximum.reduce(array)), high)
        # While it is in the cache: from memory, this would cost as much as a sum.
        part = array[::stride]
        sampled += part.size
        zeros += part.size - np.count_nonzero(part)
    numel = flat.numel()
    mean_square = squares / numel
    if (
        not math.isfinite(total + squares)
        # float32 sums carry 1e-6; with a mean above three deviations std would lose
        # the fourth digit.
        or (total / numel) ** 2 > 0.9 * mean_square
        # Squares below 1e-38 are lost.
        or (squares < 1e-28 and (low != 0 or high != 0))
    ):
        return exact(flat)
    zero = 1.0 if low == high == 0 else zeros / sampled
    return _row(numel, total / numel, mean_square, low, high, zero)


def _pieces(flat: Tensor) -> Iterator[tuple[Tensor, np.ndarray[Any, Any]]]:
    """Chunks as tensors and arrays of 32 or 64 bits.

    The reductions of 16-bit types on CPU are up to 30 times slower.
    """
    torch = sys.modules["torch"]
    if flat.dtype in (torch.float32, torch.float64):
        whole = flat.numpy()
        for start, chunk in enumerate(flat.split(_CHUNK)):
            yield chunk, whole[start * _CHUNK : (start + 1) * _CHUNK]
        return
    for chunk in flat.split(_CHUNK):
        wide = chunk.float()
        yield wide, wide.numpy()


def _row(
    numel: int, mean: float, square: float, low: float, high: float, zero: float
) -> list[float]:
    deviation = math.sqrt(max(square - mean * mean, 0.0)) if numel > 1 else 0.0
    return [math.sqrt(square), mean, deviation, low, high, zero, 0.0, 0.0]


def _small(tensors: Sequence[Tensor]) -> np.ndarray[Any, Any]:
    """Many small tensors, joined; each statistic is one call for all of them."""
    import numpy as np

    sizes, starts = layout(tuple(tensor.numel() for tensor in tensors))
    joined = join(sys.modules["torch"], tensors).numpy()
    wide = joined.astype(np.float64)
    rows = np.zeros((len(tensors), len(FIELDS)))
    # Views of the columns: the calls below write in place.
    rms, mean, std, low, high, zero, _, _ = rows.T
    with np.errstate(all="ignore"):
        np.add.reduceat(wide, starts, out=mean)
        mean /= sizes
        np.multiply(wide, wide, out=wide)
        square = np.add.reduceat(wide, starts)
        square /= sizes
        np.sqrt(square, out=rms)
        spread = square - mean * mean
        np.sqrt(np.maximum(spread, 0), out=std)
        np.minimum.reduceat(joined, starts, out=low, dtype=joined.dtype)
        np.maximum.reduceat(joined, starts, out=high, dtype=joined.dtype)
        if np.count_nonzero(joined) < joined.size:
            np.add.reduceat(joined == 0, starts, dtype=np.float64, out=zero)
            zero /= sizes
        # A NaN must not fall into the sure ones. Squares of float32 never underflow
        # in float64, so a sum of zero is a tensor of zeros.
        sure = (spread > 1e-10 * square) | (square == 0)
        sure |= (sizes == 1) & np.isfinite(square)
    if not sure.all():
        for index in np.flatnonzero(~sure).tolist():
            rows[index] = exact(flat(tensors[index]))
    return rows


@lru_cache(maxsize=64)
def layout(
    sizes: tuple[int, ...],
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The sizes, and where each tensor starts in the joined array.

    Shape:
        returned: (len(sizes),), float64, and (len(sizes),), integers
    """
    import numpy as np

    counts = np.array(sizes)
    return counts.astype(np.float64), np.cumsum(counts) - counts


def join(torch: Any, tensors: Sequence[Tensor]) -> Tensor:
    """Tensors one behind the other, as 32 or 64 bits.

    Shape:
        tensors: each (*)
        returned: (sum of their numel,)
    """
    if len({tensor.dtype for tensor in tensors}) > 1:
        tensors = [tensor.double() for tensor in tensors]
    flat: Tensor = torch._C._nn.flatten_dense_tensors(list(tensors))
    if flat.dtype not in (torch.float32, torch.float64):
        flat = flat.float()
    return flat


def exact(flat: Tensor) -> list[float]:
    """Two passes in float64; also counts what is not finite.

    With a NaN or an infinity in it, the moments are NaN or infinite as arithmetic
    gives them, and the ends are those of the finite values.

    Shape:
        flat: (numel,)
        returned: len(FIELDS) numbers
    """
    import numpy as np

    numel = flat.numel()
    total, low, high = 0.0, math.inf, -math.inf
    zeros = nans = infs = 0
    with np.errstate(all="ignore"):
        for array in _doubles(flat):
            finite = np.isfinite(array)
            bad = array.size - np.count_nonzero(finite)
            if bad:
                nan = np.count_nonzero(np.isnan(array))
                nans, infs = nans + nan, infs + bad - nan
                if bad == array.size:
                    continue
                array = array[finite]
            total += float(array.sum())
            low, high = min(low, float(array.min())), max(high, float(array.max()))
            zeros += array.size - np.count_nonzero(array)
        if nans or infs:
            moment = math.nan if nans else math.inf
            ends = (low, high) if low <= high else (moment, moment)
            return [moment, math.nan, math.nan, *ends, zeros / numel, nans, infs]
        mean = total / numel
        centred = sum(float(((a - mean) ** 2).sum()) for a in _doubles(flat)) / numel
    rms = math.sqrt(centred + mean * mean)
    return [rms, mean, math.sqrt(centred), low, high, zeros / numel, 0.0, 0.0]


def _doubles(flat: Tensor) -> Any:
    return (chunk.double().numpy() for chunk in flat.split(_CHUNK))
