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
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

Backward = Callable[..., Any]


class Observer(Protocol):
    """What a watch is told. Neither method may raise an `Exception`."""

    def before(self) -> Any:
        """Called before a backward; what it returns is given to `after`."""

    def after(self, token: Any) -> None:
        """Called once the backward returned, with all gradients accumulated."""

    def at_step(self, optimizer: Any) -> None:
        """Called before an optimizer's step."""


_lock = threading.RLock()
_observers: tuple[Observer, ...] = ()
_adapter: Backward | None = None
_original: Backward | None = None
_step_hook: Any = None


def observe(observer: Observer) -> None:
    """Tells an observer of every backward from now on; needs torch to be imported."""
    global _observers
    with _lock:
        _observers = (*_observers, observer)
        _install()


def release(observer: Observer) -> None:
    """Stops telling an observer; with the last one, torch is as it was before."""
    global _observers
    with _lock:
        _observers = tuple(one for one in _observers if one is not observer)
        if not _observers:
            _uninstall()


def _install() -> None:
    global _adapter, _original, _step_hook
    autograd = sys.modules["torch"].autograd
    if _adapter is None or autograd.backward is not _adapter:
        # If somebody wrapped our adapter meanwhile, that one still calls us and falls
        # through: `_inside` makes the inner of two adapters a plain call.
        _original = autograd.backward
        _adapter = _wrap(_original)
        autograd.backward = _adapter
    if _step_hook is None:
        _step_hook = _register_step_hook()


def _uninstall() -> None:
    global _adapter, _original, _step_hook
    autograd = sys.modules["torch"].autograd
    if _adapter is not None and autograd.backward is _adapter:
        autograd.backward = _original
    # Else somebody wrapped it: it stays below theirs, and without observers it is a
    # plain call.
    _adapter = _original = None
    if _step_hook is not None:
        _step_hook.remove()
        _step_hook = None


def _register_step_hook() -> Any:
    try:
        # Public since torch 2.0; looked up through sys.modules as all of torch here.
        register = sys.modules["torch.optim.optimizer"].register_optimizer_step_pre_hook
    except (KeyError, AttributeError):
        return None
    return register(_at_step)


def _at_step(optimizer: Any, args: Any, kwargs: Any) -> None:
    if not _observers or _in_graph_task():
        return
    with undisturbed():
        for observer in _observers:
            observer.at_step(optimizer)


class _Inside(threading.local):
    busy = False


_inside = _Inside()


def _wrap(original: Backward) -> Backward:
    @functools.wraps(original)
    def backward(*args: Any, **kwargs: Any) -> Any:
        # IPython leaves frames with this name out of the user's tracebacks.
        __tracebackhide__ = True
        watching = _observers
        if not watching or _in_graph_task() or _inside.busy:
            return original(*args, **kwargs)
        tokens = [observer.before() for observer in watching]
        _inside.busy = True
        try:
            result = original(*args, **kwargs)
        finally:
            _inside.busy = False
        for observer, token in zip(watching, tokens, strict=True):
            observer.after(token)
        return result

    return backward


def _in_graph_task() -> bool:
    # A reentrant checkpoint calls backward from inside a backward, on CUDA from a
    # thread of the engine; the engine's own mark is set in each of them.
    task: Callable[[], int] | None = getattr(
        sys.modules["torch"]._C, "_current_graph_task_id", None
    )
    return task is not None and task() != -1


@contextmanager
def undisturbed() -> Iterator[None]:
    """Runs our tensor operations unseen by modes, subclasses, autograd and dynamo."""
    torch = sys.modules["torch"]
    restore = _pause_dynamo(torch)
    try:
        # Function modes (default device) and dispatch modes (FLOP counters) of the
        # user must not see, count or redirect what we compute.
        with (
            torch._C.DisableTorchFunction(),
            torch._C._DisableTorchDispatch(),
            torch.no_grad(),
        ):
            yield
    finally:
        restore()


def _pause_dynamo(torch: Any) -> Callable[[], None]:
    """Keeps a compiled training step from compiling our frames."""
    if "torch._dynamo" not in sys.modules:
        return _nothing
    set_eval_frame = getattr(torch._C._dynamo.eval_frame, "set_eval_frame", None)
    if set_eval_frame is None:
        return _nothing
    previous = set_eval_frame(None)
    return functools.partial(set_eval_frame, previous)


def _nothing() -> None: ...


def _forget() -> None:
    # Worker processes inherit the adapter; there it is a plain call.
    global _observers
    _observers = ()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
