"""The recorded steps of one model as columns: bounded, and evenly spaced."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from ..values.statistics import FIELDS
from .cells import Cells, empty_cells, join

if TYPE_CHECKING:
    import numpy as np

_MAX_COLUMNS = 512
_MAX_BYTES = 32_000_000
_ROW_BYTES = len(FIELDS) * 4 + 1 + 4 * 4


class Columns:
    """Columns of recorded steps by rows of parameters.

    When it is full, neighbouring columns are joined, and from then on as many new steps
    to one column, so that columns stay evenly spaced; the last one is one step.
    """

    def __init__(self) -> None:
        """Starts empty; the first `grow` brings the rows."""
        self.count = 0
        self._width = 1
        """How many recorded steps a full column joins."""
        self._counts: np.ndarray[Any, Any]
        """How many recorded steps each column joins."""
        self._first: np.ndarray[Any, Any]
        self._last: np.ndarray[Any, Any]
        self._cells: Cells

    @property
    def first_steps(self) -> np.ndarray[Any, Any]:
        """The first step of each column.

        Shape:
            returned: (columns,), in backward passes
        """
        return self._first[: self.count]

    @property
    def last_steps(self) -> np.ndarray[Any, Any]:
        """The last step of each column.

        Shape:
            returned: (columns,), in backward passes
        """
        return self._last[: self.count]

    @property
    def cells(self) -> Cells:
        """What was recorded."""
        return self._cells.cut(self.count)

    def begin(self, step: int) -> tuple[int, Cells]:
        """A column for one step, for which there is room; where, and all cells.

        It counts when its cells are filled: raise `count` then.
        """
        column = self.count
        self._first[column] = self._last[column] = step
        self._counts[column] = 1
        return column, self._cells

    def rows(self, rows: Sequence[int]) -> Columns:
        """A copy of some rows."""
        found = Columns()
        found.count = self.count
        found._first, found._last = self.first_steps.copy(), self.last_steps.copy()
        found._cells = Cells(*(array[:, rows] for array in self.cells))
        return found

    def latest(self, count: int) -> Columns:
        """The latest columns alone, without a copy."""
        found = Columns()
        found.count = count
        found._first, found._last = self.first_steps[-count:], self.last_steps[-count:]
        found._cells = Cells(*(array[-count:] for array in self.cells))
        return found

    def grow(self, rows: int) -> None:
        """Makes room for new rows; what was recorded before has them absent."""
        import numpy as np

        columns = self.count
        fitting = _MAX_BYTES // (rows * _ROW_BYTES)
        capacity = max(min(_MAX_COLUMNS, fitting), columns + 1, 16)
        capacity += capacity % 2
        old = (self.cells, self._counts, self._first, self._last) if columns else None
        self._first = np.zeros(capacity, np.int64)
        self._last = np.zeros(capacity, np.int64)
        self._counts = np.zeros(capacity, np.int64)
        self._cells = empty_cells(capacity, rows)
        if old is not None:
            cells, *numbers = old
            kept = (self._counts, self._first, self._last)
            for target, array in zip(kept, numbers, strict=True):
                target[:columns] = array[:columns]
            for new, kept_cells in zip(self._cells, cells, strict=True):
                new[:columns, : kept_cells.shape[1]] = kept_cells

    def make_room(self, starts: Collection[int]) -> bool:
        """Makes room for one more column, which is not joined to another yet.

        Args:
            starts: Steps that have to begin a column.

        Returns:
            Whether all columns were joined in pairs.
        """
        last = self.count - 1
        if (
            last > 0
            and self._counts[last - 1] + self._counts[last] <= self._width
            and self._last[last] not in starts
        ):
            self._join(last - 1)
        elif self.count == len(self._first):
            self._halve()
            return True
        return False

    def _join(self, first: int) -> None:
        """Joins the last two columns."""
        joined = join(Cells(*(array[first : first + 2] for array in self._cells)), 2)
        for kept, new in zip(self._cells, joined, strict=True):
            kept[first] = new[0]
        self._last[first] = self._last[first + 1]
        self._counts[first] += self._counts[first + 1]
        self.count = first + 1

    def _halve(self) -> None:
        """Joins columns in pairs; the capacity is even, so no column is left over."""
        half = self.count // 2
        joined = join(self.cells, 2)
        for kept, new in zip(self._cells, joined, strict=True):
            kept[:half] = new
        self._first[:half] = self._first[0 : self.count : 2].copy()
        self._last[:half] = self._last[1 : self.count : 2].copy()
        self._counts[:half] = self._counts[: self.count].reshape(-1, 2).sum(axis=1)
        self.count, self._width = half, 2 * self._width
