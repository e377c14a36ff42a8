"""The companion's memory of one kernel, and the scenes it gives to probes."""

from __future__ import annotations

import re
import sys
import time
import weakref
from collections.abc import Mapping
from typing import Any

from ..findings import Checked
from ..objects import classes, raw
from ..recording import recordings
from .handles import HandleLog
from .hooks import HooksOfModels, hook_entries
from .kept_alive import Kept, Past, kept_alive, still_known
from .keys import Keys
from .modes import Mode, follow
from .outside_tensors import Outside
from .roots import Root, find_roots, outermost, user_names
from .runs import RunLog
from .scene import FindClaims, Model, Optimizer, Run, Scene
from .signature import HookKey, Signature
from .track import Tracker


class Session:
    """Follows the runs of one shell.

    `look` is called in the cell's own thread, everything else from any thread. What
    both touch is replaced by the one and read by the others, never changed in place.
    """

    def __init__(self, shell: Any, log: RunLog | None = None) -> None:
        self._shell = shell
        self.log = RunLog(shell) if log is None else log
        self._tracker = Tracker()
        self._outside = Outside()
        self._handles = HandleLog()
        self.keys = Keys()
        """Of the models that were listed."""
        self.edits = 0
        """Counts what we changed in models ourselves: what was read before is old."""
        # Runs by number: which cell an early one belongs to becomes known later.
        self._bound: dict[str, tuple[Any, int | None]] = {}
        self._changed: dict[str, int] = {}
        self._roots: list[Past] = []
        self._past: list[Past] = []
        self._modes: dict[str, Mode] = {}

    @property
    def shell(self) -> Any:
        """The shell whose names these are."""
        return self._shell

    @property
    def user_ns(self) -> dict[str, Any]:
        """The user's namespace itself; copy it before reading."""
        namespace: dict[str, Any] = self._shell.user_ns
        return namespace

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs of the kernel."""
        return self.log.runs

    @property
    def busy(self) -> bool:
        """Whether a cell is running."""
        return self.log.busy

    def names(self) -> dict[str, Any]:
        """A copy of the user's names."""
        hidden = getattr(self._shell, "user_ns_hidden", {})
        return user_names(self.user_ns, hidden)

    def run_started(self, cell_id: str | None = None, source: str = "") -> None:
        """A cell starts."""
        self.log.start(None, cell_id, source)

    def run_ended(
        self, cell_id: str | None, count: int | None, source: str, success: bool
    ) -> list[str] | None:
        """A cell ended; see `look` for the value."""
        ran = self.log.end(None, cell_id, count, source, success)
        return self.look() if ran and raw.loaded_torch() else None

    def look(self, ran: bool = True) -> list[str] | None:
        """Compares the models with how they were after the run before.

        Args:
            ran: A run has just ended; else this is what was there before us.

        Returns:
            The names whose objects changed; None if there is no model and no
            optimizer, and was none before.
        """
        run = self.log.runs[-1] if ran and self.log.number else None
        recordings.run_ended(run.number if run else 0)
        self._handles.note(run.number if run else None)
        if raw.loaded_torch() is not None:
            self._modes = follow(self._modes, run.number if run else None)
        models, optimizers = find_roots(self.names())
        if not models and not optimizers and not self._bound:
            return None
        roots = outermost(models)
        before = self._tracker.signatures
        moved = self._tracker.update(
            [root.value for root in roots], run, lambda: _stepped(optimizers)
        )
        changed = self._bind([*models, *optimizers], run)
        changed |= {root.name: None for root in roots if id(root.value) in moved}
        number = run.number if run else 0
        self._outside.update(optimizers, before, self._tracker.signatures, number)
        self._remember(roots, number)
        self._changed = self._changed | dict.fromkeys(changed, number)
        return list(changed)

    def before_last_run(self, module: object) -> Signature | None:
        """What is known of a root module from before the last run, without its values.

        None if the run made it.
        """
        tracked = self._tracker.get(module)
        return tracked.before if tracked else None

    def _remember(self, roots: list[Root], number: int) -> None:
        """Notes which models lost their name in this run."""
        reached = {id(root.value) for root in roots}
        lost = [past for past in self._roots if id(past.reference()) not in reached]
        self._past = still_known(
            [past for past in self._past if id(past.reference()) not in reached] + lost
        )
        self._roots = [
            Past(
                root.name,
                classes.class_name(root.value),
                _reference(root.value),
                self._tracker.parameters(root.value),
                number,
            )
            for root in roots
        ]

    def _kept(self, models: list[Model]) -> list[Kept]:
        """The models without a name that live on; almost always none."""
        if not self._past:
            return []
        reached = {ident for model in models for ident in model.ids}
        return kept_alive(self._shell, self._past, reached)

    def _bind(self, roots: list[Root], run: Run | None) -> dict[str, None]:
        """Notes which run gave each name its object; the names that got another."""
        bound: dict[str, tuple[Any, int | None]] = {}
        changed: dict[str, None] = {}
        for root in roots:
            before = self._bound.get(root.name)
            if before is not None and before[0]() is root.value:
                bound[root.name] = before
            else:
                binder = run or self._binder(root)
                number = binder.number if binder else None
                bound[root.name] = (_reference(root.value), number)
                changed[root.name] = None
        changed |= {name: None for name in self._bound if name not in bound}
        self._bound = bound
        return changed

    def _binder(self, root: Root) -> Run | None:
        """The latest run from before us whose text assigns the name of a root."""
        name = re.match(r"\w+", root.name)
        if name is None:
            return None
        assigns = re.compile(rf"^\s*{name[0]}\s*(:[^=\n]+)?=(?!=)", re.MULTILINE)
        runs = reversed(self.log.runs)
        return next((run for run in runs if assigns.search(run.source)), None)

    def has_changed(self, expression: str, since: int) -> bool:
        """Whether the object that an expression reaches changed after a run."""
        return any(
            number > since
            and (expression == name or expression.startswith((f"{name}.", f"{name}[")))
            for name, number in list(self._changed.items())
        )

    def scene(
        self,
        claims: Mapping[str, tuple[Any, ...]] | None = None,
        names: Mapping[str, Any] | None = None,
        find_claims: FindClaims | None = None,
    ) -> Scene:
        """What the namespace, or other names, hold now.

        Drop it soon: it keeps the user's objects alive.
        """
        names = self.names() if names is None else names
        runs = self.log.runs
        if raw.loaded_torch() is None:
            return Scene((), (), names, runs, None, claims or {})
        found, optimizers = find_roots(names)
        by_number = {run.number: run for run in runs}
        models = [self._model(root, by_number) for root in outermost(found)]
        models.sort(key=_rank)
        last = runs[-1] if runs else None
        return Scene(
            models=tuple(models),
            optimizers=tuple(self._optimizer(root, by_number) for root in optimizers),
            namespace=names,
            runs=runs,
            checked=Checked(
                last.cell.execution_count if last else None, time.time() * 1000
            ),
            claims=claims or {},
            hooks=self._hooks(models, by_number),
            current_classes=_module_classes(names),
            modes=self._modes,
            past=tuple(self._past),
            kept=tuple(self._kept(models)),
            shell=self._shell,
            run_of_handle=self._handles.run_of,
            find_claims=find_claims or Scene.find_claims,
            cells_of_names={
                name: by_number[number].cell
                for name, (_, number) in list(self._bound.items())
                if number in by_number
            },
        )

    def _hooks(self, models: list[Model], by_number: dict[int, Run]) -> HooksOfModels:
        def registered(model: Model) -> dict[HookKey, Run | None]:
            tracked = self._tracker.get(model.module)
            hooks = tracked.hooks if tracked else {}
            return {key: by_number.get(at or 0) for key, at in hooks.items()}

        return HooksOfModels(
            models, lambda model: hook_entries(model, registered(model))
        )

    def _model(self, root: Root, by_number: dict[int, Run]) -> Model:
        tracked = self._tracker.get(root.value)
        bound = self._run_of(root, by_number)
        if tracked is None:
            return Model(root.name, root.value, bound)
        return Model(
            root.name,
            root.value,
            bound,
            tracked.birth,
            tracked.birth_versions,
            tracked.since,
            tracked.seen,
            recordings.recording_of(root.value),
        )

    def _optimizer(self, root: Root, by_number: dict[int, Run]) -> Optimizer:
        bound = self._run_of(root, by_number)
        return Optimizer(
            root.name, root.value, bound, self._outside.runs_of(root.value)
        )

    def _run_of(self, root: Root, by_number: dict[int, Run]) -> Run | None:
        before = self._bound.get(root.name)
        if before is None or before[0]() is not root.value:
            return None
        return by_number.get(before[1] or 0)


def _rank(model: Model) -> tuple[bool, int]:
    """Variables come before what containers and objects hold, the newest first."""
    number = model.bound.number if model.bound else 0
    return not model.name.isidentifier(), -number


def _reference(value: Any) -> Any:
    try:
        return weakref.ref(value)
    except TypeError:
        # Such an object counts as new on each look.
        return lambda: None


def _stepped(optimizers: list[Root]) -> frozenset[int]:
    """Ids of the tensors that an optimizer has made a step with."""
    found: set[int] = set()
    for root in optimizers:
        state = raw.instance_dict(root.value).get("state")
        found.update(id(tensor) for tensor, _ in raw.dict_items(state))
    return frozenset(found)


def _module_classes(names: Mapping[str, Any]) -> dict[str, Any]:
    base = sys.modules["torch"].nn.Module
    return {
        name: value
        for name, value in names.items()
        if classes.derives(type(value), type) and classes.derives(value, base)
    }
