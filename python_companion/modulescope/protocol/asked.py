"""What a request is about: the model, its module, and the moment."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from ..findings import Checked
from ..objects.paths import NoSuchPath, descend, module_at
from ..session.chosen import owner
from ..session.scene import Model, Run, Scene

if TYPE_CHECKING:
    from ..session.session import Session


def find_model(session: Session, scene: Scene, name: str) -> Any:
    """The module that a name, a path or a key leads to; None if there is none now."""
    if name.startswith("#"):
        return session.keys.module(name)
    for model in scene.models:
        if model.name == name:
            return model.module
    try:
        return module_at(name, scene.namespace, ())
    except NoSuchPath:
        return None


def shown_name(scene: Scene, name: str, module: Any) -> str:
    """The name to show for a module that was asked for by its key."""
    if not name.startswith("#"):
        return name
    named = [model.name for model in scene.models if model.module is module]
    named += [past.name for past in reversed(scene.past) if past.reference() is module]
    return named[0] if named else name


def now(scene: Scene) -> Checked:
    """When live objects are read: now, after the last run."""
    last: Run | None = scene.runs[-1] if scene.runs else None
    return Checked(last.cell.execution_count if last else None, time.time() * 1000)


def located(
    session: Session, scene: Scene, name: str, fqn: str
) -> tuple[Model, str, str] | None:
    """The model that holds a module, the module's name there, and what to cut off.

    The name in the request may lead to a part of a model, or to a module that is kept
    in a plain list.
    """
    root = find_model(session, scene, name)
    module = None if root is None else descend(root, fqn)
    if module is None:
        return None
    model, own = owner(scene, root)
    whole = f"{own}.{fqn}" if own and fqn else own or fqn
    if any(node.fqn == whole for node in model.nodes):
        return model, whole, own
    return Model(name, module), "", fqn and f"<{fqn}"


def gone(name: str) -> str:
    """What is said of a model that is there no more."""
    return f"`{name}` no longer exists in the kernel."
