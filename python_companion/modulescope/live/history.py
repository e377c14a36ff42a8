"""The recorded gradients of one model: bounded, and never silent about a NaN."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from .gradients import Parameters, Reading, State
from .statistics import FIELDS

if TYPE_CHECKING:
    import numpy as np

_MAX_COLUMNS = 512
_MAX_BYTES = 32_000_000
_MOMENTS = slice(0, FIELDS.index("zero"))
_NAN = FIELDS.index("nan")
_INF = FIELDS.index("inf")


class Onset(NamedTuple):
    """Where a value that is not finite appeared first."""

    kind: str
    """`NaN` or `Inf`."""
    step: int
    fqn: str
    finite_step: int | None
    """The last recorded step before; None if it was there from the first one."""


class History:
    """Columns of recorded steps by rows of parameters.

    When it is full, neighbouring columns are joined. A joined column shows its last
    step, except where an earlier one of its steps was not finite: then it shows that.
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
        self._rows: dict[str, int] = {}
        self._latest: int | None = None
        self._first: np.ndarray[Any, Any]
        self._last: np.ndarray[Any, Any]
        self._values: np.ndarray[Any, Any]
        self._states: np.ndarray[Any, Any]
        self._at_step: np.ndarray[Any, Any]

    @property
    def first_steps(self) -> np.ndarray[Any, Any]:
        """(columns,) the first step of each column."""
        return self._first[: self.columns]

    @property
    def last_steps(self) -> np.ndarray[Any, Any]:
        """(columns,) the last step of each column."""
        return self._last[: self.columns]

    @property
    def values(self) -> np.ndarray[Any, Any]:
        """(columns, parameters, fields) float32; zero where there is no value."""
        return self._values[: self.columns]

    @property
    def states(self) -> np.ndarray[Any, Any]:
        """(columns, parameters) of `State`."""
        return self._states[: self.columns]

    @property
    def at_step(self) -> np.ndarray[Any, Any]:
        """(columns, parameters) the RMS when the optimizer stepped.

        NaN where it was not read, or is what the backward left.
        """
        return self._at_step[: self.columns]

    def add(
        self,
        step: int,
        parameters: Parameters,
        reading: Reading,
        scale: float = 1.0,
    ) -> None:
        """Appends one recorded step; `scale` is what the loss was multiplied with."""
        rows = self._rows_of(parameters)
        if self.columns == len(self._first):
            self._halve()
        column = self.columns
        self._first[column] = self._last[column] = step
        self._states[column] = State.ABSENT
        self._states[column, rows] = reading.states
        self._values[column, rows] = reading.values
        if scale != 1.0:
            self.scale = scale
            # In float64: the greatest scales leave the range of float32.
            moments = reading.values[:, _MOMENTS].astype("float64") / scale
            self._values[column, rows, _MOMENTS] = moments
        self._at_step[column] = math.nan
        self.columns += 1
        self.recorded += 1
        for kind, field in (("NaN", _NAN), ("Inf", _INF)):
            if kind not in self.onsets and (reading.values[:, field] > 0).any():
                # Backward runs from the output to the input, so of several the last
                # one in forward order is where it began.
                index = int((reading.values[:, field] > 0).nonzero()[0][-1])
                fqn = parameters.all[index].fqn
                self.onsets[kind] = Onset(kind, step, fqn, self._latest)
        self._latest = step

    def add_at_step(
        self, parameters: Parameters, indices: list[int], rms: list[float]
    ) -> None:
        """Notes the RMS that the optimizer saw, for the step added last."""
        if self.columns:
            rows = self._rows_of(parameters)
            for index, value in zip(indices, rms, strict=True):
                self._at_step[self.columns - 1, rows[index]] = value

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
        found.scale = self.scale
        found.onsets = {k: v for k, v in self.onsets.items() if v.fqn in found.fqns}
        found._first, found._last = self.first_steps.copy(), self.last_steps.copy()
        found._values = self.values[:, rows]
        found._states = self.states[:, rows]
        found._at_step = self.at_step[:, rows]
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

        rows, columns = len(self.fqns), self.columns
        width = rows * (len(FIELDS) * 4 + 5)
        capacity = max(min(_MAX_COLUMNS, _MAX_BYTES // width), columns + 1, 16)
        capacity += capacity % 2
        old = (
            (self._first, self._last, self._values, self._states, self._at_step)
            if columns
            else None
        )
        self._first = np.zeros(capacity, np.int64)
        self._last = np.zeros(capacity, np.int64)
        self._values = np.zeros((capacity, rows, len(FIELDS)), np.float32)
        self._states = np.full((capacity, rows), State.ABSENT, np.uint8)
        self._at_step = np.full((capacity, rows), np.nan, np.float32)
        if old is not None:
            first, last, values, states, at_step = old
            known = values.shape[1]
            self._first[:columns], self._last[:columns] = (
                first[:columns],
                last[:columns],
            )
            self._values[:columns, :known] = values[:columns]
            self._states[:columns, :known] = states[:columns]
            self._at_step[:columns, :known] = at_step[:columns]

    def _halve(self) -> None:
        """Joins columns in pairs; the capacity is even, so no column is left over."""
        half = self.columns // 2
        join(self._values, self._states, self._at_step, 2)
        self._first[:half] = self._first[0 : self.columns : 2].copy()
        self._last[:half] = self._last[1 : self.columns : 2].copy()
        self.columns = half


def join(
    values: np.ndarray[Any, Any],
    states: np.ndarray[Any, Any],
    at_step: np.ndarray[Any, Any],
    width: int,
) -> int:
    """Joins each `width` columns to one, in place, and returns how many there are.

    A cell shows the last of its steps with a value, or the last that was not finite.
    """
    columns = -(-len(states) // width)
    bad = (values[:, :, _NAN] > 0) | (values[:, :, _INF] > 0)
    for target in range(columns):
        start, stop = target * width, min((target + 1) * width, len(states))
        # (parameters,) the index of the column that speaks for the cell.
        chosen = _last_true(bad[start:stop], states[start:stop] == State.VALUE)
        every = range(states.shape[1])
        values[target] = values[start + chosen, every]
        states[target] = states[start + chosen, every]
        at_step[target] = at_step[start + chosen, every]
    return columns


def _last_true(
    bad: np.ndarray[Any, Any], valued: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    import numpy as np

    score = bad * 2 + valued
    # argmax finds the first of the best; reversed, that is the last.
    return np.asarray(len(score) - 1 - score[::-1].argmax(axis=0))
