"""How far one step of an optimizer moves each weight, in relation to its size."""

from __future__ import annotations

import math
import sys
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from ..objects import classes, walk
from ..values.statistics import Measured

if TYPE_CHECKING:
    import numpy as np

    from .parameters import Parameters


class Weights:
    """Copies of the weights that an optimizer is about to step.

    Make and compare it inside `backward.undisturbed()`.
    """

    def __init__(self, parameters: Parameters, members: Collection[int]) -> None:
        """Copies the parameters with these indices, where they can be read."""
        torch = sys.modules["torch"]
        self._tensors: list[Any] = []
        self.indices: list[int] = []
        self._before: list[Any] = []
        for index in members:
            tensor = parameters.all[index].ref()
            if tensor is not None and _is_readable(torch, tensor):
                data = tensor.detach()
                self.indices.append(index)
                self._tensors.append(data)
                self._before.append(data.clone())

    def compare(self) -> Measured | None:
        """Measures the differences and the weights before; lets go of all copies."""
        if not self.indices:
            return None
        torch = sys.modules["torch"]
        moved = torch._foreach_sub(self._tensors, self._before)
        measured = Measured([*moved, *self._before])
        self._tensors, self._before = [], []
        return measured

    def ratios(self, rows: np.ndarray[Any, Any]) -> tuple[list[int], list[float]]:
        """|Δw|/|w| by index; norms over √n, so their ratio is that of the norms.

        Shape:
            rows: (2 * len(indices), len(FIELDS)), of the differences, then the weights
            returned: indices and ratios, each (len(indices),), without a unit
        """
        rms = rows[:, 0].tolist()
        count = len(self.indices)
        return self.indices, [
            moved / size if size > 0 else math.nan
            for moved, size in zip(rms[:count], rms[count:], strict=True)
        ]


def _is_readable(torch: Any, tensor: Any) -> bool:
    """A plain strided floating tensor with its storage, on the CPU or a GPU."""
    facts = walk.tensor_facts(tensor)
    return (
        facts is not None
        and classes.is_exactly(tensor, (torch.Tensor, torch.nn.Parameter))
        and tensor.layout is torch.strided
        and tensor.is_floating_point()
        and (tensor.is_cpu or tensor.is_cuda)
        and tensor.untyped_storage().nbytes() >= tensor.numel() * tensor.element_size()
    )
