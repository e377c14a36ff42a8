"""What a watch recorded, as the JSON that is shown, stored and rendered.

Its shape is `schema/protocol/gradients.schema.json`; the text and the picture are made
from it too. Rows are folded here, once for all front ends.
"""

from __future__ import annotations

import json
import math
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from ..live.fold import Fold, fold
from ..live.gradients import State
from ..live.history import History, join
from ..live.statistics import FIELDS

if TYPE_CHECKING:
    import numpy as np

    from ..live.recordings import Course

MIME = "application/vnd.modulescope.gradients.v1+json"

STORED_BYTES = 512_000
LIVE_BYTES = 256_000

_MAX_ROWS = 400
_MIN_COLUMNS = 8
_MAX_NAME = 300
_CELL_BYTES = 22
"""Of one parameter at one step: two numbers of 9 characters and a flag."""

_NUMBER_BYTES = 10

_RMS, _MEAN, _STD, _MIN, _MAX, _ZERO, _NAN, _INF = range(len(FIELDS))

LIVE = ("waiting", "recording", "paused")
"""The states in which a watch can still be told something."""

FLAGS = " -?0.IN"
"""The flags of a cell; of several parameters in one cell the last of these shows."""

ABSENT, NONE, UNREADABLE, ZERO, VALUE, INF, NAN = tuple(FLAGS)


class Recorded(Protocol):
    """What a document tells of: a watch, or what is left of one."""

    @property
    def histories(self) -> Mapping[str, History]:
        """By name of the model."""

    @property
    def course(self) -> Course:
        """How it was recorded."""

    @property
    def token(self) -> str:
        """What the front end calls the watch."""

    def eps_of(self, history: History) -> Sequence[tuple[str, float] | None]:
        """The optimizer of each parameter of a history."""


def encode_gradients(
    watch: Recorded,
    state: str,
    message: str = "",
    limit: int = STORED_BYTES,
    last_columns: int | None = None,
) -> dict[str, Any]:
    """The whole document; never longer than `limit` bytes as JSON.

    Args:
        watch: What was recorded.
        state: `waiting`, `recording`, `paused`, `done` or `stopped`.
        message: A sentence for the user.
        limit: In bytes.
        last_columns: Only that many recorded columns, the latest.
    """
    histories = list(watch.histories.values())[:20]
    if last_columns:
        histories = [one.latest(last_columns) for one in histories]
    columns, max_rows, members = 512, _MAX_ROWS, True
    share = limit // max(len(histories), 1)
    course = watch.course
    while True:
        document = {
            "version": 1,
            "watch": watch.token if state in LIVE else "",
            "state": state,
            "message": message,
            "steps": course.steps,
            "recorded": course.recorded,
            "every": course.every,
            "stride": _optional(course.stride),
            "budget": course.budget,
            "overhead": _round(course.overhead),
            "ratio": course.ratio,
            "stats": "light" if course.light else "full",
            "point": course.point,
            "models": [
                _model(watch, one, columns, max_rows, members, share)
                for one in histories
            ],
        }
        size = len(json.dumps(document, separators=(",", ":")))
        if size <= limit or max_rows == 1:
            return document
        # The estimate was too low (long names): shrink until it fits.
        members = False
        if columns > _MIN_COLUMNS:
            columns //= 2
        else:
            max_rows //= 2


