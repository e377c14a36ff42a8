"""Which tensors can be read without running code, waiting, or ending the process."""

from __future__ import annotations

import sys
from typing import Any, NamedTuple

from ..objects import classes, walk
from .samples import is_readable

_DEVICES = frozenset(("cpu", "cuda", "mps"))
_WHOLE = frozenset(("bool", "uint8", "int8", "int16", "int32", "int64"))
_FLOATING = frozenset(("float16", "bfloat16", "float32", "float64"))


def why_unreadable(tensor: Any, facts: walk.TensorFacts | None) -> str:
    """A sentence that says why the values cannot be read; empty if they can be.

    A subclass may run code of its own, or talk to other processes, whatever is asked
    of it; reading freed memory ends the process.
    """
    if facts is None:
        return "Its metadata cannot be read."
    if facts.lazy:
        return "Not initialised yet: the first forward pass decides its shape."
    if facts.device_type == "meta":
        return "On meta: it has no values."
    torch = sys.modules["torch"]
    if not classes.is_exactly(tensor, (torch.Tensor, torch.nn.Parameter)):
        return f"A {classes.class_name(tensor)[:100]} is not read."
    if facts.device_type not in _DEVICES:
        return f"Tensors on {facts.device} are not read."
    if facts.dtype not in _FLOATING | _WHOLE and not facts.dtype.startswith("float8"):
        return f"Values of type {facts.dtype} are not read."
    if not facts.numel:
        return "It has no elements."
    # Not only for subclasses: a torch function mode is code of the user, too.
    with torch._C.DisableTorchFunction():
        if torch.Tensor.layout.__get__(tensor) is not torch.strided:
            return "It is sparse."
        is_there = is_readable(tensor)
    if not is_there:
        return "Its memory is freed: it is sharded or offloaded."
    return ""


class Lines(NamedTuple):
    """The columns of a matrix, or its rows."""

    number: int
    length: int
    start: int
    """From the start of one line to that of the next."""
    stride: int
    """From one element of a line to the next."""


class MemoryView:
    """The elements of one readable tensor in a fixed order, without a copy of all.

    The order is that of memory where memory has no gaps, else, and if it is `logical`,
    that of the indices.
    """

    def __init__(self, tensor: Any, logical: bool = False) -> None:
        base = sys.modules["torch"].Tensor
        tensor = base.detach(tensor)
        # An expanded dimension repeats its values, perhaps terabytes of them.
        dims = [
            (int(size), int(stride))
            for size, stride in zip(base.size(tensor), base.stride(tensor), strict=True)
            if size > 1 and stride != 0
        ]
        self._dims = dims
        ordered = sorted(dims, key=lambda dim: -dim[1])
        span = 1 + sum((size - 1) * stride for size, stride in dims)
        self.numel = 1
        for size, _ in dims:
            self.numel *= size
        self.is_dense = span == self.numel and (not logical or ordered == dims)
        if self.is_dense:
            self._dims = ordered
        self.shape = tuple(size for size, _ in self._dims)
        """The sizes in that order, without dimensions of one or expanded ones."""
        offset = base.storage_offset(tensor)
        self._memory = base.as_strided(tensor, (span,), (1,), offset)
        self.is_on_cpu = bool(self._memory.device.type == "cpu")

    def every(self, start: int, step: int, limit: int) -> Any:
        """Each `step`-th element from `start` on, at most `limit` of them.

        Shape:
            returned: (min(limit, ceil((numel - start) / step)),)
        """
        stop = min(self.numel, start + step * limit)
        if self.is_dense:
            return self._memory[start:stop:step]
        torch = sys.modules["torch"]
        device = self._memory.device
        rest = torch.arange(start, stop, step, device=device)
        offsets = torch.zeros_like(rest)
        for size, stride in reversed(self._dims):
            offsets += rest % size * stride
            rest //= size
        return self._memory[offsets]

    def lines(self, chosen: Any, of: Lines, every: int) -> Any:
        """Each `every`-th element of some of the lines of memory without gaps.

        Shape:
            chosen: (lines,), the indices of the lines
            returned: (ceil(length / every), lines), or transposed if lines are rows
        """
        torch = sys.modules["torch"]
        table = self._memory.as_strided(
            (-(-of.length // every), of.number),
            (of.stride * every, of.start),
            self._memory.storage_offset(),
        )
        lines = torch.from_numpy(chosen).to(self._memory.device)
        # In the order of memory: pages are found once.
        return table[:, lines] if of.start == 1 else table.T[lines]
