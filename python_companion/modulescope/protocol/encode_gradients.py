"""What a watch recorded, as the JSON that is shown, stored and rendered.

Its shape is `schema/protocol/gradients.schema.json`; the text and the picture are made
from it too. Rows are folded here, once for all front ends.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..live.fold import Fold, fold
from ..live.gradients import State
from ..live.history import History, join
from ..live.statistics import FIELDS

if TYPE_CHECKING:
    import numpy as np

    from ..watch import GradientWatch

MIME = "application/vnd.modulescope.gradients.v1+json"

STORED_BYTES = 512_000
LIVE_BYTES = 256_000

_MAX_ROWS = 400
_MIN_COLUMNS = 8
_MAX_NAME = 300
_CELL_BYTES = 22
"""Of one parameter at one step: two numbers of 9 characters and a flag."""

_RMS, _MEAN, _STD, _MIN, _MAX, _ZERO, _NAN, _INF = range(len(FIELDS))

VALUE, NAN, INF, ZERO, NONE, UNREADABLE, ABSENT = ".NI0-? "
"""The flags of a cell, worst of a fold first where several apply: N, I, ?, …"""


def encode_gradients(
    watch: GradientWatch, state: str, message: str = "", limit: int = STORED_BYTES
) -> dict[str, Any]:
    """The whole document; never longer than `limit` bytes as JSON.

    Args:
        watch: What was recorded.
        state: `waiting`, `recording`, `done` or `stopped`.
        message: A sentence for the user.
        limit: In bytes.
    """
    histories = list(watch.histories.values())[:20]
    columns, max_rows, members = 512, _MAX_ROWS, True
    share = limit // max(len(histories), 1)
    while True:
        document = {
            "version": 1,
            "state": state,
            "message": message,
            "steps": watch.steps,
            "recorded": watch.recorded,
            "every": watch.every,
            "budget": watch.budget,
            "overhead": _round(watch.overhead),
            "point": watch.point,
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
    watch: GradientWatch,
    one: History,
    columns: int,
    max_rows: int,
    members: bool,
    limit: int,
) -> dict[str, Any]:
    folds = fold(
        one.fqns,
        [
            (shape, bool(frozen))
            for shape, frozen in zip(
                one.shapes, one.states[-1] == State.FROZEN, strict=True
            )
        ],
    )
    left_out = max(len(folds) - max_rows, 0)
    folds = folds[:max_rows]
    shown = sum(len(row.members) for row in folds)
    # Rather fewer single parameters than fewer than 64 columns.
    members = members and shown * 64 * _CELL_BYTES <= limit
    cells = shown + len(folds) if members else len(folds)
    columns = min(columns, max(limit // (cells * _CELL_BYTES) - 6, 1))
    width = -(-one.columns // columns)
    values, states, at_step = one.values, one.states, one.at_step
    if width > 1:
        values, states, at_step = values.copy(), states.copy(), at_step.copy()
        count = join(values, states, at_step, width)
        values, states, at_step = values[:count], states[:count], at_step[:count]
    data = _Data(one, values, states, at_step, watch.eps_of(one))
    onset = one.onsets.get("NaN") or one.onsets.get("Inf")
    return {
        "name": _text(one.name),
        "class_name": _text(one.class_name),
        "recorded": one.recorded,
        "first_steps": one.first_steps[::width].tolist(),
        "last_steps": [
            *one.last_steps[width - 1 : -1 : width].tolist(),
            int(one.last_steps[-1]),
        ]
        if width > 1
        else one.last_steps.tolist(),
        "optimizer": data.optimizer,
        "onset": None
        if onset is None
        else {**onset._asdict(), "fqn": _text(onset.fqn)},
        "rows": [data.row(row, members) for row in folds],
        "left_out": left_out,
    }


class _Data:
    """The arrays of one model, from which rows are cut."""

    def __init__(
        self,
        history: History,
        values: np.ndarray[Any, Any],
        states: np.ndarray[Any, Any],
        at_step: np.ndarray[Any, Any],
        eps: Sequence[tuple[str, float] | None],
    ) -> None:
        self._history = history
        self._values = values
        self._states = states
        self._at_step = at_step
        self._eps = eps
        known = [one for one in eps if one is not None]
        self.optimizer = (
            {"name": known[0][0], "eps": known[0][1]}
            if known and all(one == known[0] for one in known)
            else None
        )

    def row(self, row: Fold, members: bool) -> dict[str, Any]:
        indices = list(row.members)
        values, states = self._values[:, indices], self._states[:, indices]
        flags = [_flag(v, s) for v, s in zip(values, states, strict=True)]
        at_step = self._at_step[:, indices]
        last = [self._last(index) for index in indices]
        shown: dict[str, Any] = {
            "name": _text(row.label),
            "count": len(indices),
            "shape": list(self._history.shapes[indices[0]]),
            "flags": "".join(flags),
            "rms": _numbers(_medians(values[:, :, _RMS]), flags),
            "max": _numbers(abs(values[:, :, [_MIN, _MAX]]).max(axis=(1, 2)), flags),
            "at_step": _optional(_medians(at_step).tolist()),
            "bad": [
                [
                    column,
                    int(values[column, :, _NAN].sum()),
                    int(values[column, :, _INF].sum()),
                ]
                for column, flag in enumerate(flags)
                if flag in (NAN, INF) and (column == 0 or flags[column - 1] != flag)
            ],
            "last": _joined(last),
            "members": [
                self.row(Fold(self._history.fqns[index], (index,)), False)
                for index in indices
            ]
            if members and len(indices) > 1
            else [],
        }
        return shown

    def _last(self, index: int) -> dict[str, Any]:
        """The last state of one parameter."""
        values = self._history.values[-1, index].tolist()
        state = State(int(self._history.states[-1, index]))
        eps = self._eps[index]
        low = state is State.VALUE and eps is not None and values[_RMS] < eps[1]
        numbers = values if state is State.VALUE else [math.nan] * len(FIELDS)
        return {
            "state": state.name.lower(),
            "low": low,
            **dict(zip(FIELDS, numbers, strict=True)),
        }


def _flag(values: np.ndarray[Any, Any], states: np.ndarray[Any, Any]) -> str:
    """The worst thing that one cell has to tell of its parameters."""
    if (values[:, _NAN] > 0).any():
        return NAN
    if (values[:, _INF] > 0).any():
        return INF
    valued = states == State.VALUE
    if valued.any():
        zero = (values[valued, _MIN] == 0) & (values[valued, _MAX] == 0)
        return ZERO if zero.all() else VALUE
    if (states == State.ABSENT).all():
        return ABSENT
    return UNREADABLE if (states == State.UNREADABLE).any() else NONE


def _medians(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Of the positive finite values of each column; NaN if there is none.

    Between the two middle ones it is their geometric mean: colours are logarithms.
    """
    import numpy as np

    logs = np.full(values.shape, np.nan)
    usable = np.isfinite(values) & (values > 0)
    np.log(values, out=logs, where=usable)
    found = np.full(len(values), np.nan)
    some = usable.any(axis=1)
    found[some] = np.exp(np.nanmedian(logs[some], axis=1))
    return found


