"""The models that are local to the functions that run now, by their names there.

A training loop in a function, or in a method of a trainer, has models that no
namespace shows. While a watch records, the frames above the backward name them.
"""

from __future__ import annotations

import inspect
import sys
from types import FrameType
from typing import Any

from . import classes, raw, walk

_MAX_FRAMES = 60
_MAX_ATTRIBUTES = 200
_OURS = __name__.partition(".")[0]


def local_values() -> dict[str, Any]:
    """Modules and objects that may be scalers, innermost function first.

    The cell's own frame ends the search: its names are the namespace. What is only an
    attribute comes behind the variables, and last, by the name of its class, a module
    whose own method runs: `self` tells nobody which.
    """
    plain: dict[str, Any] = {}
    attributes: dict[str, Any] = {}
    own: dict[str, Any] = {}
    frame: FrameType | None = sys._getframe(1)
    for _ in range(_MAX_FRAMES):
        if frame is None or not frame.f_code.co_flags & inspect.CO_OPTIMIZED:
            break
        package = str(frame.f_globals.get("__name__")).partition(".")[0]
        if package not in (_OURS, "torch", "IPython"):
            wanted = (pair for item in variables(frame) for pair in _wanted(*item))
            for name, value in wanted:
                if name == "self":
                    own.setdefault(classes.class_name(value), value)
                    continue
                found = attributes if "." in name else plain
                key = name if name not in found else f"{frame.f_code.co_name}.{name}"
                found.setdefault(key, value)
        frame = frame.f_back
    found = dict(plain)
    for later in (attributes, own):
        for name, value in later.items():
            found.setdefault(name, value)
    return found


def variables(frame: FrameType) -> list[tuple[str, Any]]:
    """The local variables of a function that runs, of which its frame keeps nothing.

    Up to Python 3.12 to ask for them makes a dictionary that the frame keeps, and with
    it all that the function lets go of meanwhile.
    """
    names = frame.f_locals
    found = list(names.items())
    # If the function itself has not asked for it, then nobody else sees it: one
    # reference is the frame's, one is ours. Outside of functions it is the namespace.
    is_copy = frame.f_code.co_flags & inspect.CO_OPTIMIZED and type(names) is dict
    if is_copy and sys.getrefcount(names) <= 3:
        names.clear()
    return found


def _wanted(name: str, value: Any) -> list[tuple[str, Any]]:
    if walk.is_module(value) or _is_scaler(value):
        return [(name, value)]
    if classes.is_exactly(value, (list, tuple, dict)):
        return [(name, value)] if _holds_modules(value) else []
    # A trainer: `self.model`, `self.scaler`.
    attributes = raw.instance_dict(value)
    if not attributes or len(attributes) > _MAX_ATTRIBUTES:
        return []
    return [
        (f"{name}.{key}", one)
        for key, one in list(attributes.items())
        if type(key) is str and (walk.is_module(one) or _is_scaler(one))
    ]


def _holds_modules(value: Any) -> bool:
    members = value.values() if type(value) is dict else value
    first = next(iter(list(members)[:1]), None)
    return walk.is_module(first)


def _is_scaler(value: Any) -> bool:
    return classes.class_name(value) == "GradScaler"
