"""The recorded gradients of one model: bounded, and never silent about a NaN."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ..values.statistics import FIELDS
from .cells import INF, NAN, Cells, empty_cells, join
from .readings import Known, Parameters, Reading, State
from .rebuilds import Rebuild, is_another, per_column, sizes

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

_MAX_COLUMNS = 512
_MAX_BYTES = 32_000_000
_MOMENTS = slice(0, FIELDS.index("zero"))
_RMS = FIELDS.index("rms")


class Onset(NamedTuple):
    """Where a value that is not finite appeared first."""

    kind: str
    """`NaN` or `Inf`."""
    step: int
    fqn: str
    finite_step: int | None
    """The last recorded step before; None if it was there from the first one."""


_ROW_BYTES = len(FIELDS) * 4 + 1 + 4 * 4


class History:
    """Columns of recorded steps by rows of parameters.

    When it is full, neighbouring columns are joined, and from then on as many new steps
    to one column, so that columns stay evenly spaced; the last one is one step. A
    joined column shows its last step, except where an earlier one of its steps was not
    finite: then it shows that. The least and the greatest RMS of its steps stay beside
    it.
    """

    def __init__(self, name: str, class_name: str) -> None:
        """Starts empty; the first `add` brings the parameters."""
        self.name = name
        self.class_name = class_name
        self.fqns: list[str] = []
        self.shapes: list[tuple[int, ...]] = []
        self.numels: list[int] = []
        self.recorded = 0
        """How many steps were recorded, joined ones included."""
        self.columns = 0
        self.scale = 1.0
        """The last scale of a `GradScaler`; values are divided by it."""
        self.onsets: dict[str, Onset] = {}
        self._own_onsets: dict[str, Onset] = {}
        """Of the model that was recorded last alone."""
        self.rebuilds: list[Rebuild] = []
        """Where it goes on with another model of this name."""
        self.source: Parameters | None = None
        """The list of the model that was recorded last."""
        self._rows: dict[str, int] = {}
        self._latest: int | None = None
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
            returned: (columns,)
        """
        return self._first[: self.columns]

    @property
    def last_steps(self) -> np.ndarray[Any, Any]:
        """The last step of each column.

        Shape:
            returned: (columns,)
        """
        return self._last[: self.columns]

    @property
    def cells(self) -> Cells:
        """What was recorded."""
        return self._cells.cut(self.columns)

    @property
    def values(self) -> np.ndarray[Any, Any]:
        """See `Cells.values`."""
        return self.cells.values

    @property
    def states(self) -> np.ndarray[Any, Any]:
        """See `Cells.states`."""
        return self.cells.states

    @property
    def at_step(self) -> np.ndarray[Any, Any]:
        """See `Cells.at_step`."""
        return self.cells.at_step

    @property
    def ratio(self) -> np.ndarray[Any, Any]:
        """See `Cells.ratio`."""
        return self.cells.ratio

    @property
    def sizes(self) -> np.ndarray[Any, Any]:
        """How many elements each parameter had.

        Shape:
            returned: (columns, parameters), float64
        """
        return sizes(self.rebuilds, self.numels, self.last_steps)

    def add(
        self,
        step: int,
        parameters: Parameters,
        reading: Reading | Known,
        scale: float = 1.0,
    ) -> None:
        """Appends one recorded step; `scale` is what the loss was multiplied with."""
        if self.source is not parameters:
            self._note_source(step, parameters)
        rows = self._rows_of(parameters)
        self._make_room()
        column, cells = self.columns, self._cells
        self._first[column] = self._last[column] = step
        self._counts[column] = 1
        cells.states[column] = State.ABSENT
        cells.states[column, rows] = reading.states
        cells.values[column, rows] = reading.values
        if scale != 1.0:
            self.scale = scale
            # In float64: the greatest scales leave the range of float32.
            moments = reading.values[:, _MOMENTS].astype("float64") / scale
            cells.values[column, rows, _MOMENTS] = moments
        cells.at_step[column] = cells.ratio[column] = math.nan
        cells.low[column] = cells.high[column] = _finite_rms(cells, column)
        self.columns += 1
        self.recorded += 1
        self._note_onset(step, parameters, reading)
        self._latest = step

    def _note_source(self, step: int, parameters: Parameters) -> None:
        if self.source is not None and is_another(self.source, parameters):
            rebuild = Rebuild(step, parameters.cell, tuple(self.numels))
            self.rebuilds.append(rebuild)
            self._own_onsets, self._latest = {}, None
        self.source = parameters

    def _note_onset(
        self, step: int, parameters: Parameters, reading: Reading | Known
    ) -> None:
        for kind, field in (("NaN", NAN), ("Inf", INF)):
            if kind not in self._own_onsets and (reading.values[:, field] > 0).any():
                # Backward runs from the output to the input, so of several the last
                # one in forward order is where it began.
                index = int((reading.values[:, field] > 0).nonzero()[0][-1])
                fqn = parameters.all[index].fqn
                onset = Onset(kind, step, fqn, self._latest)
                self._own_onsets[kind] = onset
                self.onsets.setdefault(kind, onset)

    def add_at_step(
        self, parameters: Parameters, indices: list[int], rms: list[float]
    ) -> None:
        """Notes the RMS that the optimizer saw, for the step added last."""
        self._note(lambda cells: cells.at_step, parameters, indices, rms)

    def add_ratio(
        self, parameters: Parameters, indices: list[int], ratios: list[float]
    ) -> None:
        """Notes how far the optimizer moved weights, for the step added last."""
        self._note(lambda cells: cells.ratio, parameters, indices, ratios)

    def _note(
        self,
        field: Callable[[Cells], np.ndarray[Any, Any]],
        parameters: Parameters,
        indices: list[int],
        numbers: list[float],
    ) -> None:
        if self.columns:
            rows = self._rows_of(parameters)
            column = field(self._cells)[self.columns - 1]
            for index, value in zip(indices, numbers, strict=True):
                column[rows[index]] = value

    def below(self, prefix: str) -> History | None:
        """The rows of a subtree, under their own names; None if it has none."""
        rows = [
            index
            for index, fqn in enumerate(self.fqns)
            if not prefix or fqn == prefix or fqn.startswith(f"{prefix}.")
        ]
        if not rows or not self.columns:
            return None
        found = History(self.name, self.class_name)
        found.fqns = [self.fqns[index] for index in rows]
        found.shapes = [self.shapes[index] for index in rows]
        found.numels = [self.numels[index] for index in rows]
        found.recorded, found.columns = self.recorded, self.columns
        found.scale, found.source = self.scale, self.source
        found.rebuilds = [
            one._replace(
                numels=tuple(one.numels[row] for row in rows if row < len(one.numels))
            )
            for one in self.rebuilds
        ]
        found.onsets = {k: v for k, v in self.onsets.items() if v.fqn in found.fqns}
        found._first, found._last = self.first_steps.copy(), self.last_steps.copy()
        found._cells = Cells(*(array[:, rows] for array in self.cells))
        return found

    def of_last_model(self) -> History:
        """What was recorded of the model that has the name now."""
        if not self.rebuilds:
            return self
        first = self.first_steps.searchsorted(self.rebuilds[-1].step)
        # A column that joins steps of both is left out, if it is not all there is.
        found = self.latest(max(self.columns - int(first), 1))
        if found is not self:
            found.onsets, found.recorded = self._own_onsets, found.columns
            found.rebuilds = []
        return found

    def latest(self, columns: int) -> History:
        """The latest columns alone."""
        found = self.below("")
        if found is None or columns >= self.columns:
            return self
        found._first = self.first_steps[-columns:]
        found._last = self.last_steps[-columns:]
        found._cells = Cells(*(array[-columns:] for array in self.cells))
        found.columns = columns
        return found

    def _rows_of(self, parameters: Parameters) -> list[int]:
        new = [one for one in parameters.all if one.fqn not in self._rows]
        for one in new:
            self._rows[one.fqn] = len(self.fqns)
            self.fqns.append(one.fqn)
            self.shapes.append(one.shape)
            self.numels.append(one.numel)
        if new:
            self._grow()
        for one in parameters.all:
            # A model that was rebuilt may have other sizes under the same names.
            self.shapes[self._rows[one.fqn]] = one.shape
            self.numels[self._rows[one.fqn]] = one.numel
        return [self._rows[one.fqn] for one in parameters.all]

    def _grow(self) -> None:
        """Makes room for new rows; what was recorded before has them absent."""
        import numpy as np

        columns = self.columns
        fitting = _MAX_BYTES // (len(self.fqns) * _ROW_BYTES)
        capacity = max(min(_MAX_COLUMNS, fitting), columns + 1, 16)
        capacity += capacity % 2
        old = (self.cells, self._counts, self._first, self._last) if columns else None
        self._first = np.zeros(capacity, np.int64)
        self._last = np.zeros(capacity, np.int64)
        self._counts = np.zeros(capacity, np.int64)
        self._cells = empty_cells(capacity, len(self.fqns))
        if old is not None:
            cells, *numbers = old
            kept = (self._counts, self._first, self._last)
            for target, array in zip(kept, numbers, strict=True):
                target[:columns] = array[:columns]
            for new, kept_cells in zip(self._cells, cells, strict=True):
                new[:columns, : kept_cells.shape[1]] = kept_cells

    def _make_room(self) -> None:
        """Makes room for one more column, which is not joined to another yet."""
        last = self.columns - 1
        if (
            last > 0
            and self._counts[last - 1] + self._counts[last] <= self._width
            # The first step of a rebuilt model begins a column.
            and all(one.step != self._last[last] for one in self.rebuilds[-2:])
        ):
            self._join(last - 1)
        elif self.columns == len(self._first):
            self._halve()

    def _join(self, first: int) -> None:
        """Joins the last two columns."""
        joined = join(Cells(*(array[first : first + 2] for array in self._cells)), 2)
        for kept, new in zip(self._cells, joined, strict=True):
            kept[first] = new[0]
        self._last[first] = self._last[first + 1]
        self._counts[first] += self._counts[first + 1]
        self.columns = first + 1

    def _halve(self) -> None:
        """Joins columns in pairs; the capacity is even, so no column is left over."""
        half = self.columns // 2
        joined = join(self.cells, 2)
        for kept, new in zip(self._cells, joined, strict=True):
            kept[:half] = new
        self._first[:half] = self._first[0 : self.columns : 2].copy()
        self._last[:half] = self._last[1 : self.columns : 2].copy()
        self._counts[:half] = self._counts[: self.columns].reshape(-1, 2).sum(axis=1)
        self.columns, self._width = half, 2 * self._width
        self.rebuilds = [one for _, one in per_column(self.rebuilds, self.last_steps)]


def _finite_rms(cells: Cells, column: int) -> np.ndarray[Any, Any]:
    import numpy as np

    rms = cells.values[column, :, _RMS]
    usable = (cells.states[column] == State.VALUE) & np.isfinite(rms)
    return np.where(usable, rms, np.float32(np.nan))
