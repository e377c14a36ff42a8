"""Fewer runs of Python's cycle collector while trees are made.

A tree of 1,000 lines is some 100,000 objects, all of them freed by reference counts.
At its usual threshold the collector would look through them a hundred times in vain,
and in a kernel full of the user's objects through those too.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Of the youngest generation. No round number: it also tells that nobody else has set
# the threshold meanwhile. The collector stays on, for the user's threads.
_RARELY = 1_000_003
_lock = threading.Lock()
_inside = 0
_before = (0, 0, 0)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Raises the threshold of the collector, for all threads, and puts it back.

    `gc.disable()` would not do: `timeit` and others note whether the collector is on,
    and would leave it off if they did so meanwhile.
    """
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter() -> None:
    global _inside, _before
    with _lock:
        _inside += 1
        now = gc.get_threshold()
        # Zero: the user has switched it off that way.
        if _inside == 1 and 0 < now[0] < _RARELY:
            _before = now
            gc.set_threshold(_RARELY, *now[1:])


def _leave() -> None:
    global _inside
    with _lock:
        _inside -= 1
        now = gc.get_threshold()
        if _inside == 0 and now[0] == _RARELY:
            gc.set_threshold(_before[0], *now[1:])
