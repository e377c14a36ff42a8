"""Which modules are called in the first steps of a watch.

For these steps `nn.Module._call_impl` is wrapped: nothing sits on any module, so that
copies and pickles made meanwhile hold nothing of ours. It is taken off after ten
backward passes, with the watch, and only if it is still ours.
"""

from __future__ import annotations

import functools
import sys
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ..objects import classes
from ..objects.compiling import BeforeCompiling, has_compiled, skip

STEPS = 10

LEAST_CALLS = 5
"""Of the model, before one of its modules counts as never called: some modules are
left out at random (stochastic depth)."""

_lock = threading.RLock()
_observers: tuple[Calls, ...] = ()
_wrapper: Callable[..., Any] | None = None
_original: Callable[..., Any] | None = None


class Calls:
    """Counts calls by module while it observes; keeps no module alive."""

    def __init__(self) -> None:
        """Observes nothing yet."""
        self._counts: dict[int, int] = {}
        self._changes: dict[int, int] = {}
        self._refs: dict[int, weakref.ref[Any]] = {}
        self._callers: dict[int, tuple[int, str]] = {}
        """By id of a called module: the id of the one whose forward called it, and
        the name of its class."""
        self._gone: dict[tuple[int, str], int] = {}
        """How many modules of a class a caller has called that exist no more."""
        self._is_over = False
        self._is_void = False

    def begin(self) -> None:
        """Counts from now on, unless something compiles: dynamo would trace us."""
        global _observers
        if not has_compiled():
            with _lock:
                _observers = (*_observers, self)
                _install()

    def end(self) -> None:
        """Stops counting; may be called twice."""
        global _observers
        if not self._is_over:
            self._is_over, self._is_void = True, has_compiled()
        with _lock:
            _observers = tuple(one for one in _observers if one is not self)
            if not _observers:
                _uninstall()

    def note(self, module: Any, caller: Any) -> None:
        """One call of a module, from the forward of another one or from outside."""
        key = id(module)
        if key not in self._refs or self._refs[key]() is not module:
            if (before := self._callers.get(key)) is not None:
                # Another module had this place in memory.
                self._gone[before] = self._gone.get(before, 0) + 1
            self._refs[key] = weakref.ref(module)
            self._counts[key] = 0
            self._changes.pop(key, None)
            self._callers[key] = (id(caller), classes.class_name(module))
        self._counts[key] += 1

    def note_change(self, module: Any) -> None:
        """A module has written into the tensor that it was given."""
        key = id(module)
        self._changes[key] = self._changes.get(key, 0) + 1

    def changes(self, module: Any) -> int:
        """In how many calls a module, or one in it, wrote into its first argument."""
        return self._changes.get(id(module), 0) if self.count(module) else 0

    def passing(self, caller: Any, class_name: str) -> int:
        """How many modules of a class existed for a call by this caller only."""
        if not self.count(caller):
            return 0
        wanted = (id(caller), class_name)
        dead = sum(
            found == wanted and self._refs[key]() is None
            for key, found in list(self._callers.items())
        )
        return self._gone.get(wanted, 0) + dead

    def count(self, module: Any) -> int:
        """How often a module was called; 0 if calls in compiled code were missed."""
        if self._is_void or (not self._is_over and has_compiled()):
            return 0
        ref = self._refs.get(id(module))
        alive = ref is not None and ref() is module
        return self._counts[id(module)] if alive else 0

    def is_unused(self, module: Any, root: Any) -> bool:
        """Whether a module is never called, though its model is."""
        return self.count(root) > 0 and self.count(module) == 0


def _install() -> None:
    global _wrapper, _original
    module_class = sys.modules["torch"].nn.Module
    if _wrapper is None:
        _original = vars(module_class)["_call_impl"]
        _wrapper = _wrap(_original)
        module_class._call_impl = _wrapper
        _compiling.listen()


def _uninstall() -> None:
    _compiling.end()
    _restore()


def _restore() -> None:
    global _wrapper, _original
    module_class = sys.modules["torch"].nn.Module
    if _wrapper is not None and vars(module_class)["_call_impl"] is _wrapper:
        module_class._call_impl = _original
    # Else somebody wrapped it: without observers ours is a plain call.
    _wrapper = _original = None


def _make_way() -> None:
    """What the observers have seen so far has to do: dynamo is about to trace."""
    global _observers
    with _lock:
        _observers = ()
        _restore()


_compiling = BeforeCompiling(_make_way)


class _Running(threading.local):
    """The modules whose forward runs in this thread, outermost first."""

    def __init__(self) -> None:
        self.modules: list[Any] = []


_running = _Running()


def _wrap(original: Callable[..., Any]) -> Callable[..., Any]:
    torch = sys.modules["torch"]
    # Where dynamo inlines us all the same, it leaves out what is ours.
    is_compiling: Callable[[], bool] = torch.compiler.is_compiling
    # And runs the functions that we call as they are.
    pause: Callable[[Any], Any] = torch._C._dynamo.eval_frame.set_eval_frame

    @functools.wraps(original)
    def _call_impl(self: Any, *args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        watching = _observers
        if is_compiling() or not watching:
            return original(self, *args, **kwargs)
        previous = pause(None)
        try:
            version = _begin(self, args, watching)
        finally:
            pause(previous)
        try:
            result = original(self, *args, **kwargs)
        finally:
            _running.modules.pop()
        if version is not None:
            previous = pause(None)
            try:
                _compare(self, args, watching, version)
            finally:
                pause(previous)
        return result

    skip(_call_impl)
    return _call_impl


def _begin(module: Any, args: tuple[Any, ...], watching: tuple[Calls, ...]) -> Any:
    """Notes a call; the version of what the module was given."""
    modules = _running.modules
    caller = modules[-1] if modules else None
    modules.append(module)
    try:
        _compiling.listen()
        for observer in watching:
            observer.note(module, caller)
        return _version(args)
    except Exception:
        return None


def _compare(
    module: Any, args: tuple[Any, ...], watching: tuple[Calls, ...], version: int
) -> None:
    with suppress(Exception):
        if _version(args) != version:
            for observer in watching:
                observer.note_change(module)


def _version(args: tuple[Any, ...]) -> int | None:
    """The version of the first argument, if it is a plain tensor that counts them."""
    tensor = sys.modules["torch"].Tensor
    if not args or type(args[0]) is not tensor or tensor.is_inference(args[0]):
        return None
    return int(tensor._version.__get__(args[0]))
