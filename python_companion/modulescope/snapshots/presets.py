"""Snapshots around the next run, or around each `load_state_dict` of it.

Armed by a click, for one run. While a run is armed for loading,
`torch.nn.Module.load_state_dict` is wrapped; the original is back when the run ends,
however it ends.
"""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from ..findings import CellRef
from ..objects import raw, walk
from ..objects.paths import NoSuchPath, module_at
from ..session.session import Session
from .shelf import Shelf
from .snapshot import Snapshot, take

_BUDGET_S = 10.0
CELL = "cell"
_LOAD = "load_state_dict"


class Armed(NamedTuple):
    """What the next run does."""

    model: str
    preset: str


class Presets:
    """Takes the snapshots of armed runs."""

    def __init__(self, session: Session, shelf: Shelf) -> None:
        self._session = session
        self._shelf = shelf
        self.armed: Armed | None = None
        self._running: Armed | None = None
        self._before: Snapshot | None = None
        self._after: Snapshot | None = None
        self._loading = _Loading()

    def arm(self, model: str, preset: str | None) -> None:
        """For the next run; None disarms."""
        self.armed = None if preset is None else Armed(model, preset)

    def run_started(self) -> None:
        """Before a cell's code runs, in its thread."""
        self._running, self.armed = self.armed, None
        self._before = self._after = None
        if self._running is None:
            return
        if self._running.preset == CELL:
            self._before = self._take("before")
        else:
            self._loading.begin(self._load_started, self._load_ended)

    def run_ended(self, cell: CellRef | None) -> None:
        """After the code of the cell, whatever became of it."""
        self._loading.end()
        running = self._running
        if running is None:
            return
        around = _text(cell) if running.preset == CELL else _LOAD
        if running.preset == CELL:
            self._after = self._take("after", f"cell {around}")
        for snapshot in (self._before, self._after):
            if snapshot is not None:
                # Only now IPython tells which run it was.
                name = f"{snapshot.name} {around}"
                self._shelf.add(replace(snapshot, name=name, cell=cell))
        self._running = self._before = self._after = None

    def end_run(self) -> None:
        """Ends an armed run of which nothing can be told."""
        self._loading.end()
        self._running = self._before = self._after = None

    def end(self) -> None:
        """Takes everything off."""
        self.end_run()
        self.armed = None

    def _load_started(self, module: Any) -> None:
        if self._before is None:
            self._before = self._take("before", loaded=module)

    def _load_ended(self, module: Any) -> None:
        # Of several calls the last one ends the comparison.
        self._after = self._take("after", _LOAD, loaded=module)

    def _take(self, name: str, during: str = "", loaded: Any = None) -> Snapshot | None:
        model = self._running.model if self._running else ""
        module = self._module(model)
        if loaded is not None and not _are_related(module, loaded):
            if module is not None:
                return None
            # The model gets its name only after it was loaded.
            module = loaded
        if module is None:
            return None
        return take(module, name, model, None, during, _BUDGET_S)

    def _module(self, model: str) -> Any:
        try:
            return module_at(model, self._session.names(), ())
        except NoSuchPath:
            return None


def _are_related(one: Any, other: Any) -> bool:
    """Whether one module is the other, or a part of it."""
    return one is not None and any(
        node.module is inner
        for whole, inner in ((one, other), (other, one))
        for node in walk.nodes(whole)[0]
    )


def _text(cell: CellRef | None) -> str:
    count = cell.execution_count if cell else None
    return "[?]" if count is None else f"[{count}]"


class _Loading:
    """The wrapper around `load_state_dict`, and its end."""

    def __init__(self) -> None:
        self._original: Any = None
        self._wrapper: Any = None
        self._inside = False

    def begin(
        self, started: Callable[[Any], None], ended: Callable[[Any], None]
    ) -> None:
        if raw.loaded_torch() is None:
            return
        self.end()
        base = sys.modules["torch"].nn.Module
        original = self._original = vars(base)["load_state_dict"]
        thread = threading.get_ident()

        @functools.wraps(original)
        def load_state_dict(module: Any, *args: Any, **kwargs: Any) -> Any:
            # IPython leaves frames with this name out of the user's tracebacks.
            __tracebackhide__ = True
            watched = self._wrapper is load_state_dict and not self._inside
            if not watched or threading.get_ident() != thread:
                return original(module, *args, **kwargs)
            self._inside = True
            try:
                _quietly(started, module)
                return original(module, *args, **kwargs)
            finally:
                # A load that raises may have copied half of the tensors.
                _quietly(ended, module)
                self._inside = False

        self._wrapper = load_state_dict
        base.load_state_dict = load_state_dict

    def end(self) -> None:
        """Puts the original back, unless somebody wrapped ours meanwhile."""
        wrapper, self._wrapper, self._inside = self._wrapper, None, False
        if wrapper is None:
            return
        base = sys.modules["torch"].nn.Module
        if vars(base).get("load_state_dict") is wrapper:
            base.load_state_dict = self._original
        self._original = None


def _quietly(action: Callable[[Any], None], module: Any) -> None:
    try:
        action(module)
    except Exception:
        # A comparison less; the user's load goes on.
        return
