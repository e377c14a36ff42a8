"""Names for the very objects that a picker lists, whatever their variables do."""

from __future__ import annotations

import threading
import weakref
from itertools import count
from typing import Any

_MAX_KEYS = 10_000


class Keys:
    """Numbers modules by identity; it keeps none of them alive."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        # Not a WeakKeyDictionary: that would call the `__hash__` of a module.
        self._keys: dict[int, tuple[weakref.ref[Any], str]] = {}
        self._modules: dict[str, weakref.ref[Any]] = {}

    def of(self, module: Any) -> str:
        """The key of a module: `#3`."""
        with self._lock:
            known = self._keys.get(id(module))
            # An id is used again as soon as its object is gone.
            if known is not None and known[0]() is module:
                return known[1]
            if len(self._keys) >= _MAX_KEYS:
                self._forget_the_dead()
            key, reference = f"#{next(self._numbers)}", weakref.ref(module)
            self._keys[id(module)] = (reference, key)
            self._modules[key] = reference
            return key

    def module(self, key: str) -> Any:
        """The module with this key; None if it is gone."""
        reference = self._modules.get(key)
        return None if reference is None else reference()

    def _forget_the_dead(self) -> None:
        self._keys = {k: v for k, v in self._keys.items() if v[0]() is not None}
        self._modules = {k: v for k, v in self._modules.items() if v() is not None}
