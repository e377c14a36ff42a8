"""Lets the companion import from the environment only, and the user as ever.

A finder stands first on `sys.meta_path`. It acts only in a thread that is inside the
companion; `sys.path` belongs to all threads, and is not touched.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ContextDecorator, contextmanager
from importlib.machinery import PathFinder
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from .environment import Environment


_OURS = __name__.partition(".")[0]


class _Here(threading.local):
    """Where this thread is."""

    entry: FrameType | None = None
    """The call by which it came into the companion; None in the user's code."""
    environment: Environment | None = None
    """Looked up at the first import, for as long as that call lasts."""


_here = _Here()


class Inside(ContextDecorator):
    """The time in which this thread runs the companion's code; may be nested."""

    def __enter__(self) -> None:
        if not _is_inside():
            _here.environment = None
            _here.entry = sys._getframe(1)

    def __exit__(self, *_: object) -> None:
        if _here.entry is sys._getframe(1):
            _here.entry = _here.environment = None


inside = Inside()


@contextmanager
def outside() -> Iterator[None]:
    """A time in which the companion runs code of the user, who imports as ever."""
    entry, _here.entry = _here.entry, None
    try:
        yield
    finally:
        _here.entry = entry


def _is_inside() -> bool:
    if _here.entry is None:
        return False
    try:
        # An interrupt can come before `__exit__` has done anything. Only the frame of
        # a call that has ended can be cleared.
        _here.entry.clear()
    except RuntimeError:
        return True
    _here.entry = None
    return False


class Guard:
    """The finder: silent outside the companion."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: Any = None
    ) -> Any:
        """What the environment has; None leaves the search to the other finders.

        Raises:
            ModuleNotFoundError: The others would find what lies beside the notebook.
        """
        if not _is_inside():
            return None
        with outside():
            environment = _environment()
            if path is None:
                return _top_level(environment, name)
            return _submodule(environment, name, path)


def _environment() -> Environment:
    if _here.environment is None:
        # Most kernels never need it.
        from .environment import Environment

        _here.environment = Environment()
    return _here.environment


def _top_level(environment: Environment, name: str) -> Any:
    spec = environment.find(name)
    usual = PathFinder.find_spec(name, sys.path)
    if spec is None:
        return None if usual is None else _refuse(name)
    if usual is None or usual.loader is None or not spec.has_location:
        return spec
    if environment.is_same(usual, spec) or name in sys.stdlib_module_names:
        return spec
    # Once loaded it would be the user's, too, who has a file of his own by that name.
    return _refuse(name)


def _submodule(environment: Environment, name: str, path: Sequence[str]) -> Any:
    package = name.partition(".")[0]
    if package == _OURS:
        return None
    held = [entry for entry in path if environment.holds(entry)]
    if len(held) == len(path) or _is_from(environment, package):
        return None
    return PathFinder.find_spec(name, held) or _refuse(name)


def _is_from(environment: Environment, package: str) -> bool:
    """Whether the loaded package is the one that the environment has."""
    spec = environment.find(package)
    loaded = getattr(sys.modules.get(package), "__spec__", None)
    return spec is not None and environment.is_same(loaded, spec)


def _refuse(name: str) -> NoReturn:
    reason = f"No module named {name!r} outside the notebook's folder"
    raise ModuleNotFoundError(reason, name=name)


_guard = Guard()


def begin() -> None:
    """Adds the finder; a second call changes nothing."""
    if not _stands():
        sys.meta_path.insert(0, _guard)


def end() -> None:
    """Takes the finder off."""
    if _stands():
        sys.meta_path.remove(_guard)


def _stands() -> bool:
    return any(finder is _guard for finder in sys.meta_path)
