"""Numbers that devices have not sent yet, and what is to be done with them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from ..values.statistics import Measured

_MAX_ON_THEIR_WAY = 16
"""Beyond, nothing more is begun."""


class Arrivals:
    """Does things with measured numbers, in their order, once they are here."""

    def __init__(self, lock: AbstractContextManager[Any]) -> None:
        """Each thing is done while the lock is held."""
        self._lock = lock
        self.waiting: deque[tuple[Measured, Callable[[], None]]] = deque()
        """What has not arrived, the oldest first."""

    @property
    def is_full(self) -> bool:
        """Whether so many are on their way that no more should be begun."""
        return len(self.waiting) >= _MAX_ON_THEIR_WAY

    def when_here(self, measured: Measured, action: Callable[[], None]) -> None:
        """Does something now, or when the numbers and all before them are here."""
        if not self.waiting and measured.is_here:
            with self._lock:
                action()
        else:
            self.waiting.append((measured, action))

    def drain(self, wait: bool = False) -> float:
        """Does what can be done, or waits for all of it.

        Returns:
            What the numbers took on their devices, in seconds: it was the time of the
            training, too.
        """
        device_s = 0.0
        while self.waiting and (wait or self.waiting[0][0].is_here):
            measured, action = self.waiting.popleft()
            with self._lock:
                action()
            device_s += measured.device_s
        return device_s
