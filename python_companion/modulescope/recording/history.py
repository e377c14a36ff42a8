"""The recorded gradients of one model: bounded, and never silent about a NaN."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..values.statistics import FIELDS
from .cells import Cells
from .columns import Columns
from .onsets import Onset, new_onsets
from .parameters import Parameters
from .readings import Known, Reading, State
from .rebuilds import Rebuild, is_another, of_rows, per_column, sizes

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

_MOMENTS = slice(0, FIELDS.index("zero"))
_RMS = FIELDS.index("rms")


class History:
    """Columns of recorded steps by rows of parameters, which have names.

    A column that joins several steps shows the last one, except where an earlier one
    was not finite: then it shows that. The least and the greatest RMS of its steps stay
    beside it.
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
        self._columns = Columns()

    @property
    def columns(self) -> int:
        """How many there are."""
        return self._columns.count

    @property
    def first_steps(self) -> np.ndarray[Any, Any]:
        """(columns,): see `Columns.first_steps`."""
        return self._columns.first_steps

    @property
    def last_steps(self) -> np.ndarray[Any, Any]:
        """(columns,): see `Columns.last_steps`."""
        return self._columns.last_steps

    @property
    def cells(self) -> Cells:
        """What was recorded."""
        return self._columns.cells

    @property
    def values(self) -> np.ndarray[Any, Any]:
        """(columns, parameters, len(FIELDS)): see `Cells.values`."""
        return self.cells.values

    @property
    def states(self) -> np.ndarray[Any, Any]:
        """(columns, parameters): see `Cells.states`."""
        return self.cells.states

    @property
    def at_step(self) -> np.ndarray[Any, Any]:
        """(columns, parameters): see `Cells.at_step`."""
        return self.cells.at_step

    @property
    def ratio(self) -> np.ndarray[Any, Any]:
        """(columns, parameters): see `Cells.ratio`."""
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
        column, cells = self._columns.begin(step)
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
        self._columns.count += 1
        self.recorded += 1
        new = new_onsets(self._own_onsets, step, parameters, reading, self._latest)
        self._own_onsets |= new
        self.onsets = new | self.onsets
        self._latest = step

    def _note_source(self, step: int, parameters: Parameters) -> None:
        if self.source is not None and is_another(self.source, parameters):
            rebuild = Rebuild(step, parameters.cell, tuple(self.numels))
            self.rebuilds.append(rebuild)
            self._own_onsets, self._latest = {}, None
        self.source = parameters

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
            column = field(self.cells)[-1]
            column[[rows[index] for index in indices]] = numbers

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
        found.recorded, found._columns = self.recorded, self._columns.rows(rows)
        found.scale, found.source = self.scale, self.source
        found.rebuilds = of_rows(self.rebuilds, rows)
        found.onsets = {k: v for k, v in self.onsets.items() if v.fqn in found.fqns}
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
        found._columns = self._columns.latest(columns)
        return found

    def _rows_of(self, parameters: Parameters) -> list[int]:
        new = [one for one in parameters.all if one.fqn not in self._rows]
        for one in new:
            self._rows[one.fqn] = len(self.fqns)
            self.fqns.append(one.fqn)
            self.shapes.append(one.shape)
            self.numels.append(one.numel)
        if new:
            self._columns.grow(len(self.fqns))
        for one in parameters.all:
            # A model that was rebuilt may have other sizes under the same names.
            self.shapes[self._rows[one.fqn]] = one.shape
            self.numels[self._rows[one.fqn]] = one.numel
        return [self._rows[one.fqn] for one in parameters.all]

    def _make_room(self) -> None:
        # The first step of a rebuilt model begins a column.
        if self._columns.make_room([one.step for one in self.rebuilds[-2:]]):
            self.rebuilds = [
                one for _, one in per_column(self.rebuilds, self.last_steps)
            ]


def _finite_rms(cells: Cells, column: int) -> np.ndarray[Any, Any]:
    import numpy as np

    rms = cells.values[column, :, _RMS]
    usable = (cells.states[column] == State.VALUE) & np.isfinite(rms)
    return np.where(usable, rms, np.float32(np.nan))
