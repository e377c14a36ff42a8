"""The cells of one recorded model as rows of JSON: numbers and flags."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from ..recording.cells import join
from ..recording.history import History
from ..recording.readings import State
from ..recording.rebuilds import per_column
from ..render.fold import Fold
from ..values.statistics import FIELDS

if TYPE_CHECKING:
    import numpy as np

    from ..protocol import messages

_MAX_NAME = 300

_RMS, _MEAN, _STD, _MIN, _MAX, _ZERO, _NAN, _INF = range(len(FIELDS))

FLAGS = " -?0.IN"
"""The flags of a cell; of several parameters in one cell the last of these shows."""

ABSENT, NONE, UNREADABLE, ZERO, VALUE, INF, NAN = tuple(FLAGS)


class Table:
    """All cells of one model, computed together; rows are cut from it.

    Shape:
        eps: (parameters,), each with the unit of the gradient
        rebuilds: (rebuilds,), at most (columns,)
    """

    def __init__(
        self, history: History, width: int, eps: Sequence[tuple[str, float] | None]
    ) -> None:
        cells = history.cells
        self._last = cells.values[-1].tolist()
        self._last_states = cells.states[-1].tolist()
        self._last_steps = _last_steps(history)
        self.total = _total(history)
        lasts = history.last_steps
        if width > 1:
            lasts = lasts[[*range(width - 1, len(lasts) - 1, width), len(lasts) - 1]]
        columns = per_column(history.rebuilds, lasts)
        self.rebuilds = [one for _, one in columns]
        """At most one per column."""
        if width > 1:
            cells = join(cells, width)
        self._history = history
        self._cells = cells
        self._ranks = _rank(cells.values, cells.states)
        self._max = abs(cells.values[:, :, [_MIN, _MAX]]).max(axis=2)
        self._is_joined = width > 1 or history.recorded > history.columns
        self._eps = eps
        known = {one for one in eps if one is not None}
        self.optimizer = _one_eps(known)

    def row(self, row: Fold, members: bool) -> messages.GradientRow:
        """A row, and the rows of its members if they are wanted.

        Shape:
            flags, rms, max: (columns,), numbers in the unit of the gradient
            low, high, at_step, ratio: (columns,) or None; the ratio has no unit
            bad: (runs, 3), each (column, number of NaN, number of Inf)
            members: (len(row.members),), empty if they are not wanted
        """
        indices = list(row.members)
        flags = "".join(FLAGS[rank] for rank in self._ranks[:, indices].max(axis=1))
        rms = _medians(self._cells.values[:, indices, _RMS])
        low, high = self._ends(indices)
        return {
            "name": text(row.label),
            "count": len(indices),
            "shape": list(self._history.shapes[indices[0]]),
            "sizes": self._sizes(indices[0]),
            "flags": flags,
            "rms": _numbers(rms, flags),
            "max": _numbers(self._max[:, indices].max(axis=1), flags),
            "low": low,
            "high": high,
            "at_step": self._known(self._cells.at_step, indices),
            "ratio": self._known(self._cells.ratio, indices),
            "bad": self._bad(indices, flags),
            "eps": min(
                (eps[1] for i in indices if (eps := self._eps[i]) is not None),
                default=None,
            ),
            "last_step": max(
                (step for i in indices if (step := self._last_steps[i])), default=None
            ),
            "last": self._joined(indices),
            "members": [
                self.row(Fold(self._history.fqns[index], (index,)), False)
                for index in indices
            ]
            if members and len(indices) > 1
            else [],
        }

    def _sizes(self, index: int) -> list[int] | None:
        """The elements before each rebuild; None if they stayed the same."""
        now = self._history.numels[index]
        before = [
            one.numels[index] if index < len(one.numels) else now
            for one in self.rebuilds
        ]
        return before if any(one != now for one in before) else None

    def _ends(
        self, indices: list[int]
    ) -> tuple[list[float | None] | None, list[float | None] | None]:
        """The least and greatest RMS of what a column joins, steps or parameters.

        Shape:
            returned: each (columns,)
        """
        import numpy as np

        if not self._is_joined and len(indices) == 1:
            return None, None
        low = np.fmin.reduce(self._cells.low[:, indices], axis=1)
        high = np.fmax.reduce(self._cells.high[:, indices], axis=1)
        return _known(low), _known(high)

    def _known(
        self, field: np.ndarray[Any, Any], indices: list[int]
    ) -> list[float | None] | None:
        """The medians of a field that is not always read; None if it never was.

        Shape:
            field: (columns, parameters)
            returned: (columns,)
        """
        part = field[:, indices]
        return _known(_medians(part)) if (part == part).any() else None

    def _bad(self, indices: list[int], flags: str) -> list[list[int]]:
        """The counts where a run of cells that are not finite starts.

        Shape:
            returned: (runs, 3), each (column, number of NaN, number of Inf)
        """
        if NAN not in flags and INF not in flags:
            return []
        return [
            [
                column,
                *map(int, self._cells.values[column, indices][:, [_NAN, _INF]].sum(0)),
            ]
            for column, flag in enumerate(flags)
            if flag in (NAN, INF) and (column == 0 or flags[column - 1] != flag)
        ]

    def _joined(self, indices: list[int]) -> messages.LastStep:
        """What the parameters of a row have in common at the last step."""
        valued = [i for i in indices if self._last_states[i] == State.VALUE]
        rows = [self._last[i] for i in valued]
        bad = [row[_NAN] + row[_INF] > 0 for row in rows]
        rms = [row[_RMS] for row, one in zip(rows, bad, strict=True) if not one]
        single = rows[0] if len(indices) == len(rows) == 1 else None

        def pick(field: int) -> float | None:
            if single is None or not math.isfinite(single[field]):
                return None
            return rounded(single[field])

        low = [
            eps is not None and self._last[i][_RMS] < eps[1]
            for i in valued
            for eps in (self._eps[i],)
        ]
        state = State.VALUE if rows else State(self._last_states[indices[0]])
        return {
            "state": cast("messages.Presence", state.name.lower()),
            "rms": _span(rms),
            "at_step": _span(self._last_of(self._history.at_step, indices)),
            "ratio": _span(self._last_of(self._history.ratio, indices)),
            "mean": pick(_MEAN),
            "std": pick(_STD),
            "min": pick(_MIN),
            "max": pick(_MAX),
            "zero": pick(_ZERO),
            "nan": int(sum(row[_NAN] for row in rows)),
            "inf": int(sum(row[_INF] for row in rows)),
            "num_bad": sum(bad),
            "num_zero": sum(row[_RMS] == 0 for row in rows),
            "num_none": len(indices) - len(rows),
            "num_low": sum(low),
        }

    def _last_of(self, field: np.ndarray[Any, Any], indices: list[int]) -> list[float]:
        return [one for one in field[-1, indices].tolist() if math.isfinite(one)]


def _one_eps(known: set[tuple[str, float]]) -> messages.OneEps | None:
    if len(known) != 1:
        return None
    [(name, eps)] = known
    return {"name": name, "eps": eps}


def _last_steps(history: History) -> list[int | None]:
    """The last recorded step in which each parameter had a gradient.

    Shape:
        returned: (parameters,)
    """
    import numpy as np

    there = (history.states == State.VALUE) | (history.states == State.UNREADABLE)
    columns = len(there) - 1 - there[::-1].argmax(axis=0)
    steps = history.last_steps[columns].tolist()
    ever = np.asarray(there.any(axis=0)).tolist()
    return [step if known else None for step, known in zip(steps, ever, strict=True)]


def _total(history: History) -> messages.TotalNorm:
    """The L2 norm of all gradients together at the last recorded step."""
    import numpy as np

    rms = history.values[-1, :, _RMS].astype(np.float64)
    seen = history.at_step[-1]
    valued = history.states[-1] == State.VALUE
    sizes = np.array(history.numels, np.float64) * valued

    def norm(each: np.ndarray[Any, Any]) -> float | None:
        with np.errstate(invalid="ignore", over="ignore"):
            return optional(float(np.sqrt((each * each * sizes).sum())))

    changed = seen == seen
    return {
        "norm": norm(rms) if valued.any() else None,
        "at_step": norm(np.where(changed, seen, rms)) if changed.any() else None,
    }


def _span(numbers: list[float]) -> list[float] | None:
    return [rounded(min(numbers)), rounded(max(numbers))] if numbers else None


def _rank(
    values: np.ndarray[Any, Any], states: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """The index of each cell's flag in `FLAGS`.

    Shape:
        values: (columns, parameters, len(FIELDS)), in the unit of the gradient
        states: (columns, parameters) of `State`
        returned: (columns, parameters), uint8
    """
    import numpy as np

    ranks = np.full(states.shape, FLAGS.index(NONE), np.uint8)
    ranks[states == State.ABSENT] = FLAGS.index(ABSENT)
    ranks[states == State.UNREADABLE] = FLAGS.index(UNREADABLE)
    valued = states == State.VALUE
    ranks[valued] = FLAGS.index(VALUE)
    # Beyond float32 the square of a tiny value is zero, but not its ends.
    ends = (values[:, :, _MIN] < 0) | (values[:, :, _MAX] > 0)
    zero = valued & (values[:, :, _RMS] == 0) & ~ends
    ranks[zero] = FLAGS.index(ZERO)
    ranks[values[:, :, _INF] > 0] = FLAGS.index(INF)
    ranks[values[:, :, _NAN] > 0] = FLAGS.index(NAN)
    return ranks


def _medians(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Of the positive finite values of each column; NaN if there is none.

    Between the two middle ones it is their geometric mean: colours are logarithms.

    Shape:
        values: (columns, parameters)
        returned: (columns,), float64
    """
    import numpy as np

    wide = values.astype(np.float64)
    wide[~(np.isfinite(wide) & (wide > 0))] = np.nan
    if wide.shape[1] == 1:
        return wide[:, 0]
    wide.sort(axis=1)  # NaN last
    count = np.isfinite(wide).sum(axis=1)
    rows = np.arange(len(wide))
    low = wide[rows, np.maximum(count - 1, 0) // 2]
    return np.asarray(np.sqrt(low * wide[rows, np.minimum(count // 2, count - 1)]))


def _numbers(values: np.ndarray[Any, Any], flags: str) -> list[float | None]:
    """Four digits of each value; None where the cell has another flag.

    Shape:
        values, flags, returned: (columns,)
    """
    import numpy as np

    usable = np.isfinite(values) & (values > 0)
    exact = np.where(usable, values, 1.0).astype(np.float64)
    exponents = 3 - np.floor(np.log10(exact))
    # An integer divided by a power of ten up to 1e22 is the double next to that
    # decimal, so it prints with four digits; smaller values print with more.
    scales = 10.0**exponents
    digits = (np.round(exact * scales) / scales).tolist()
    if usable.all() and set(flags) == {VALUE}:
        return list(digits)
    return [
        value if flag == VALUE and good else None
        for value, flag, good in zip(digits, flags, usable.tolist(), strict=True)
    ]


def _known(values: np.ndarray[Any, Any]) -> list[float | None]:
    """Four digits of each finite value; None for the others.

    Shape:
        values, returned: (columns,)
    """
    flags = "".join(VALUE if one == one else NONE for one in values.tolist())
    return _numbers(values, flags)


def optional(value: float | None) -> float | None:
    """The same, or None for what JSON cannot say."""
    return None if value is None or not math.isfinite(value) else rounded(value)


def rounded(value: float) -> float:
    """Four digits: what is shown has two."""
    return float(f"{value:.4g}") if math.isfinite(value) else 0.0


def text(name: str) -> str:
    """A name as it can be sent."""
    # Names are shown as text; a lone surrogate would not survive the way as UTF-8.
    return name[:_MAX_NAME].encode("utf-8", "backslashreplace").decode()