def _numbers(values: np.ndarray[Any, Any], flags: Sequence[str]) -> list[float | None]:
    return [
        _round(value) if flag == VALUE and value == value else None
        for value, flag in zip(values.tolist(), flags, strict=True)
    ]


def _optional(values: Sequence[float]) -> list[float | None] | None:
    found = [_round(value) if value == value else None for value in values]
    return found if any(value is not None for value in found) else None


def _joined(last: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What a fold's members have in common at the last step; the ends of RMS."""
    values = [one for one in last if one["state"] == "value"]
    finite = [one["rms"] for one in values if one["nan"] == one["inf"] == 0]

    def pick(name: str) -> float | None:
        if len(last) > 1 or not values or not math.isfinite(values[0][name]):
            return None
        return _round(values[0][name])

    states = [one["state"] for one in last]
    return {
        "state": "value" if values else states[0],
        "rms": [_round(min(finite)), _round(max(finite))] if finite else None,
        **{name: pick(name) for name in ("mean", "std", "min", "max", "zero")},
        "nan": int(sum(one["nan"] for one in values)),
        "inf": int(sum(one["inf"] for one in values)),
        "num_bad": sum(one["nan"] + one["inf"] > 0 for one in values),
        "num_zero": sum(one["min"] == one["max"] == 0 for one in values),
        "num_none": len(last) - len(values),
        "num_low": sum(one["low"] for one in last),
    }


def _round(value: float) -> float:
    """Four digits: what is shown has two."""
    return float(f"{value:.4g}") if math.isfinite(value) else 0.0


def _text(name: str) -> str:
    # Names are shown as text; a lone surrogate would not survive the way as UTF-8.
    return name[:_MAX_NAME].encode("utf-8", "backslashreplace").decode()
