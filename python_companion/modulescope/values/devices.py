"""Statistics of tensors on an accelerator: few kernels, one copy back, no waiting.

All tensors of a device are joined in batches and reduced by segments, first of 16,384
elements (a block of threads each), then by tensor, in float64. A synchronisation in
the user's loop would cost more than all of it, so the table of results is copied to
pinned memory asynchronously and read once its event has passed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from torch import Tensor

PIECE = 16_384
BATCH = 8_388_608
"""Elements that are joined at once: 64 MB of temporary float64."""

_WAYS = ("sum", "sum", "sum", "sum", "min", "max")
"""How the columns of `_columns` are reduced."""


def reduce(tensors: Sequence[Tensor], batch: int = BATCH) -> Tensor:
    """The statistics of flat floating tensors of one device and dtype, on it.

    Two passes, so that the deviation is right however far the mean is. Call it inside
    `backward.undisturbed()`.

    Args:
        tensors: At least one.
        batch: How many elements are joined at once.

    Shape:
        tensors: each (numel,)
        returned: (len(tensors), len(FIELDS)), float32, as of `statistics.measure`
    """
    torch = sys.modules["torch"]
    numels = tuple(one.numel() for one in tensors)
    layout = _layout(numels, str(tensors[0].device), batch)
    first = torch.cat(
        [_columns(torch, _join(torch, tensors, one), one) for one in layout.batches],
        dim=1,
    )
    total, zeros, nans, infs, low, high = (
        _by_segment(torch, row, way, layout.pieces)
        for way, row in zip(_WAYS, first, strict=True)
    )
    mean = total / layout.numels
    centred = torch.cat(
        [
            _squares(torch, _join(torch, tensors, one), one, mean)
            for one in layout.batches
        ]
    )
    variance = _by_segment(torch, centred, "sum", layout.pieces) / layout.numels
    zero = zeros / layout.numels
    return _finish(torch, mean, variance, low, high, zero, nans, infs)


def _join(torch: Any, tensors: Sequence[Tensor], batch: _Batch) -> Tensor:
    joined: Tensor = torch.cat(
        [tensors[index][start:stop] for index, start, stop in batch.members]
    )
    return joined.double()


def _columns(torch: Any, x: Tensor, batch: _Batch) -> Tensor:
    """(6, pieces): sum, zeros, NaNs, infinities, least and greatest finite element."""
    nan, inf = x.isnan(), x.isinf()
    bad = nan | inf
    columns = [
        x,
        (x == 0).double(),
        nan.double(),
        inf.double(),
        x.masked_fill(bad, float("inf")),
        x.masked_fill(bad, -float("inf")),
    ]
    found: Tensor = torch.stack(
        [
            _by_segment(torch, one, way, batch.lengths)
            for one, way in zip(columns, _WAYS, strict=True)
        ]
    )
    return found


def _squares(torch: Any, x: Tensor, batch: _Batch, mean: Tensor) -> Tensor:
    """(pieces,) the sum of squared distances from the mean of the tensor."""
    # Told the size, it need not ask the device for it.
    x -= torch.repeat_interleave(
        mean[batch.tensors], batch.sizes, output_size=x.numel()
    )
    return _by_segment(torch, x * x, "sum", batch.lengths)


def _by_segment(torch: Any, x: Tensor, way: str, lengths: Tensor) -> Tensor:
    # `unsafe` leaves out a check of the lengths that would wait for the device.
    found: Tensor = torch.segment_reduce(x, way, lengths=lengths, axis=0, unsafe=True)
    return found


def _finish(
    torch: Any,
    mean: Tensor,
    variance: Tensor,
    low: Tensor,
    high: Tensor,
    zero: Tensor,
    nans: Tensor,
    infs: Tensor,
) -> Tensor:
    bad = (nans + infs) > 0
    nothing = torch.full_like(mean, float("nan"))
    # As in `statistics.exact`: the moments of what is not finite are not finite,
    # and with nothing finite in it, so are the ends.
    moment = torch.where(nans > 0, nothing, torch.full_like(mean, float("inf")))
    empty = low > high
    table: Tensor = torch.stack(
        [
            torch.where(bad, moment, (variance + mean * mean).sqrt()),
            torch.where(bad, nothing, mean),
            torch.where(bad, nothing, variance.sqrt()),
            torch.where(empty, moment, low),
            torch.where(empty, moment, high),
            zero,
            nans,
            infs,
        ],
        dim=1,
    )
    return table.float()


class _Batch(NamedTuple):
    """What is joined at once, and how it is cut."""

    members: list[tuple[int, int, int]]
    """Index, start and stop of each slice."""
    tensors: Tensor
    """The indices, on the device."""
    sizes: Tensor
    """Elements of each slice."""
    lengths: Tensor
    """Elements of each piece."""


class _Layout:
    """Which slices of which tensors make a batch; made once for a list of sizes."""

    def __init__(self, numels: tuple[int, ...], device: str, batch: int) -> None:
        self.batches: list[_Batch] = []
        self.numels = _on_device([float(numel) for numel in numels], device)
        self.pieces = _on_device([-(-numel // PIECE) for numel in numels], device)
        members: list[tuple[int, int, int]] = []
        room = batch
        for index, numel in enumerate(numels):
            start = 0
            while start < numel:
                # Whole pieces only, except at the end of a tensor.
                stop = min(numel, start + max(room // PIECE, 1) * PIECE)
                members.append((index, start, stop))
                room -= stop - start
                start = stop
                if room < PIECE:
                    self.batches.append(_batch(members, device))
                    members, room = [], batch
        if members:
            self.batches.append(_batch(members, device))


def _batch(members: list[tuple[int, int, int]], device: str) -> _Batch:
    lengths = [
        min(PIECE, stop - piece)
        for _, start, stop in members
        for piece in range(start, stop, PIECE)
    ]
    return _Batch(
        members,
        _on_device([index for index, _, _ in members], device),
        _on_device([stop - start for _, start, stop in members], device),
        _on_device(lengths, device),
    )


_layout = lru_cache(maxsize=16)(_Layout)


def _on_device(numbers: Sequence[float], device: str) -> Tensor:
    torch = sys.modules["torch"]
    kind = torch.float64 if isinstance(numbers[0], float) else torch.int64
    host = torch.tensor(numbers, dtype=kind, device="cpu")
    if device == "cpu":
        return host
    # From pageable memory the copy would wait for the device.
    return host.pin_memory().to(device, non_blocking=True)


class Arriving:
    """A table of float32 on its way from the device to the host."""

    def __init__(self, table: Tensor) -> None:
        """Starts the one copy, on the stream that computes the table."""
        torch = sys.modules["torch"]
        self._host = torch.empty(
            table.shape, dtype=table.dtype, device="cpu", pin_memory=True
        )
        self._host.copy_(table, non_blocking=True)
        self._event = torch.cuda.Event(enable_timing=True)
        self._event.record(torch.cuda.current_stream(table.device))

    @property
    def is_here(self) -> bool:
        """Whether it can be read without waiting."""
        return bool(self._event.query())

    def since_ms(self, start: Any) -> float:
        """The device's time from an earlier event until the copy was done."""
        return float(start.elapsed_time(self._event))

    def numpy(self) -> np.ndarray[Any, Any]:
        """The table; waits if it is not here yet.

        Shape:
            returned: that of the table on the device
        """
        self._event.synchronize()
        result: np.ndarray[Any, Any] = self._host.numpy()
        return result


def started(device: Any) -> Any:
    """An event with the present moment of a device's stream, for `since_ms`."""
    torch = sys.modules["torch"]
    event = torch.cuda.Event(enable_timing=True)
    event.record(torch.cuda.current_stream(device))
    return event
