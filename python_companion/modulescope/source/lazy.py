"""A property that is worked out when it is first read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_Value = TypeVar("_Value")


class lazy(Generic[_Value]):
    """Like `functools.cached_property`, which takes a lock until Python 3.12.

    A cell of 20 lines reads some thirty of them. A check runs in one thread.
    """

    def __init__(self, work: Callable[[Any], _Value]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> lazy[_Value]: ...

    @overload
    def __get__(self, owner: object, kind: type) -> _Value: ...

    def __get__(self, owner: object | None, kind: type) -> lazy[_Value] | _Value:
        if owner is None:
            return self
        value = self._work(owner)
        # Found there before this descriptor from now on.
        owner.__dict__[self._name] = value
        return value
