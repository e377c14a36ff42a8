"""`init_report()`: initial statistics, in notebooks, scripts and tests."""

from __future__ import annotations

from typing import Any

from ..objects import classes, walk
from ..session.chosen import owner
from ..session.current import installed
from ..session.scene import Model
from ..session.without_kernel import scene_of
from .report import report
from .rows import InitReport


def init_report(model: Any, *, exact: bool = False) -> InitReport:
    """Compares the parameters of a module with how they should start.

    Each is sampled, and says so with the 95 % bound of its deviation. In a notebook
    that knows the model from before its training, the report is about that time.

    Args:
        model: An `nn.Module`; a submodule of a known model is found in it.
        exact: Mean and deviation of all elements instead of a sample's.

    Raises:
        TypeError: It is no `nn.Module`.
    """
    if not walk.is_module(model):
        raise TypeError(f"expected an nn.Module, got {classes.class_name(model)}")
    companion = installed()
    if companion is not None:
        scene = companion.session.scene()
        found, fqn = owner(scene, model)
        if found in scene.models:
            return report(scene, found, fqn, exact)
    scene = scene_of({"model": model})
    found = scene.models[0] if scene.models else Model("model", model)
    return report(scene, found, "", exact)
