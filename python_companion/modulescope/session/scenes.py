"""Makes the scene of one moment of what is remembered and what names hold now."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..findings import Checked
from ..objects import classes, raw
from ..recording import recordings
from .hooks import HooksOfModels, hook_entries
from .kept_alive import Kept, kept_alive
from .roots import Root, find_roots, outermost
from .scene import FindClaims, Model, Optimizer, Run, Scene
from .signature import HookKey

if TYPE_CHECKING:
    from .model_log import ModelLog
    from .session import Session

_Runs = Mapping[int, Run]
"""By their number."""


def scene_of_session(
    session: Session,
    names: Mapping[str, Any],
    claims: Mapping[str, tuple[Any, ...]],
    find_claims: FindClaims,
) -> Scene:
    """See `Session.scene`."""
    runs, log = session.runs, session.model_log
    if raw.loaded_torch() is None:
        return Scene((), (), names, runs, None, claims)
    found, optimizers = find_roots(names)
    by_number = {run.number: run for run in runs}
    models = [_model(log, root, by_number) for root in outermost(found)]
    models.sort(key=_rank)
    return Scene(
        models=tuple(models),
        optimizers=tuple(_optimizer(log, root, by_number) for root in optimizers),
        namespace=names,
        runs=runs,
        checked=_checked(runs),
        claims=claims,
        hooks=_hooks(log, models, by_number),
        current_classes=_module_classes(names),
        modes=log.modes,
        past=tuple(log.past),
        kept=tuple(_kept(session, models)),
        shell=session.shell,
        run_of_handle=log.handles.run_of,
        find_claims=find_claims,
        cells_of_names={
            name: by_number[number].cell
            for name, number in log.runs_of_names().items()
            if number in by_number
        },
    )


def _model(log: ModelLog, root: Root, runs: _Runs) -> Model:
    tracked = log.tracker.get(root.value)
    bound = runs.get(log.run_of(root) or 0)
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


def _rank(model: Model) -> tuple[bool, int]:
    """Variables come before what containers and objects hold, the newest first."""
    number = model.bound.number if model.bound else 0
    return not model.name.isidentifier(), -number


def _optimizer(log: ModelLog, root: Root, runs: _Runs) -> Optimizer:
    bound = runs.get(log.run_of(root) or 0)
    return Optimizer(root.name, root.value, bound, log.outside.runs_of(root.value))


def _checked(runs: tuple[Run, ...]) -> Checked:
    count = runs[-1].cell.execution_count if runs else None
    return Checked(count, time.time() * 1000)


def _hooks(log: ModelLog, models: list[Model], runs: _Runs) -> HooksOfModels:
    def registered(model: Model) -> dict[HookKey, Run | None]:
        tracked = log.tracker.get(model.module)
        hooks = tracked.hooks if tracked else {}
        return {key: runs.get(at or 0) for key, at in hooks.items()}

    return HooksOfModels(models, lambda model: hook_entries(model, registered(model)))


def _module_classes(names: Mapping[str, Any]) -> dict[str, Any]:
    base = sys.modules["torch"].nn.Module
    return {
        name: value
        for name, value in names.items()
        if classes.derives(type(value), type) and classes.derives(value, base)
    }


def _kept(session: Session, models: list[Model]) -> list[Kept]:
    """The models without a name that live on; almost always none."""
    past = session.model_log.past
    if not past:
        return []
    reached = {ident for model in models for ident in model.ids}
    return kept_alive(session.shell, past, reached)
