"""When a recorder records, and what that takes of the training's time."""

from __future__ import annotations

from collections import deque

from .governor import Governor
from .options import RecordingOptions

_RECENT = 20
"""The recorded steps that the stride is averaged over."""


class Sampling:
    """Counts the backward passes of a loop, and decides which are recorded."""

    def __init__(self, options: RecordingOptions) -> None:
        """Nothing was seen yet."""
        self.every = options.every
        self.steps = 0
        """Backward passes seen."""
        self.recorded = 0
        """Backward passes recorded."""
        self.spent_s = 0.0
        """What recording took of the loop, also on devices."""
        self.alternates = False
        """Whether some backward passes reached only some of the models."""
        self._governor = Governor(options.budget)
        self._skip = 0
        self._first_s = self._last_s = 0.0
        self._recorded_at: deque[int] = deque(maxlen=_RECENT)
        self._owed: deque[float] = deque()

    @property
    def budget(self) -> float:
        """The share of the loop's time that recording may take."""
        return self._governor.share

    @budget.setter
    def budget(self, share: float) -> None:
        self._governor.share = share

    @property
    def overhead(self) -> float:
        """The share of the loop's time that was spent, also on devices."""
        loop_s = self._last_s - self._first_s
        return self.spent_s / loop_s if loop_s > 0 else 0.0

    @property
    def stride(self) -> float | None:
        """Backward passes from one recorded step to the next, of the latest ones."""
        at = self._recorded_at
        return (at[-1] - at[0]) / (len(at) - 1) if len(at) > 1 else None

    def step(self, now_s: float) -> None:
        """One more backward begins, at a moment of `perf_counter`."""
        self.steps += 1
        if self._first_s == 0.0:
            self._first_s = now_s
        while self._owed:
            self.pay(self._owed.popleft())

    def reach(self, now_s: float) -> None:
        """The loop came as far as to this moment."""
        self._last_s = now_s

    def is_due(self, now_s: float) -> bool:
        """Whether the backward that begins now is to be recorded."""
        if self.every is not None:
            return self.steps == 1 or self.steps % self.every == 0
        if now_s < self._governor.next_s:
            return False
        self._skip -= 1
        return self._skip < 0

    def note_recorded(self, step: int) -> None:
        """A step was recorded; once for all models."""
        if not self._recorded_at or self._recorded_at[-1] != step:
            self.recorded += 1
            self._recorded_at.append(step)

    def note_reached(self, all_models: bool) -> None:
        """Tells whether a recorded backward reached all models.

        Backward passes may alternate (a discriminator, a generator): then a varying
        number is skipped, so that each kind is met whatever the stride.
        """
        self.alternates |= not all_models
        self._skip = 0 if all_models else 5 * self.recorded % 8

    def done(self, now_s: float, cost_s: float) -> None:
        """One step was recorded at that cost."""
        self._last_s = now_s
        self._governor.done(now_s, cost_s)
        self.spent_s += cost_s

    def pay(self, cost_s: float) -> None:
        """Adds something else that recording took; it is paid from the budget."""
        self.spent_s += cost_s
        self._governor.also(cost_s)

    def owe(self, cost_s: float) -> None:
        """Adds what another thread took; the next backward pays."""
        self._owed.append(cost_s)
