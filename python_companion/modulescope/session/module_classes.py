"""Which names stand for module classes now: what text alone cannot tell of a library.

Nothing is imported and nothing runs: only dictionaries are looked into.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any

from ..objects import classes, raw


class LiveClasses:
    """Asks the classes of a namespace and of the modules that are loaded."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names
        torch = raw.loaded_torch()
        self._base: Any = None if torch is None else torch.nn.Module

    def names(self) -> Iterable[str]:
        """The names of the namespace that stand for module classes."""
        if self._base is None:
            return ()
        return [name for name in self._names if self._judge(self._names[name])]

    def is_module(self, dotted: str) -> bool | None:
        """Whether `package.part.Name` is a module class; None if it is not loaded."""
        if self._base is None:
            return None
        parts = dotted.split(".")
        for end in range(len(parts) - 1, 0, -1):
            module = sys.modules.get(".".join(parts[:end]))
            if module is not None:
                return self._judge(_reach(module, parts[end:]))
        return None

    def _judge(self, value: Any) -> bool | None:
        """None for what is no class."""
        if not classes.derives(type(value), type):
            return None
        return classes.derives(value, self._base)


def _reach(value: Any, attributes: list[str]) -> Any:
    """What attributes lead to, without running a `__getattr__`."""
    for name in attributes:
        # Past what a subclass may define under this name.
        if classes.derives(type(value), ModuleType):
            value = _DICT_OF_MODULE(value).get(name)
        elif classes.derives(type(value), type):
            value = _DICT_OF_CLASS(value).get(name)
        else:
            return None
    return value


_DICT_OF_MODULE = vars(ModuleType)["__dict__"].__get__
_DICT_OF_CLASS = vars(type)["__dict__"].__get__
