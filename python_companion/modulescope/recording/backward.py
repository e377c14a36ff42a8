"""One adapter around `torch.autograd.backward`, there only while somebody watches.

`Tensor.backward` looks the function up on each call, so replacing the attribute sees
every backward of the kernel: plain ones, GradScaler, LBFGS closures, compiled models.
A root forward hook with an end-of-backward callback misses dataclass outputs and
`.forward()` calls and costs 7–13 µs a step; this costs 1–2 µs.
"""

from __future__ import annotations

import functools
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, Protocol

from ..objects.compiling import skip

Backward = Callable[..., Any]


class Observer(Protocol):
    """What a watch is told. Neither method may raise an `Exception`."""

    def before(self) -> Any:
        """Called before a backward; what it returns is given to `after`."""

    def after(self, token: Any) -> None:
        """Called once the backward returned, with all gradients accumulated."""

    def at_step(self, optimizer: Any) -> None:
        """Called before an optimizer's step."""

    def after_step(self, optimizer: Any) -> None:
        """Called after it."""


_lock = threading.RLock()
observers: tuple[Observer, ...] = ()
"""Who is told of a backward now: nobody in a forked worker."""
_adapter: Backward | None = None
_original: Backward | None = None
_step_hooks: list[Any] = []


def observe(observer: Observer) -> None:
    """Tells an observer of every backward from now on; needs torch to be imported."""
    global observers
    with _lock:
        observers = (*observers, observer)
        _install()


def release(observer: Observer) -> None:
    """Stops telling an observer; with the last one, torch is as it was before."""
    global observers
    with _lock:
        observers = tuple(one for one in observers if one is not observer)
        if not observers:
            _uninstall()


def _install() -> None:
    global _adapter, _original, _step_hooks
    autograd = sys.modules["torch"].autograd
    if _adapter is None or autograd.backward is not _adapter:
        # If somebody wrapped our adapter meanwhile, that one still calls us and falls
        # through: `_inside` makes the inner of two adapters a plain call.
        _original = autograd.backward
        _adapter = _wrap(_original)
        autograd.backward = _adapter
        for function in (_at_step, _after_step, _tell):
            skip(function)
    if not _step_hooks:
        _step_hooks = _register_step_hooks()


def _uninstall() -> None:
    global _adapter, _original, _step_hooks
    autograd = sys.modules["torch"].autograd
    if _adapter is not None and autograd.backward is _adapter:
        autograd.backward = _original
    # Else somebody wrapped it: it stays below theirs, and without observers it is a
    # plain call.
    _adapter = _original = None
    for hook in _step_hooks:
        hook.remove()
    _step_hooks = []


def _register_step_hooks() -> list[Any]:
    try:
        # Public since torch 2.0; looked up through sys.modules as all of torch here.
        optimizers = sys.modules["torch.optim.optimizer"]
        before = optimizers.register_optimizer_step_pre_hook
        after = optimizers.register_optimizer_step_post_hook
    except (KeyError, AttributeError):
        return []
    return [before(_at_step), after(_after_step)]


def _at_step(optimizer: Any, args: Any, kwargs: Any) -> None:
    _tell(lambda observer: observer.at_step(optimizer))


def _after_step(optimizer: Any, args: Any, kwargs: Any) -> None:
    _tell(lambda observer: observer.after_step(optimizer))


def _tell(call: Callable[[Observer], None]) -> None:
    watching = observers
    if watching:
        torch = sys.modules["torch"]
        pause = torch._C._dynamo.eval_frame.set_eval_frame
        previous = pause(None)
        try:
            if torch._C._current_graph_task_id() == -1:
                for observer in watching:
                    call(observer)
        finally:
            pause(previous)


class _Inside(threading.local):
    busy = False


_inside = _Inside()


def _wrap(original: Backward) -> Backward:
    torch = sys.modules["torch"]
    # A reentrant checkpoint calls backward from inside a backward, on CUDA from a
    # thread of the engine; the engine's own mark is set in each of them.
    graph_task: Callable[[], int] = torch._C._current_graph_task_id
    # A compiled training step calls us eagerly, but dynamo would compile our frames.
    pause: Callable[[Any], Any] = torch._C._dynamo.eval_frame.set_eval_frame

    @functools.wraps(original)
    def backward(*args: Any, **kwargs: Any) -> Any:
        # IPython leaves frames with this name out of the user's tracebacks.
        __tracebackhide__ = True
        watching = observers
        if not watching or _inside.busy or graph_task() != -1:
            return original(*args, **kwargs)
        previous = pause(None)
        try:
            tokens = [observer.before() for observer in watching]
        finally:
            pause(previous)
        _inside.busy = True
        try:
            result = original(*args, **kwargs)
        finally:
            _inside.busy = False
        previous = pause(None)
        try:
            for observer, token in zip(watching, tokens, strict=True):
                observer.after(token)
        finally:
            pause(previous)
        return result

    skip(backward)
    return backward


def is_capturing() -> bool:
    """Whether a CUDA graph is being captured; nothing of ours may get into it."""
    cuda = sys.modules["torch"].cuda
    return bool(cuda.is_initialized() and cuda.is_current_stream_capturing())


def _forget() -> None:
    # Worker processes inherit the adapter; there it is a plain call.
    global observers
    observers = ()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
