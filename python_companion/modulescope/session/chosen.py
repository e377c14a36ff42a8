"""Which model is meant: by its name, by an expression, or the one used last."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from ..command import Refused, Words
from ..objects import classes, raw
from ..objects.paths import NoSuchPath, module_at
from ..render.numbers import several
from . import roots
from .current import Companion, installed
from .scene import Model, Scene


def last_use(scene: Scene, model: Model) -> int:
    """The number of the last run that is known to have used a model; 0 if none.

    A backward leaves gradients, a step moves version counters, a forward in train
    mode moves the buffers of norm layers, and a watch records.
    """
    since = model.since
    moved = scene.runs[-1].number if since.buffers_moved and scene.runs else 0
    watched = model.recording.run if model.recording else 0
    return max(*since.backward_runs, *since.changed_runs, moved, watched)


def used_last(scene: Scene, models: Sequence[Model]) -> tuple[Model, bool]:
    """The model that a run used last, else the newest; and whether one was used."""
    # `max` keeps the first of equals, and models come newest first.
    last = max(models, key=lambda model: last_use(scene, model))
    return last, last_use(scene, last) > 0


def companion() -> Companion:
    """The companion of this kernel.

    Raises:
        Refused: There is none.
    """
    found = installed()
    if found is None:
        raise Refused("%nn: the companion is not installed in this kernel.")
    return found


def current_scene(shell: Any) -> Scene:
    """What the companion of this shell knows, else what its names show."""
    from .without_kernel import scene_of

    found = installed()
    if found is not None and found.shell is shell:
        return found.session.scene()
    return scene_of(user_names(shell))


def user_names(shell: Any) -> dict[str, Any]:
    """The names that the user bound, without IPython's own."""
    return roots.user_names(shell.user_ns, getattr(shell, "user_ns_hidden", {}))


def chosen_model(shell: Any, words: Words, command: str) -> tuple[str, Any, list[str]]:
    """The module that is meant, and what has to be said about the choice."""
    if words.argument:
        module = resolved(shell, words.argument, command)
        return words.argument, module, _compiled(words.argument, module)
    scene = current_scene(shell)
    models = scene.models
    if not models:
        if raw.loaded_torch() is None and not _can_import_torch():
            raise Refused("%nn: torch is not installed in this kernel.")
        raise Refused(f"%nn {command}: no nn.Module in this namespace yet.")
    chosen, used = used_last(scene, models)
    notes = _compiled(chosen.name, chosen.module)
    if len(models) > 1:
        others = ", ".join(m.name for m in models if m is not chosen)
        notes.append(
            f"%nn {command}: {several(len(models), 'model')} here; showing "
            f"{chosen.name} ({'used last' if used else 'newest'}). Others: {others}."
        )
    return chosen.name, chosen.module, notes


def _can_import_torch() -> bool:
    try:
        return find_spec("torch") is not None
    except ImportError:
        # What lies beside the notebook by that name is not torch.
        return False


def _compiled(name: str, module: Any) -> list[str]:
    if classes.class_name(module) != "OptimizedModule":
        return []
    return [
        f"%nn: `{name}` is compiled; hooks and gradients are read from the original "
        "module."
    ]


def resolved(shell: Any, expression: str, command: str) -> Any:
    """The module that an expression means.

    Raises:
        Refused: It does not exist or is no module.
    """
    models = [model.name for model in current_scene(shell).models]
    try:
        return module_at(expression, user_names(shell), models)
    except NoSuchPath as problem:
        raise Refused(f"%nn {command}: {problem}") from None


def owner(scene: Scene, module: Any) -> tuple[Model, str]:
    """The model of the namespace that a module is part of, and its name there."""
    for model in scene.models:
        if id(module) in model.ids:
            fqn = next(node.fqn for node in model.nodes if node.module is module)
            return model, fqn
    return Model("model", module), ""
