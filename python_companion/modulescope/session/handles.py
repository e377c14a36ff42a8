"""Which run registered a hook, by the number of its handle.

Torch numbers all handles of a process in rising order: a hook whose number was given
out during a run was registered by it, wherever it sits and whatever it sits on.
"""

from __future__ import annotations

from bisect import bisect_right

from ..objects import raw


class HandleLog:
    """The next number of a handle, as it was after each run."""

    def __init__(self) -> None:
        self._next: list[int] = []
        self._runs: list[int | None] = []

    def note(self, run: int | None) -> None:
        """Looks at the counter after a run; None for what was before us."""
        torch = raw.loaded_torch()
        if torch is None:
            return
        number = vars(torch.utils.hooks.RemovableHandle).get("next_id")
        if type(number) is not int or (self._next and number == self._next[-1]):
            return
        # Replaced, not changed: other threads read them.
        self._next, self._runs = [*self._next, number], [*self._runs, run]

    def run_of(self, key: object) -> int | None:
        """The number of the run that gave out a handle's number."""
        runs = self._runs
        if type(key) is not int:
            return None
        index = bisect_right(self._next, key)
        return runs[index] if index < len(runs) else None
