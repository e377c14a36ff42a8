"""What a backward left of the gradients of one model."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from ..values.statistics import FIELDS, Measured

if TYPE_CHECKING:
    import numpy as np


class State(IntEnum):
    """What one parameter had after one backward."""

    VALUE = 0
    FROZEN = 1
    """No gradient: `requires_grad` is False."""
    UNREACHED = 2
    """No gradient, or an old one: it is not in the graph of this backward."""
    UNREADABLE = 3
    """A gradient whose data cannot be read: freed storage, meta, a tensor subclass."""
    ABSENT = 4
    """The parameter did not exist."""
    UNUSED = 5
    """No gradient: its module was not called in the forward."""


NOT_REACHED = (State.UNREACHED, State.UNUSED)
"""It can get a gradient, and the backward did not reach it."""


class Marks(NamedTuple):
    """Which gradients were there before a backward: identity and version by index."""

    ids: list[int]
    versions: list[int]


class Known(NamedTuple):
    """A reading that is complete: what a `Reading` says once it is here."""

    values: np.ndarray[Any, Any]
    states: np.ndarray[Any, Any]


class Reading:
    """The gradients of one model after one backward.

    Those on an accelerator may still be on their way; see `is_here`.
    """

    def __init__(
        self,
        states: np.ndarray[Any, Any],
        rows: list[int],
        shares: dict[int, float],
        measured: Measured,
    ) -> None:
        """Keeps what `Parameters.read` found.

        Args:
            states: (parameters,) of `State`.
            rows: Which parameters were measured.
            shares: How much of a sparse gradient is stored, by row.
            measured: The statistics of the rows.
        """
        self.states = states
        self.measured = measured
        self._rows = rows
        self._shares = shares
        self._values: np.ndarray[Any, Any] | None = None

    @property
    def is_here(self) -> bool:
        """Whether `values` is there without waiting for a device."""
        return self.measured.is_here

    @property
    def values(self) -> np.ndarray[Any, Any]:
        """The statistics of all parameters, zero where there is no value.

        Shape:
            returned: (parameters, len(FIELDS)), float32, in the unit of the gradient
        """
        import numpy as np

        if self._values is None:
            self._values = np.zeros((len(self.states), len(FIELDS)), np.float32)
            if self._rows:
                self._values[self._rows] = self.measured.rows
            for index, share in self._shares.items():
                self._values[index] = _with_unstored(self._values[index], share)
        return self._values


def _with_unstored(row: np.ndarray[Any, Any], share: float) -> tuple[float, ...]:
    """Counts the zeros that a sparse gradient does not store."""
    rms, mean, std, low, high, zero, nan, inf = row.tolist()
    square = (std * std + mean * mean) * share
    return (
        rms * share**0.5,
        mean * share,
        # Not `max`, which may drop a NaN.
        (square - (mean * share) ** 2) ** 0.5
        if square > (mean * share) ** 2
        else std * share,
        min(low, 0.0),
        max(high, 0.0),
        1 - (1 - zero) * share,
        nan,
        inf,
    )
