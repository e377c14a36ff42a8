"""What a hook's function is: its name, where it is defined, and whether two are equal.

Functions are taken apart by type (function, method, partial, torch's own wrapper);
no attribute of a user's callable is asked for.
"""

from __future__ import annotations

import inspect
import linecache
from functools import partial
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from . import classes, raw

_MOST_LAYERS = 20
_PLAIN = (int, float, complex, bool, str, bytes, type(None))


def unwrapped(function: Any) -> Any:
    """The function inside the wrapper that torch puts around some hooks.

    A decorator such as `torch.no_grad()` leaves the function in `__wrapped__`.
    """
    for _ in range(_MOST_LAYERS):
        if type(function) is FunctionType:
            inner = function.__dict__.get("__wrapped__")
            if classes.is_exactly(inner, (FunctionType, MethodType, partial)):
                function = inner
                continue
        if _is_wrapper(type(function)):
            inner = raw.instance_dict(function).get("hook")
            if inner is not None:
                function = inner
                continue
        break
    return function


def _is_wrapper(cls: type) -> bool:
    is_torch = classes.module_name(cls).startswith("torch.")
    return is_torch and classes.name(cls).startswith("_Wrapped")


def name(function: Any) -> str:
    """`probe`, `Recorder.hook`, `partial(probe)`, or the class of a callable object."""
    function = unwrapped(function)
    if type(function) is partial:
        return f"partial({name(_partial_function(function))})"
    if type(function) is MethodType:
        owner: Any = function.__self__
        cls = owner if _is_class(owner) else type(owner)
        return f"{classes.name(cls)}.{name(function.__func__)}"
    if classes.is_exactly(function, (FunctionType, BuiltinFunctionType)):
        return str(function.__name__)[:1000]
    return classes.class_name(function)[:1000]


def code_of(function: Any) -> CodeType | None:
    """The code that runs: of a callable object, that of its class's `__call__`."""
    for _ in range(_MOST_LAYERS):
        function = unwrapped(function)
        if type(function) is FunctionType:
            return function.__code__
        if type(function) is MethodType:
            function = function.__func__
        elif type(function) is partial:
            function = _partial_function(function)
        elif type(function) is BuiltinFunctionType:
            return None
        else:
            function = _call(type(function))
            if type(function) is not FunctionType:
                return None
    return None


def _call(cls: type) -> Any:
    """What a class or one of its bases defines as `__call__`."""
    for base in classes.mro(cls):
        if "__call__" in (members := classes.members(base)):
            return members["__call__"]
    return None


def module_name(function: Any) -> str:
    """The module that defines the function, or the class of a callable object."""
    function = unwrapped(function)
    if type(function) is partial:
        return module_name(_partial_function(function))
    if type(function) is MethodType:
        return module_name(function.__func__)
    if type(function) is FunctionType:
        found = function.__globals__.get("__name__")
        return found if type(found) is str else ""
    return classes.module_name(type(function))


def source(code: CodeType, cell_source: str | None) -> str:
    """The text of a function, from its cell or its file; empty if there is none."""
    try:
        lines = (
            cell_source.splitlines(keepends=True)
            if cell_source is not None
            else linecache.getlines(code.co_filename)
        )
        block = inspect.getblock(lines[code.co_firstlineno - 1 :])
    except Exception:
        # Half a file, or a file that changed: the text is a help, not a need.
        return ""
    return inspect.cleandoc("".join(block))


def is_code(value: object) -> bool:
    """Whether a value is a Python module or a code object: it holds no data."""
    return classes.derives(type(value), ModuleType) or type(value) is CodeType


def same(left: Any, right: Any, depth: int = 0) -> bool:
    """Whether two hooks do the same: equal code that works on the same objects.

    What they close over is compared by identity, plain values by value.
    """
    left, right = unwrapped(left), unwrapped(right)
    if left is right:
        return True
    if type(left) is not type(right) or depth > _MOST_LAYERS:
        return False
    if type(left) is MethodType:
        return left.__self__ is right.__self__ and same(
            left.__func__, right.__func__, depth + 1
        )
    if type(left) is partial:
        ours: Any = left.__reduce__()[2]
        theirs: Any = right.__reduce__()[2]
        return (
            same(ours[0], theirs[0], depth + 1)
            and _all_same(ours[1], theirs[1], depth)
            and list(ours[2]) == list(theirs[2])
            and _all_same(ours[2].values(), theirs[2].values(), depth)
        )
    if type(left) is not FunctionType:
        return False
    return left.__code__ == right.__code__ and _all_same(
        _held(left), _held(right), depth
    )


def _all_same(left: Any, right: Any, depth: int) -> bool:
    ours, theirs = list(left), list(right)
    return len(ours) == len(theirs) and all(
        _same_value(a, b, depth) for a, b in zip(ours, theirs, strict=True)
    )


def _same_value(left: Any, right: Any, depth: int) -> bool:
    if left is right:
        return True
    if classes.is_exactly(left, _PLAIN) and type(left) is type(right):
        return bool(left == right)
    return classes.is_exactly(left, (FunctionType, MethodType)) and same(
        left, right, depth + 1
    )


def _held(function: FunctionType) -> list[Any]:
    """What a function closes over, and its defaults."""
    held: list[Any] = [*(function.__defaults__ or ())]
    held += (function.__kwdefaults__ or {}).values()
    for cell in function.__closure__ or ():
        try:
            held.append(cell.cell_contents)
        except ValueError:
            # Not yet bound.
            held.append(cell)
    return held


def _partial_function(function: partial[Any]) -> Any:
    return function.__reduce__()[2][0]


def _is_class(value: object) -> bool:
    return classes.derives(type(value), type)
