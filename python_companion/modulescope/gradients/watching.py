"""The watches of one shell: of the cell that runs, across cells, and the last one.

The magics, the panel and the drawing share it; a restart forgets it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from .watch import GradientWatch

BUDGET = 0.01
"""The fraction of a loop's time that a recording may take if nobody says otherwise."""


class Watching:
    """What is recorded in one shell, and what was."""

    def __init__(self, shell: Any) -> None:
        """Nothing is recorded yet."""
        self.budget = BUDGET
        """What new watches get; set by the front end's settings."""
        self.across: GradientWatch | None = None
        """The one from `%nn watch on` to `off`, or the panel's."""
        self.expression = ""
        """What `across` records; empty for all models."""
        self.last: GradientWatch | None = None
        """The one that began last, of a cell or across cells."""
        self._shell = shell
        self._lock = threading.RLock()

    def begin(
        self,
        expression: str,
        source: Callable[[], Mapping[str, Any]] | None,
        light: bool = False,
    ) -> None:
        """Records across cells from now on; ends what was recorded so."""
        from ..recording.options import RecordingOptions
        from .watch import GradientWatch

        with self._lock:
            self.end()
            self.across = self.last = GradientWatch(
                source,
                RecordingOptions(budget=self.budget, light=light),
                namespace=lambda: dict(self._shell.user_ns),
            )
            self.expression = expression
            self.across.start()

    def end(self) -> GradientWatch | None:
        """Ends the recording across cells, if there is one, and returns it."""
        with self._lock:
            watch, self.across = self.across, None
            if watch is not None:
                watch.stop()
                self.last = watch
            return watch

    def find(self, token: str) -> GradientWatch | None:
        """The watch that a document or the panel means; it may have ended."""
        return _by_token.get(token) if token else self.across


_by_token: WeakValueDictionary[str, GradientWatch] = WeakValueDictionary()


def enlist(watch: GradientWatch) -> None:
    """Makes a watch known by its token, for as long as somebody keeps it."""
    _by_token[watch.token] = watch


def running(module: object) -> tuple[GradientWatch, str] | None:
    """The latest watch that records a module now, and what it calls it."""
    for watch in reversed(list(_by_token.values())):
        if watch.is_on and (name := watch.models.name_of(module)) is not None:
            return watch, name
    return None


def cell_ended(cell: int | None) -> None:
    """Tells what records now that a cell has ended, with its execution count."""
    for watch in list(_by_token.values()):
        watch.cell_ended(cell)


_known: dict[int, Watching] = {}


def watching(shell: Any) -> Watching:
    """The watches of a shell."""
    return _known.setdefault(id(shell), Watching(shell))


def forget(shell: Any) -> None:
    """Ends what is recorded; the shell is left as it was."""
    found = _known.pop(id(shell), None)
    if found is not None:
        found.end()
