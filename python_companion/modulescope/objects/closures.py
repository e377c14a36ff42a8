"""What a hook function can reach: closure, defaults, its object, the globals it names.

Only functions, bound methods, `functools.partial` and plain callable objects are
taken apart, each through the attributes that the interpreter itself gives them.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator
from functools import lru_cache, partial
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any, NamedTuple

from . import callables, classes, raw, walk
from .containers import container_kind, held, plain

# What puts a value into a container that outlives the call.
_ADDING = frozenset(
    """
    append appendleft extend insert add update setdefault put put_nowait push
    __setitem__ register_buffer
    """.split()
)
_STORES = frozenset({"STORE_SUBSCR", "STORE_ATTR", "STORE_GLOBAL", "STORE_DEREF"})


class Variable(NamedTuple):
    """A value that a function can reach, by the name that the function uses."""

    name: str
    value: Any
    rebinds: bool
    """Whether the function assigns the name itself (`global`, `nonlocal`)."""


def function_of(hook: Any) -> FunctionType | None:
    """The plain function that runs when a hook is called."""
    hook = callables.unwrapped(hook)
    for _ in range(10):
        if type(hook) is partial:
            hook = hook.func
        elif type(hook) is MethodType:
            hook = hook.__func__
        elif type(hook) is FunctionType:
            return hook
        else:
            break
    for base in classes.mro(type(hook)):
        call = classes.members(base).get("__call__")
        if type(call) is FunctionType:
            return call
    return None


def variables(hook: Any) -> list[Variable]:
    """What the function of a hook closes over, is bound to, or names."""
    found: list[Variable] = []
    hook = callables.unwrapped(hook)
    for _ in range(10):
        if type(hook) is partial:
            arguments = (*hook.args, *hook.keywords.values())
            found += [Variable("partial", value, False) for value in arguments]
            hook = hook.func
        elif type(hook) is MethodType:
            found += _attributes(hook.__self__)
            hook = hook.__func__
        else:
            break
    if type(hook) is FunctionType:
        return found + list(_of_function(hook))
    if not walk.is_module(hook):
        found += _attributes(hook)
    function = function_of(hook)
    return found + (list(_of_function(function)) if function else [])


def _attributes(owner: Any) -> list[Variable]:
    attributes = plain(owner) if walk.is_module(owner) else raw.instance_dict(owner)
    return [
        Variable(f"self.{name}", value, True)
        for name, value in attributes.items()
        if type(name) is str
    ]


def _of_function(function: FunctionType) -> Iterator[Variable]:
    yield from _own_variables(function)
    for helper in _helpers(function):
        yield from _own_variables(helper)


def _own_variables(function: FunctionType) -> Iterator[Variable]:
    code = function.__code__
    stores = _stored_names(code)
    for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=False):
        try:
            yield Variable(name, cell.cell_contents, name in stores)
        except ValueError:
            # The variable has no value yet, or it was deleted.
            continue
    names = _global_names(code)
    space = function.__globals__
    for name in names:
        if dict.__contains__(space, name):
            yield Variable(name, dict.get(space, name), name in stores)
    defaults = (
        *(function.__defaults__ or ()),
        *(function.__kwdefaults__ or {}).values(),
    )
    for value in defaults:
        yield Variable("its default", value, False)


@lru_cache(maxsize=1024)
def _global_names(code: CodeType) -> tuple[str, ...]:
    names = dict.fromkeys(code.co_names)
    for constant in code.co_consts:
        if type(constant) is CodeType:
            names.update(dict.fromkeys(_global_names(constant)))
    return tuple(names)


@lru_cache(maxsize=1024)
def _stored_names(code: CodeType) -> frozenset[str]:
    return frozenset(
        found.argval
        for found in dis.get_instructions(code)
        if found.opname in ("STORE_GLOBAL", "STORE_DEREF")
    )


def fills_something(function: FunctionType) -> bool:
    """Whether a function, or one of the user's that it names, stores something."""
    return stores_something(function.__code__) or any(_helpers(function))


def _helpers(function: FunctionType) -> Iterator[FunctionType]:
    """The functions of the user's among its globals that store something."""
    space = function.__globals__
    for name in _global_names(function.__code__):
        value = dict.get(space, name)
        if type(value) is not FunctionType or value is function:
            continue
        code = value.__code__
        if stores_something(code) and not classes.is_installed(code.co_filename):
            yield value


@lru_cache(maxsize=1024)
def stores_something(code: CodeType) -> bool:
    """Whether a function can put a value where it outlives the call."""
    if _ADDING & set(code.co_names):
        return True
    if any(found.opname in _STORES for found in dis.get_instructions(code)):
        return True
    return any(
        type(constant) is CodeType and stores_something(constant)
        for constant in code.co_consts
    )


def tensors_in(variable: Variable) -> list[Any]:
    """The tensors that a variable holds, two levels deep.

    Registered parameters and buffers are not part of it, since modules are not
    opened. A bare tensor counts only if the function assigns it itself.
    """
    value = variable.value
    if walk.is_tensor(value):
        return [value] if variable.rebinds else []
    if container_kind(value):
        items: list[Any] = list(held(value))
    elif _is_plain_object(value):
        items = []
        for item in raw.instance_dict(value).values():
            items += list(held(item)) if container_kind(item) else [item]
    else:
        return []
    return [item for item in items if walk.is_tensor(item)]


def _is_plain_object(value: object) -> bool:
    if walk.is_module(value) or walk.is_optimizer(value) or type(value) is type:
        return False
    if classes.is_torch(type(value)):
        return False
    if classes.is_exactly(value, (FunctionType, ModuleType)):
        return False
    return bool(raw.instance_dict(value))
