"""The one door to `.grad` for everything but the recorder.

Torch lets go of the GIL in the middle of writing `.grad`: `backward()` does, and so
does `p.grad = None`, which frees the old gradient before it forgets it (torch 2.13).
A thread that reads `.grad` then corrupts the heap, and within seconds of a loop of
small steps the process ends. Nothing else that we read of a tensor does that.

So a read first looks where the other threads stand: in code that never touches a
gradient, or nothing is read. The look and the read are one call of C code, in which
no other thread can get the GIL. The collector is off for this call: up to Python 3.11
it runs in the middle of C code, and what it frees may let another thread in.

Where Python can run without a GIL nothing holds the other threads in their places, and
no gradient is read.
"""

from __future__ import annotations

import gc
import operator
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import chain, compress, starmap
from types import FrameType
from typing import Any

_PATIENCE_S = 0.05
_PAUSE_S = 0.001
_CHUNK = 512

# Packages whose code waits, or answers messages, and never writes a gradient.
_HARMLESS = (
    "IPython comm debugpy ipykernel ipywidgets jupyter_client matplotlib_inline "
    "modulescope tornado traitlets zmq"
).split()

_ONCE = ((),)

# Of the build, not whether the GIL is on now: an import in another thread changes that.
CAN_LACK_GIL = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))

_frames_of = operator.methodcaller("values")
_files_of = partial(map, operator.attrgetter("f_code.co_filename"))


class Moving(Exception):
    """Gradients cannot be read: another thread may be writing them."""


def grads(tensors: Sequence[Any], patience_s: float = _PATIENCE_S) -> list[Any]:
    """The `.grad` of each tensor; None without one, and where torch refuses.

    Args:
        tensors: Any tensors, leaves or not.
        patience_s: How long it waits, beside the main thread, for the others to come
            to rest.

    Raises:
        Moving: They do not.
    """
    found: list[Any] = []
    with sys.modules["torch"]._C.DisableTorchFunction():
        for start in range(0, len(tensors), _CHUNK):
            found += _of_some(tensors[start : start + _CHUNK], patience_s)
    return found


def grads_of_leaves(tensors: Sequence[Any]) -> list[Any]:
    """The same for what is known to be leaf tensors; without `__torch_function__`.

    Raises:
        Moving: As `grads`.
    """
    found: list[Any] = []
    for start in range(0, len(tensors), _CHUNK):
        found += _wait_for(tensors[start : start + _CHUNK])
    return found


def grad_of(tensor: Any) -> Any:
    """The gradient of one tensor.

    Raises:
        Moving: As `grads`.
    """
    return grads([tensor])[0]


def has_grad(tensor: Any) -> bool:
    """Whether a tensor has a gradient.

    Raises:
        Moving: As `grads`.
    """
    return grad_of(tensor) is not None


def _of_some(tensors: Sequence[Any], patience_s: float) -> list[Any]:
    try:
        # Asking another tensor than a leaf for its gradient warns.
        are_leaves = list(map(sys.modules["torch"].Tensor.is_leaf.__get__, tensors))
        if all(are_leaves):
            return _wait_for(tensors, patience_s)
        found = iter(_wait_for(list(compress(tensors, are_leaves)), patience_s))
        return [next(found) if is_leaf else None for is_leaf in are_leaves]
    except Moving:
        raise
    except Exception:
        if len(tensors) == 1:
            return [None]
    return [found for tensor in tensors for found in _of_some([tensor], patience_s)]


def _wait_for(tensors: Sequence[Any], patience_s: float = _PATIENCE_S) -> list[Any]:
    if not tensors:
        return []
    if CAN_LACK_GIL:
        raise Moving
    end = time.monotonic() + patience_s
    while True:
        files = _harmless_files()
        if files is not None and (found := read_at_once(tensors, files)):
            return found
        is_main = threading.current_thread() is threading.main_thread()
        if is_main or time.monotonic() > end:
            raise Moving
        time.sleep(_PAUSE_S)


def read_at_once(tensors: Sequence[Any], files: frozenset[str]) -> list[Any]:
    """The gradients; nothing at all while a thread stands in another file.

    Lazy iterators of C code from the look at the threads to the last read: bytecode
    between them would let another thread in.
    """
    grad = sys.modules["torch"].Tensor.grad.__get__
    frames = map(_frames_of, starmap(sys._current_frames, _ONCE))
    may_read = map(files.issuperset, map(_files_of, frames))
    reads = map(grad, chain.from_iterable(compress((tensors,), may_read)))
    was_on: list[bool] = []
    # These give None, which the filters drop.
    noted = map(was_on.append, starmap(gc.isenabled, _ONCE))
    off: Iterator[Any] = filter(None, chain(noted, starmap(gc.disable, _ONCE)))
    back: Iterator[Any] = filter(None, starmap(gc.enable, compress(_ONCE, was_on)))
    try:
        return list(chain(off, reads, back))
    except BaseException:
        if was_on == [True]:
            gc.enable()
        raise


def _harmless_files() -> frozenset[str] | None:
    """The files in which the threads stand now; None if one of them may do harm."""
    main = threading.main_thread().ident
    frames = sys._current_frames()
    # A frame that its own variables reach would keep all that its callers hold.
    del frames[threading.get_ident()]
    files = {__file__}
    for ident, frame in frames.items():
        name = frame.f_code.co_filename
        if not is_harmless(name) and (ident == main or _may_train(frame)):
            return None
        files.add(name)
    return frozenset(files)


def _may_train(frame: FrameType | None) -> bool:
    """Whether a thread runs code of torch or of the user, not only of a library."""
    while frame is not None:
        name = frame.f_code.co_filename
        if not is_harmless(name) and not is_library(name):
            return True
        frame = frame.f_back
    return False


@cache
def is_harmless(file: str) -> bool:
    """Whether no code of a file writes a gradient by itself."""
    parts = file.removeprefix("<frozen ").replace("\\", "/").split("/")
    if "site-packages" in parts or "dist-packages" in parts:
        return not set(_HARMLESS).isdisjoint(parts)
    if file.startswith("<frozen "):
        return True
    return any(file.startswith(folder) for folder in _folders())


@cache
def is_library(file: str) -> bool:
    """Whether a file is of an installed package other than torch.

    The workers of torch's data loaders have no model.
    """
    parts = file.replace("\\", "/").split("/")
    if "site-packages" not in parts and "dist-packages" not in parts:
        return False
    return "torch" not in parts or "data" in parts


@cache
def _folders() -> tuple[str, ...]:
    """Of the standard library, and of this package and its likes where they lie."""

    def found() -> Iterator[str]:
        yield from (sysconfig.get_path(name) for name in ("stdlib", "platstdlib"))
        for name in _HARMLESS:
            file = getattr(sys.modules.get(name), "__file__", None)
            if file:
                yield file.rpartition("__init__")[0]

    return tuple(folder for folder in found() if folder)
