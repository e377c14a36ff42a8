"""What a model was loaded from, looked up by the names that a claim has."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..objects import classes, raw, registries, walk
from ..session.scene import Model, Run, Scene
from . import provenance
from .statedicts import Tensors, own_state


class Loaded(NamedTuple):
    """A module, and the state dict that the text loads into it."""

    own: Tensors
    """The module's own tensors by name."""
    given: dict[str, Any]
    run: Run
    """The last run that loaded it."""


def loaded(
    scene: Scene, module: str, source: str, method: str, may_be_empty: bool = False
) -> Loaded | None:
    """Both, if they are what they were when the cell ran.

    Args:
        scene: Where the names are looked up.
        module: The dotted name of the module.
        source: The expression of the state dict.
        method: What the text calls to load it.
        may_be_empty: Whether a state dict without tensors counts.
    """
    roots = {module.partition(".")[0], *_roots(source)}
    run = next(
        (
            run
            for run in reversed(scene.runs)
            if method in run.source and roots <= provenance.words(run.source)
        ),
        None,
    )
    if run is None or not run.success:
        return None
    for later in scene.runs:
        # A later run that binds them anew says nothing about what was loaded.
        if later.number > run.number and any(
            root in later.source and provenance.name_range(later, root)
            for root in roots
        ):
            return None
    own, given = _module_at(scene, module), _value_at(scene, source)
    if own is None or not classes.derives(type(given), dict):
        return None
    state = {k: v for k, v in raw.copy_dict(given).items() if type(k) is str}
    tensors = own_state(Model("", own))
    if not tensors or not (may_be_empty or any(map(walk.is_tensor, state.values()))):
        return None
    return Loaded(tensors, state, run)


def files(scene: Scene, loading: Loaded) -> frozenset[str]:
    """The texts that a verdict about a loading speaks of."""
    return frozenset({loading.run.file})


def _roots(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source, mode="eval")):
        if isinstance(node, ast.Name):
            yield node.id


def _module_at(scene: Scene, dotted: str) -> Any:
    root, _, rest = dotted.partition(".")
    found = scene.namespace.get(root)
    for part in filter(None, rest.split(".")):
        found = registries.read(found, "_modules").get(part)
    return found if walk.is_module(found) else None


def _value_at(scene: Scene, source: str) -> Any:
    """`state` and `checkpoint['model']`; None for anything that would run code."""
    node = ast.parse(source, mode="eval").body
    keys: list[Any] = []
    while isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        keys.append(node.slice.value)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    found = scene.namespace.get(node.id)
    for key in reversed(keys):
        found = raw.copy_dict(found).get(key)
    return found
