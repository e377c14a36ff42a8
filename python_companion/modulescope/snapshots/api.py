"""`snapshot()` and `diff()`: a model at two moments."""

from __future__ import annotations

import sys
from typing import Any

from ..objects import classes, walk
from ..session.current import installed
from .difference import SnapshotDiff, compare
from .snapshot import Snapshot, take


def snapshot(model: Any, name: str = "") -> Snapshot:
    """Reads the structure of a model, its statistics and a fingerprint of its values.

    Of each tensor at most 4,096 values are kept; neither the model nor its weights
    stay alive.

    Args:
        model: An `nn.Module`.
        name: What the snapshot is called in texts.

    Raises:
        TypeError: It is no `nn.Module`.
    """
    return _taken(model, name, sys._getframe(1))


def diff(a: Any, b: Any) -> SnapshotDiff:
    """Compares two snapshots, or a snapshot with a model as it is now.

    Args:
        a: The earlier `Snapshot`, or an `nn.Module`.
        b: The later `Snapshot`, or an `nn.Module`.

    Raises:
        TypeError: One of them is neither.
    """
    frame = sys._getframe(1)
    before, after = (
        one if type(one) is Snapshot else _taken(one, "now", frame) for one in (a, b)
    )
    return compare(before, after)


def _taken(model: Any, name: str, frame: Any) -> Snapshot:
    if not walk.is_module(model):
        found = classes.class_name(model)
        raise TypeError(f"expected an nn.Module or a Snapshot, got {found}")
    companion = installed()
    runs = companion.session.runs if companion is not None else ()
    cell = runs[-1].cell if runs else None
    return take(model, name, _variable(model, frame), cell)


def _variable(model: Any, frame: Any) -> str:
    """The caller's own name of a model; `model` if it has none.

    The locals of a function are not asked for: the copy that Python makes of them would
    keep the model alive until the function ends.
    """
    for name, value in list(frame.f_globals.items()):
        if value is model and type(name) is str and not name.startswith("_"):
            return name
    return "model"
