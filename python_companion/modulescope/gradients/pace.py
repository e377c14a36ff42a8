"""When the panel may ask again for what a running cell records.

The answer is made in another thread than the training, but takes the interpreter from
it; so it is paid from the budget of the watch.
"""

from __future__ import annotations

from time import perf_counter, thread_time
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ..recording.governor import Governor

if TYPE_CHECKING:
    from .watch import GradientWatch

_SHARE = 0.25
"""Of the watch's budget; the output of its cell takes up to a half."""

_LEAST_S = 0.5
"""The channel lets four requests per second through; others want to ask, too."""

_LOOK_S = 2.0
_LOOK_SHARE = 0.001
"""How often to look whether a cell that runs has begun to record."""

_governors: WeakKeyDictionary[GradientWatch, Governor] = WeakKeyDictionary()


class Pace:
    """Measures one answer, from where it is made."""

    def __init__(self) -> None:
        """The answer begins."""
        self._start_s = thread_time()

    def again_ms(self, watch: GradientWatch | None) -> int:
        """How long to wait; charges a watch with what the answer took."""
        cost_s = thread_time() - self._start_s
        if watch is None:
            return round(1000 * max(_LOOK_S, cost_s / _LOOK_SHARE))
        watch.owe(cost_s)
        governor = _governors.setdefault(
            watch, Governor(_SHARE * watch.budget, _LEAST_S)
        )
        now_s = perf_counter()
        governor.done(now_s, cost_s)
        return round(1000 * (governor.next_s - now_s))