def _model(
    watch: Recorded,
    one: History,
    columns: int,
    max_rows: int,
    members: bool,
    limit: int,
) -> dict[str, Any]:
    frozen = (one.states[-1] == State.FROZEN).tolist()
    folds = _fold(tuple(one.fqns), tuple(zip(one.shapes, frozen, strict=True)))
    left_out = max(len(folds) - max_rows, 0)
    folds = folds[:max_rows]
    shown = sum(len(row.members) for row in folds)
    # Rather fewer single parameters than fewer than 64 columns.
    cell_bytes = _cell_bytes(one)
    members = members and shown * 64 * cell_bytes <= limit
    cells = shown + len(folds) if members else len(folds)
    columns = min(columns, max(limit // (cells * cell_bytes) - 6, 1))
    width = -(-one.columns // columns)
    table = _Table(one, width, watch.eps_of(one))
    onset = one.onsets.get("NaN") or one.onsets.get("Inf")
    lasts = one.last_steps.tolist()
    return {
        "name": _text(one.name),
        "class_name": _text(one.class_name),
        "recorded": one.recorded,
        "scale": None if one.scale == 1.0 else one.scale,
        "first_steps": one.first_steps[::width].tolist(),
        "last_steps": [
            lasts[min(start + width, len(lasts)) - 1]
            for start in range(0, len(lasts), width)
        ],
        "optimizer": table.optimizer,
        "total": table.total,
        "onset": None
        if onset is None
        else {**onset._asdict(), "fqn": _text(onset.fqn)},
        "rows": [table.row(row, members) for row in folds],
        "left_out": left_out,
    }


def _cell_bytes(one: History) -> int:
    """What one cell takes as JSON, with all that is known of it."""
    cells = one.cells
    known = [bool((field == field).any()) for field in (cells.at_step, cells.ratio)]
    # The ends of joined steps are there if anything is joined, here or later.
    return _CELL_BYTES + _NUMBER_BYTES * (sum(known) + 2)


@lru_cache(maxsize=16)
def _fold(fqns: tuple[str, ...], kinds: tuple[Hashable, ...]) -> list[Fold]:
    return fold(fqns, kinds)


class _Table:
    """All cells of one model, computed together; rows are cut from it."""

    def __init__(
        self, history: History, width: int, eps: Sequence[tuple[str, float] | None]
    ) -> None:
        cells = history.cells
        self._last = cells.values[-1].tolist()
        self._last_states = cells.states[-1].tolist()
        self._last_steps = _last_steps(history)
        self.total = _total(history)
        if width > 1:
            cells = join(cells, width)
        self._history = history
        self._cells = cells
        self._ranks = _rank(cells.values, cells.states)
        self._max = abs(cells.values[:, :, [_MIN, _MAX]]).max(axis=2)
        self._is_joined = width > 1 or history.recorded > history.columns
        self._eps = eps
        known = {one for one in eps if one is not None}
        self.optimizer = (
            dict(zip(("name", "eps"), next(iter(known)), strict=True))
            if len(known) == 1
            else None
        )

    def row(self, row: Fold, members: bool) -> dict[str, Any]:
        """A row, and the rows of its members if they are wanted."""
        indices = list(row.members)
        flags = "".join(FLAGS[rank] for rank in self._ranks[:, indices].max(axis=1))
        rms = _medians(self._cells.values[:, indices, _RMS])
        low, high = self._ends(indices)
        return {
            "name": _text(row.label),
            "count": len(indices),
            "shape": list(self._history.shapes[indices[0]]),
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

    def _ends(
        self, indices: list[int]
    ) -> tuple[list[float | None] | None, list[float | None] | None]:
        """The least and greatest RMS of what a column joins, steps or parameters."""
        import numpy as np

        if not self._is_joined and len(indices) == 1:
            return None, None
        low = np.fmin.reduce(self._cells.low[:, indices], axis=1)
        high = np.fmax.reduce(self._cells.high[:, indices], axis=1)
        return _known(low), _known(high)

    def _known(
        self, field: np.ndarray[Any, Any], indices: list[int]
    ) -> list[float | None] | None:
        """The medians of a field that is not always read; None if it never was."""
        part = field[:, indices]
        return _known(_medians(part)) if (part == part).any() else None

    def _bad(self, indices: list[int], flags: str) -> list[list[int]]:
        """The counts where a run of cells that are not finite starts."""
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

    def _joined(self, indices: list[int]) -> dict[str, Any]:
        """What the parameters of a row have in common at the last step."""
        valued = [i for i in indices if self._last_states[i] == State.VALUE]
        rows = [self._last[i] for i in valued]
        bad = [row[_NAN] + row[_INF] > 0 for row in rows]
        rms = [row[_RMS] for row, one in zip(rows, bad, strict=True) if not one]
        single = rows[0] if len(indices) == len(rows) == 1 else None

        def pick(field: int) -> float | None:
            if single is None or not math.isfinite(single[field]):
                return None
            return _round(single[field])

        low = [
            eps is not None and self._last[i][_RMS] < eps[1]
            for i in valued
            for eps in (self._eps[i],)
        ]
        state = State.VALUE if rows else State(self._last_states[indices[0]])
        return {
            "state": state.name.lower(),
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


def _last_steps(history: History) -> list[int | None]:
    """The last recorded step in which each parameter had a gradient."""
    import numpy as np

    there = (history.states == State.VALUE) | (history.states == State.UNREADABLE)
    columns = len(there) - 1 - there[::-1].argmax(axis=0)
    steps = history.last_steps[columns].tolist()
    ever = np.asarray(there.any(axis=0)).tolist()
    return [step if known else None for step, known in zip(steps, ever, strict=True)]


def _total(history: History) -> dict[str, float | None]:
    """The L2 norm of all gradients together at the last recorded step."""
    import numpy as np

    rms = history.values[-1, :, _RMS].astype(np.float64)
    seen = history.at_step[-1]
    valued = history.states[-1] == State.VALUE
    sizes = np.array(history.numels, np.float64) * valued

    def norm(each: np.ndarray[Any, Any]) -> float | None:
        with np.errstate(invalid="ignore", over="ignore"):
            return _optional(float(np.sqrt((each * each * sizes).sum())))

    changed = seen == seen
    return {
        "norm": norm(rms) if valued.any() else None,
        "at_step": norm(np.where(changed, seen, rms)) if changed.any() else None,
    }


def _span(numbers: list[float]) -> list[float] | None:
    return [_round(min(numbers)), _round(max(numbers))] if numbers else None


def _rank(
    values: np.ndarray[Any, Any], states: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """(columns, parameters) the index of each cell's flag in `FLAGS`."""
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
    """Four digits of each value; None where the cell has another flag."""
    import numpy as np

    usable = np.isfinite(values) & (values > 0)
    exact = np.where(usable, values, 1.0).astype(np.float64)
    exponents = 3 - np.floor(np.log10(exact))
    # An integer divided by a power of ten up to 1e22 is the double next to that
    # decimal, so it prints with four digits; smaller values print with more.
    scales = 10.0**exponents
    rounded = (np.round(exact * scales) / scales).tolist()
    if usable.all() and set(flags) == {VALUE}:
        return list(rounded)
    return [
        value if flag == VALUE and good else None
        for value, flag, good in zip(rounded, flags, usable.tolist(), strict=True)
    ]


def _known(values: np.ndarray[Any, Any]) -> list[float | None]:
    """Four digits of each finite value; None for the others."""
    flags = "".join(VALUE if one == one else NONE for one in values.tolist())
    return _numbers(values, flags)


def _optional(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else _round(value)


def _round(value: float) -> float:
    """Four digits: what is shown has two."""
    return float(f"{value:.4g}") if math.isfinite(value) else 0.0


def _text(name: str) -> str:
    # Names are shown as text; a lone surrogate would not survive the way as UTF-8.
    return name[:_MAX_NAME].encode("utf-8", "backslashreplace").decode()
