"""Models that have lost their name but are still alive, and what keeps them.

Only places that IPython and torch are known to fill are looked at: the output cache,
the last traceback, optimizers. The heap is never searched.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

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
        if keepers:
            found.append(Kept(entry, module, tuple(keepers)))
    return found


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
    pending = [shown, getattr(sys, "last_traceback", None)]
    error = getattr(sys, "last_value", None)
    for _ in range(_MAX_CHAIN):
        if not isinstance(error, BaseException):
            break
        pending.append(error.__traceback__)
        error = error.__cause__ or error.__context__
    seen: set[int] = set()
    for traceback in pending:
        while traceback is not None and len(seen) < _MAX_FRAMES:
            frame = traceback.tb_frame
            if id(frame) not in seen:
                seen.add(id(frame))
                # Not `f_locals`, which makes a dictionary that the frame then keeps.
                if any(value is module for value in gc.get_referents(frame)):
                    return True
            traceback = traceback.tb_next
    return False
