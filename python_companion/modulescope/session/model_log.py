"""The models and optimizers of a shell, and what each run did to them."""

from __future__ import annotations

import re
import weakref
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..objects import classes, raw
from ..recording import recordings
from .handles import HandleLog
from .kept_alive import Past, still_known
from .modes import Mode, follow
from .outside_tensors import Outside
from .roots import Root, find_roots, outermost
from .runs import RunLog
from .scene import Run
from .signature import Signature
from .track import Tracker


class Ended(NamedTuple):
    """A run that ended, and what it did."""

    run: Run
    changed: list[str] | None
    """See `ModelLog.look`."""


class ModelLog:
    """What is remembered of models and optimizers from run to run.

    `look` is called in the cell's own thread, everything else from any thread. What
    both touch is replaced by the one and read by the others, never changed in place.
    """

    def __init__(self, run_log: RunLog) -> None:
        self._run_log = run_log
        self.tracker = Tracker()
        self.outside = Outside()
        self.handles = HandleLog()
        self.past: list[Past] = []
        """Models that have lost their name, oldest first."""
        self.modes: dict[str, Mode] = {}
        # Runs by number: which cell an early one belongs to becomes known later.
        self._bound: dict[str, tuple[Any, int | None]] = {}
        self._changed: dict[str, int] = {}
        self._roots: list[Past] = []

    def end_run(self, names: Mapping[str, Any]) -> Ended:
        """Looks at what the run that has just ended did."""
        changed = self.look(names, ran=True)
        return Ended(self._run_log.runs[-1], changed)

    def look(self, names: Mapping[str, Any], ran: bool) -> list[str] | None:
        """Compares what names hold with how it was after the run before.

        Args:
            names: The user's names.
            ran: A run has just ended; else this is what was there before us.

        Returns:
            The names whose objects changed; None if there is no model and no
            optimizer, and was none before.
        """
        run = self._run_log.runs[-1] if ran and self._run_log.number else None
        number = run.number if run else None
        recordings.run_ended(number or 0)
        self.handles.note(number)
        if raw.loaded_torch() is not None:
            self.modes = follow(self.modes, number)
        models, optimizers = find_roots(names)
        if not models and not optimizers and not self._bound:
            return None
        roots = outermost(models)
        moved = self._update(roots, optimizers, run)
        changed = self._bind([*models, *optimizers], run)
        changed |= {root.name: None for root in roots if id(root.value) in moved}
        self._remember(roots, number or 0)
        self._changed = self._changed | dict.fromkeys(changed, number or 0)
        return list(changed)

    def before_last_run(self, module: object) -> Signature | None:
        """What is known of a root module from before the last run, without its values.

        None if the run made it.
        """
        tracked = self.tracker.get(module)
        return tracked.before if tracked else None

    def has_changed(self, expression: str, since: int) -> bool:
        """Whether the object that an expression reaches changed after a run."""
        return any(
            number > since
            and (expression == name or expression.startswith((f"{name}.", f"{name}[")))
            for name, number in list(self._changed.items())
        )

    def run_of(self, root: Root) -> int | None:
        """The number of the run that gave a name its object, where that is known."""
        before = self._bound.get(root.name)
        return before[1] if before and before[0]() is root.value else None

    def runs_of_names(self) -> dict[str, int | None]:
        """The number of the run that gave each name its object."""
        return {name: number for name, (_, number) in list(self._bound.items())}

    def _update(
        self, roots: list[Root], optimizers: list[Root], run: Run | None
    ) -> set[int]:
        """Looks at each model and optimizer; the ids of the models that changed."""
        before = self.tracker.signatures
        moved = self.tracker.update(
            [root.value for root in roots], run, lambda: _stepped(optimizers)
        )
        number = run.number if run else 0
        self.outside.update(optimizers, before, self.tracker.signatures, number)
        return moved

    def _remember(self, roots: list[Root], number: int) -> None:
        """Notes which models lost their name in this run."""
        reached = {id(root.value) for root in roots}
        lost = [past for past in self._roots if id(past.reference()) not in reached]
        self.past = still_known(
            [past for past in self.past if id(past.reference()) not in reached] + lost
        )
        self._roots = [
            Past(
                root.name,
                classes.class_name(root.value),
                _reference(root.value),
                self.tracker.parameters(root.value),
                number,
            )
            for root in roots
        ]

    def _bind(self, roots: list[Root], run: Run | None) -> dict[str, None]:
        """Notes which run gave each name its object; the names that got another."""
        bound: dict[str, tuple[Any, int | None]] = {}
        changed: dict[str, None] = {}
        for root in roots:
            before = self._bound.get(root.name)
            if before is not None and before[0]() is root.value:
                bound[root.name] = before
            else:
                binder = run or _binder(root, self._run_log)
                number = binder.number if binder else None
                bound[root.name] = (_reference(root.value), number)
                changed[root.name] = None
        changed |= {name: None for name in self._bound if name not in bound}
        self._bound = bound
        return changed


def _binder(root: Root, log: RunLog) -> Run | None:
    """The latest run from before us whose text assigns the name of a root."""
    name = re.match(r"\w+", root.name)
    if name is None:
        return None
    assigns = re.compile(rf"^\s*{name[0]}\s*(:[^=\n]+)?=(?!=)", re.MULTILINE)
    runs = reversed(log.runs)
    return next((run for run in runs if assigns.search(run.source)), None)


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
