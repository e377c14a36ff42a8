"""Removed hooks, until a cell runs: then they are let go of."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import count

from .edits import CannotEdit, Removal, remove, restore
from .registered import Registered


class Undo:
    """What can be put back, by token."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._removals: dict[str, list[Removal]] = {}

    def remove(self, hooks: list[Registered]) -> str:
        """Takes all of these hooks off, or none; returns the token that undoes it.

        Raises:
            CannotEdit: Nothing was changed.
        """
        with self._lock:
            done = remove_all(hooks)
            token = f"undo-{next(self._numbers)}"
            self._removals[token] = done
        return token

    def restore(self, token: str) -> list[Registered]:
        """Puts back what a token stands for, last removed first.

        Raises:
            CannotEdit: A cell has run since, or what the hooks sat on is gone.
        """
        with self._lock:
            removals = self._removals.pop(token, None)
            if removals is None:
                raise CannotEdit("A cell has run since, so this cannot be undone.")
            return [restore(removal) for removal in reversed(removals)]

    def forget(self) -> None:
        """A cell runs: what is removed stays removed."""
        # No lock: a cell must not wait, and the old dictionary stays whole.
        self._removals = {}


def remove_all(hooks: Sequence[Registered]) -> list[Removal]:
    """Takes all of these hooks off, or none.

    Raises:
        CannotEdit: Nothing was changed.
    """
    done: list[Removal] = []
    try:
        for hook in hooks:
            done.append(remove(hook))
    except BaseException:
        for removal in reversed(done):
            restore(removal)
        raise
    return done
