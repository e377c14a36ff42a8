"""How a layer was set up: `in_features=64, out_features=3`, without `extra_repr`.

`extra_repr` may be anybody's code. The classes of torch list the attributes that never
change after `__init__` in `__constants__`; those with plain values are read.
"""

from __future__ import annotations

from typing import Any

from . import classes, raw

_MOST = 12
_LONGEST = 60


def settings(module: Any) -> str:
    """The settings of a layer of torch or derived from one; empty of other classes."""
    names = _constants(type(module))
    found = [
        f"{key}={text}"
        for key, value in raw.instance_dict(module).items()
        if type(key) is str and key in names and (text := _text(value))
    ]
    return ", ".join(found[:_MOST])


def _constants(cls: type) -> set[str]:
    found: set[str] = set()
    for base in classes.mro(cls):
        names: Any = classes.members(base).get("__constants__")
        if classes.is_torch(base) and classes.is_exactly(names, (list, tuple)):
            found.update(name for name in names if type(name) is str)
    return found


def _text(value: Any) -> str:
    """A plain value as Python writes it; empty for what may run code of somebody."""
    plain = (int, float, bool, str)
    items = value if classes.is_exactly(value, (tuple, list)) else [value]
    if len(items) > _LONGEST or any(
        not classes.is_exactly(item, plain) for item in items
    ):
        return ""
    text = repr(value)
    return text if len(text) <= _LONGEST else ""
