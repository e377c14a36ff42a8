"""Decides how often something may be done so that it stays within a share of time."""

from __future__ import annotations

from collections import deque


class Governor:
    """Allows an action again once all of them together cost less than a share.

    The share holds for models of every size: long steps are then recorded each time,
    short ones every so often.
    """

    def __init__(self, share: float, minimum_s: float = 0.0) -> None:
        """`share` is a fraction of wall time; `minimum_s` a least pause."""
        self.share = share
        self._minimum_s = minimum_s
        self._costs_s: deque[float] = deque(maxlen=3)
        self._start_s: float | None = None
        self._spent_s = 0.0
        self.next_s = 0.0
        """The moment (of `perf_counter`) from which it is allowed."""

    def done(self, now_s: float, cost_s: float) -> None:
        """Takes note of one action that ended now."""
        if self._start_s is None:
            self._start_s = now_s - cost_s
        self._spent_s += cost_s
        self._costs_s.append(cost_s)
        # The middle one of the last three is what the next will cost: a slow pass (a
        # cold cache, another process) is paid for below, but says little of the next.
        expected_s = sorted(self._costs_s)[len(self._costs_s) // 2]
        pause_s = max(expected_s / self.share, self._minimum_s)
        paid_s = self._start_s + (self._spent_s + expected_s) / self.share
        self.next_s = max(now_s + pause_s, paid_s)

    def also(self, cost_s: float) -> None:
        """Adds something else that is paid from the same share."""
        self._spent_s += cost_s
        self.next_s += cost_s / self.share
