"""Models that have lost their name but are still alive, and what keeps them.

Only places that are known to be filled are looked at: the output cache, the last
traceback, optimizers, and exceptions that variables hold. The heap is never searched.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from ..objects.classes import derives
from ..objects.containers import held

_MAX_PAST = 50
_MAX_FRAMES = 500
_MAX_CHAIN = 20
_LAST_ERROR = ("last_exc", "last_value", "last_traceback", "last_type")
_LAST_RESULTS = ("_", "__", "___")


class Past(NamedTuple):
    """A root module that the namespace reached after an earlier run."""

    name: str
    """The expression that reached it."""
    cls: str
    reference: Callable[[], Any]
    parameters: Sequence[int]
    """Ids of its parameters; only an optimizer of that time can still hold them."""
    run: int
    """The number of the last run after which it was reached."""


class Kept(NamedTuple):
    """A past model that is alive, during one sweep."""

    past: Past
    module: Any
    by: tuple[str, ...]
    """`Out[4]`, `the last traceback`."""
    errors: tuple[str, ...] = ()
    """The variables of the user with an exception in whose frames it is."""


def still_known(past: Iterable[Past]) -> list[Past]:
    """The latest of them; those that are gone stay for what optimizers keep of them."""
    return list(past)[-_MAX_PAST:]


def kept_alive(shell: Any, past: Iterable[Past], reached: set[int]) -> list[Kept]:
    """Which past models live on without being reached, and through what."""
    found: list[Kept] = []
    for entry in past:
        module = entry.reference()
        if module is None or id(module) in reached:
            continue
        keepers = [*_outputs(shell, module)]
        if _in_traceback(shell, module):
            keepers.append("the last traceback")
        errors = tuple(_with_errors(shell.user_ns, module))
        if keepers or errors:
            found.append(Kept(entry, module, tuple(keepers), errors))
    return found


def _with_errors(names: dict[str, Any], module: Any) -> Iterator[str]:
    """The variables that are, or hold, an exception with a module in its frames."""
    for name, value in list(names.items()):
        if name.startswith("_") or name in ("In", "Out"):
            continue
        for item in islice((value, *held(value)), _MAX_FRAMES):
            if derives(type(item), BaseException):
                if _in_frames(_tracebacks(item), module):
                    yield name
                    break


def forget(shell: Any, module: Any) -> None:
    """Lets go of a module wherever IPython keeps results and errors."""
    cache = shell.user_ns.get("_oh", {})
    for key in [key for key, value in list(cache.items()) if value is module]:
        del cache[key]
    # IPython notes its own names a second time, to hide them from `%who`.
    for names in (shell.user_ns, shell.user_ns_hidden):
        for name in [name for name, value in list(names.items()) if value is module]:
            if name in _LAST_RESULTS:
                names[name] = ""
            elif re.fullmatch(r"_\d+", name):
                del names[name]
    for name in _LAST_RESULTS:
        if getattr(shell.displayhook, name, None) is module:
            setattr(shell.displayhook, name, "")
    if _in_traceback(shell, module):
        for name in _LAST_ERROR:
            if hasattr(sys, name):
                delattr(sys, name)
        shell.InteractiveTB.tb = None


def _outputs(shell: Any, module: Any) -> Iterator[str]:
    cache = shell.user_ns.get("_oh")
    cache = cache if type(cache) is dict else {}
    for key, value in list(cache.items()):
        if value is module and type(key) is int:
            yield f"Out[{key}]"


def _in_traceback(shell: Any, module: Any) -> bool:
    """Whether a frame of the last error holds a module in its variables."""
    shown = getattr(getattr(shell, "InteractiveTB", None), "tb", None)
    last = [shown, getattr(sys, "last_traceback", None)]
    return _in_frames([*last, *_tracebacks(getattr(sys, "last_value", None))], module)


def _tracebacks(error: object) -> Iterator[Any]:
    """Those of an exception and of what caused it."""
    for _ in range(_MAX_CHAIN):
        if not isinstance(error, BaseException):
            break
        yield error.__traceback__
        error = error.__cause__ or error.__context__


def _in_frames(tracebacks: Iterable[Any], module: Any) -> bool:
    seen: set[int] = set()
    for traceback in tracebacks:
        while traceback is not None and len(seen) < _MAX_FRAMES:
            frame = traceback.tb_frame
            if id(frame) not in seen:
                seen.add(id(frame))
                # Not `f_locals`, which makes a dictionary that the frame then keeps.
                if any(value is module for value in gc.get_referents(frame)):
                    return True
            traceback = traceback.tb_next
    return False
