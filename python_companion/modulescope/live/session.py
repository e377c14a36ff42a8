"""The companion's memory of one kernel, and the scenes it gives to probes."""

from __future__ import annotations

import sys
import threading
import time
import weakref
from collections.abc import Mapping
from typing import Any

from ..findings import Checked
from . import walk
from .roots import Root, find_roots, outermost, user_names
from .runs import RunLog
from .scene import Model, Optimizer, Run, Scene
from .track import Tracker, hook_entries


class Session:
    """Follows the runs of one shell.

    `run_started` and `run_ended` are called in the cell's own thread; `scene` may be
    called from a subshell thread, so what both touch is under one lock.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self.log = RunLog(shell)
        self._tracker = Tracker()
        self._bound: dict[str, tuple[Any, Run | None]] = {}
        self.lock = threading.RLock()
        self.depth = 0
        self.checked: Checked | None = None

    @property
    def user_ns(self) -> dict[str, Any]:
        """The user's namespace itself; copy it before reading."""
        namespace: dict[str, Any] = self._shell.user_ns
        return namespace

    @property
    def busy(self) -> bool:
        """Whether a cell is running."""
        return self.depth > 0

    def names(self) -> dict[str, Any]:
        """A copy of the user's names."""
        hidden = getattr(self._shell, "user_ns_hidden", {})
        return user_names(self.user_ns, hidden)

    def begin(self) -> None:
        """Takes up what the kernel already holds when the companion arrives."""
        self.log.add_history()
        if walk.loaded_torch():
            with self.lock:
                self._look(None)

    def run_started(self) -> None:
        """A cell starts; cells can nest through `get_ipython().run_cell`."""
        self.depth += 1

    def run_ended(
        self, cell_id: str | None, count: int | None, source: str, success: bool
    ) -> tuple[Run, list[str]] | None:
        """A cell ended.

        Returns:
            The run and the names whose objects changed, if any model or optimizer
            is alive; else None.
        """
        self.depth = max(0, self.depth - 1)
        run = self.log.add(cell_id, count, source, success)
        if walk.loaded_torch() is None:
            return None
        with self.lock:
            changed = self._look(run)
        return None if changed is None else (run, changed)

    def _look(self, run: Run | None) -> list[str] | None:
        models, optimizers = find_roots(self.names())
        # Classes count too: an edited class text is checked against its run.
        if not models and not optimizers:
            self._tracker.update((), run, frozenset())
            self._bound = {}
            return None
        roots = outermost(models)
        stepped = frozenset(_stepped(optimizers))
        moved = self._tracker.update([r.value for r in roots], run, stepped)
        bound, changed = {}, []
        for root in (*models, *optimizers):
            before = self._bound.get(root.name)
            if before is not None and before[0]() is root.value:
                bound[root.name] = before
            else:
                bound[root.name] = (_reference(root.value), run)
                changed.append(root.name)
        self._bound = bound
        changed += [r.name for r in roots if id(r.value) in moved]
        return list(dict.fromkeys(changed))

    def scene(self, claims: Mapping[str, tuple[Any, ...]] | None = None) -> Scene:
        """What the namespace holds now; drop it soon, it keeps objects alive."""
        names = self.names()
        if walk.loaded_torch() is None:
            return Scene((), (), names, self.log.runs, None, claims or {})
        with self.lock:
            return self._scene(names, claims or {})

    def _scene(
        self, names: dict[str, Any], claims: Mapping[str, tuple[Any, ...]]
    ) -> Scene:
        found, optimizers = find_roots(names)
        runs = self.log.runs
        by_number = {run.number: run for run in runs}
        models = [self._model(root) for root in outermost(found)]
        models.sort(key=lambda model: -(model.bound.number if model.bound else 0))
        last = runs[-1] if runs else None
        self.checked = Checked(
            last.cell.execution_count if last else None, time.time() * 1000
        )
        return Scene(
            models=tuple(models),
            optimizers=tuple(
                Optimizer(root.name, root.value, self._run_of(root))
                for root in optimizers
            ),
            namespace=names,
            runs=runs,
            checked=self.checked,
            claims=claims,
            hooks={
                id(model.module): hook_entries(
                    model, self._registered(model.module, by_number)
                )
                for model in models
            },
            current_classes=_module_classes(names),
        )

    def _registered(
        self, module: Any, runs: dict[int, Run]
    ) -> dict[tuple[int, str, int], Run | None]:
        tracked = self._tracker.get(module)
        if tracked is None:
            return {}
        return {key: runs.get(at or 0) for key, at in tracked.hooks.items()}

    def _model(self, root: Root) -> Model:
        tracked = self._tracker.get(root.value)
        if tracked is None:
            return Model(root.name, root.value, self._run_of(root))
        return Model(
            root.name, root.value, self._run_of(root), dict(tracked.birth),
            tracked.since,
        )

    def _run_of(self, root: Root) -> Run | None:
        before = self._bound.get(root.name)
        return before[1] if before and before[0]() is root.value else None


def _reference(value: Any) -> Any:
    try:
        return weakref.ref(value)
    except TypeError:
        # Such an object counts as new on each look.
        return lambda: None


def _stepped(optimizers: list[Root]) -> set[int]:
    found: set[int] = set()
    for root in optimizers:
        state = walk.instance_dict(root.value).get("state")
        if isinstance(state, dict):
            found.update(id(tensor) for tensor in list(state))
    return found


def _module_classes(names: Mapping[str, Any]) -> dict[str, Any]:
    base = sys.modules["torch"].nn.Module
    return {
        name: value
        for name, value in names.items()
        if issubclass(type(value), type)
        and base in type.__dict__["__mro__"].__get__(value)
    }
