"""What a watch recorded, as the JSON that is shown, stored and rendered.

Its shape is `schema/protocol/gradients.schema.json`; the text and the picture are made
from it too. Rows are folded here, once for all front ends.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, cast

from ..recording.history import History
from ..recording.onsets import Onset
from ..recording.readings import State
from ..recording.rebuilds import Rebuild
from ..render.fold import Fold, fold
from .table import Table, optional, rounded, text

if TYPE_CHECKING:
    from ..protocol import messages
    from ..recording.recordings import Course

MIME = "application/vnd.modulescope.gradients.v1+json"

STORED_BYTES = 512_000
LIVE_BYTES = 256_000

_MAX_ROWS = 400
_MIN_COLUMNS = 8
_CELL_BYTES = 22
"""Of one parameter at one step: two numbers of 9 characters and a flag."""

_NUMBER_BYTES = 10

LIVE = ("waiting", "recording", "paused")
"""The states in which a watch can still be told something."""


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

    def rebuilt(self, history: History) -> Rebuild | None:
        """Whether its model was rebuilt since the last recorded step."""


def encode_gradients(
    watch: Recorded,
    state: str,
    message: str = "",
    limit: int = STORED_BYTES,
    last_columns: int | None = None,
) -> messages.Gradients:
    """The whole document; never longer than `limit` bytes as JSON.

    Args:
        watch: What was recorded.
        state: `waiting`, `recording`, `paused`, `done` or `stopped`.
        message: A sentence for the user.
        limit: In bytes.
        last_columns: Only that many recorded columns, the latest.

    Shape:
        first_steps, last_steps of a model: (columns,), in backward passes, from 1
        rows of a model: (rows,), each of one parameter or of a fold of several
        flags, rms, max of a row: (columns,), numbers in the unit of the gradient
        low, high, at_step, ratio of a row: (columns,) or None; the ratio has no unit
        sizes of a row: (rebuilds,) or None, in elements
    """
    histories = list(watch.histories.values())[:20]
    if last_columns:
        histories = [one.latest(last_columns) for one in histories]
    columns, max_rows, members = 512, _MAX_ROWS, True
    share = limit // max(len(histories), 1)
    course = watch.course
    while True:
        document: messages.Gradients = {
            "version": 1,
            "watch": watch.token if state in LIVE else "",
            "state": cast("messages.Stage", state),
            "message": message,
            "steps": course.steps,
            "recorded": course.recorded,
            "every": course.every,
            "stride": optional(course.stride),
            "budget": course.budget,
            "overhead": rounded(course.overhead),
            "spent_s": rounded(course.spent_s),
            "ratio": course.ratio,
            "stats": "light" if course.light else "full",
            "point": cast("messages.Moment", course.point),
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
) -> messages.ModelGradients:
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
    table = Table(one, width, watch.eps_of(one))
    onset = one.onsets.get("NaN") or one.onsets.get("Inf")
    lasts = one.last_steps.tolist()
    return {
        "name": text(one.name),
        "class_name": text(one.class_name),
        "recorded": one.recorded,
        "scale": None if one.scale == 1.0 else one.scale,
        "first_steps": one.first_steps[::width].tolist(),
        "last_steps": [
            lasts[min(start + width, len(lasts)) - 1]
            for start in range(0, len(lasts), width)
        ],
        "optimizer": table.optimizer,
        "total": table.total,
        "rebuilds": [
            {"step": each.step or None, "cell": each.cell}
            for each in (*table.rebuilds, watch.rebuilt(one))
            if each is not None
        ],
        "onset": None if onset is None else _onset(onset),
        "rows": [table.row(row, members) for row in folds],
        "left_out": left_out,
    }


def _onset(onset: Onset) -> messages.Onset:
    sound = {**onset._asdict(), "fqn": text(onset.fqn)}
    return cast("messages.Onset", sound)


def _cell_bytes(one: History) -> int:
    """What one cell takes as JSON, with all that is known of it."""
    cells = one.cells
    known = [bool((field == field).any()) for field in (cells.at_step, cells.ratio)]
    known.append(bool(one.rebuilds))
    # The ends of joined steps are there if anything is joined, here or later.
    return _CELL_BYTES + _NUMBER_BYTES * (sum(known) + 2)


@lru_cache(maxsize=16)
def _fold(fqns: tuple[str, ...], kinds: tuple[Hashable, ...]) -> list[Fold]:
    return fold(fqns, kinds)
