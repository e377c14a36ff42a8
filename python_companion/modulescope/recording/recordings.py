"""What the latest watches recorded, for rules that need more than the last gradient.

A watch announces itself when it starts; the session tells in which run that was. No
model is kept alive: a recording knows its model by weak reference.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .calls import Calls
    from .history import History

_KEPT = 4


class Course(NamedTuple):
    """How a watch recorded."""

    steps: int
    """Backward passes seen."""
    recorded: int
    every: int | None
    budget: float
    overhead: float
    point: str
    stride: float | None = None
    ratio: bool = False
    light: bool = False
    """Norms and counts of what is not finite only; see `light.MEASURED`."""
    spent_s: float = 0.0
    """Seconds that recording took of the loop."""


class Recording(NamedTuple):
    """The recorded gradients of one model."""

    history: History
    """Of this model alone."""
    eps: Mapping[str, tuple[str, float]]
    """Class and `eps` of the optimizer, by fqn of the parameter."""
    run: int
    """The number of the last run that was watched."""
    course: Course | None = None
    calls: Calls | None = None
    """Which modules were called in its first steps."""
    whole: History | None = None
    """Also of the models that had its name before, in the same watch."""


class Watched:
    """One watch, as far as rules need it; the recorder fills it in when it ends."""

    def __init__(self) -> None:
        """Nothing is recorded yet."""
        self.found: list[tuple[Any, History, Mapping[str, tuple[str, float]]]] = []
        """The model's weak reference, its history, the `eps` of its optimizers."""
        self.run: int | None = None
        self.course: Course | None = None
        self.calls: Calls | None = None
        self.is_over = False


_latest: deque[Watched] = deque(maxlen=_KEPT)


def begin() -> Watched:
    """A watch starts."""
    watched = Watched()
    _latest.append(watched)
    return watched


def run_ended(number: int) -> None:
    """Tells the watches of a run which one it was."""
    for watched in _latest:
        if watched.run is None or not watched.is_over:
            watched.run = number


def recording_of(module: object) -> Recording | None:
    """The latest recording of a module whose watch has ended."""
    for watched in reversed(_latest):
        if not watched.is_over or watched.run is None:
            continue
        for reference, history, eps in watched.found:
            if reference() is module:
                return Recording(
                    history.of_last_model(),
                    eps,
                    watched.run,
                    watched.course,
                    watched.calls,
                    history,
                )
    return None
