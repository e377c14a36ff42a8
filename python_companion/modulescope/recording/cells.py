"""The numbers of a recording: columns of steps, rows of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..values.statistics import FIELDS
from .readings import State

if TYPE_CHECKING:
    import numpy as np


NAN = FIELDS.index("nan")
INF = FIELDS.index("inf")
"""Where a cell has the counts of its values that are not finite."""


class Cells(NamedTuple):
    """Columns of steps by rows of parameters; one column may join several steps."""

    values: np.ndarray[Any, Any]
    """(columns, parameters, fields) float32; zero where there is no value."""
    states: np.ndarray[Any, Any]
    """(columns, parameters) of `State`."""
    at_step: np.ndarray[Any, Any]
    """(columns, parameters) the RMS when the optimizer stepped.

    NaN where it was not read, or is what the backward left."""
    ratio: np.ndarray[Any, Any]
    """(columns, parameters) |Δw|/|w| of the step that followed; NaN if not read."""
    low: np.ndarray[Any, Any]
    """(columns, parameters) the least finite RMS of the joined steps, or NaN."""
    high: np.ndarray[Any, Any]
    """(columns, parameters) the greatest one, or NaN."""

    def cut(self, columns: int) -> Cells:
        """The first columns, without a copy."""
        return Cells(*(array[:columns] for array in self))


def empty_cells(columns: int, rows: int) -> Cells:
    """Cells of which nothing is known.

    Shape:
        returned: (columns, rows), its values (columns, rows, len(FIELDS))
    """
    import numpy as np

    def unknown() -> np.ndarray[Any, Any]:
        return np.full((columns, rows), np.nan, np.float32)

    return Cells(
        np.zeros((columns, rows, len(FIELDS)), np.float32),
        np.full((columns, rows), State.ABSENT, np.uint8),
        *(unknown() for _ in range(4)),
    )


def join(cells: Cells, width: int) -> Cells:
    """Joins each `width` columns to one.

    A cell shows the last of its steps with a value, or the last that was not finite.

    Shape:
        cells: (columns, parameters)
        returned: (ceil(columns / width), parameters)
    """
    import numpy as np

    count, rows = cells.states.shape
    columns = -(-count // width)
    bad = (cells.values[:, :, NAN] > 0) | (cells.values[:, :, INF] > 0)
    # Beyond the last column there is nothing, which is chosen by no cell.
    score = np.full((columns * width, rows), -1, np.int8)
    score[:count] = bad * np.int8(2) + (cells.states == State.VALUE)
    score = score.reshape(columns, width, rows)
    # argmax finds the first of the best; reversed, that is the last.
    last = width - 1 - score[:, ::-1].argmax(axis=1)
    chosen = (last + np.arange(0, columns * width, width)[:, None], np.arange(rows))
    starts = np.arange(0, count, width)
    return Cells(
        cells.values[chosen],
        cells.states[chosen],
        cells.at_step[chosen],
        cells.ratio[chosen],
        # These pass over NaN, unlike `minimum` and `maximum`.
        np.fmin.reduceat(cells.low, starts, axis=0),
        np.fmax.reduceat(cells.high, starts, axis=0),
    )
