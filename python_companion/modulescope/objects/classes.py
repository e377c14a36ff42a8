"""Whose class it is, and which of its methods stores or reads an attribute.

Read from code objects only: neither source files nor `inspect` are needed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise, repeat
from operator import is_
from types import CodeType, FunctionType
from typing import Any

from .bytecode import steps

_INSTALLED = ("/site-packages/", "/dist-packages/")


def mro(cls: type) -> tuple[type, ...]:
    """The bases of a class, read past metaclasses."""
    found: tuple[type, ...] = type.__dict__["__mro__"].__get__(cls)
    return found


def members(cls: type) -> dict[str, Any]:
    """What a class body defined, read past metaclasses."""
    return dict(_members(cls))


def member(cls: type, name: str) -> Any:
    """What a class body defined under a name; None if nothing."""
    return _members(cls).get(name)


def name(cls: type) -> str:
    """The name of a class, read past metaclasses, cut at 1,000 characters."""
    return str(type.__dict__["__name__"].__get__(cls))[:1000]


def qualname(cls: type) -> str:
    """The `__qualname__` of a class, read past metaclasses."""
    return str(type.__dict__["__qualname__"].__get__(cls))


def class_name(value: object) -> str:
    """The name of a value's type."""
    return name(type(value))


def module_name(cls: type) -> str:
    """The `__module__` of a class, cut at 1,000 characters; empty if it is no text."""
    found = member(cls, "__module__")
    return found[:1000] if type(found) is str else ""


def derives(kind: type, base: type) -> bool:
    """Whether a class derives from another, whatever its metaclass says."""
    # Not isinstance(): proxies lie about __class__. Not issubclass(): metaclasses
    # override it. Called unbound it compares the types of the MRO by identity, in C.
    return type.__subclasscheck__(base, kind)


def functions(cls: type) -> Iterator[tuple[str, CodeType]]:
    """The methods that a class body defined, by name."""
    for name, value in members(cls).items():
        function = defined(value)
        if function is not None and type(name) is str:
            yield name, function.__code__


def defined(value: Any) -> FunctionType | None:
    """The function of what a class body defined, a property's getter included."""
    kind = type(value)
    if kind is staticmethod or kind is classmethod:
        value = value.__func__
    elif kind is property:
        value = value.fget
    return value if type(value) is FunctionType else None


def _members(cls: type) -> Any:
    return type.__dict__["__dict__"].__get__(cls)


def is_torch(cls: type) -> bool:
    """Whether a class is torch's own."""
    name = module_name(cls)
    return name == "torch" or name.startswith("torch.")


def is_library(cls: type) -> bool:
    """Whether a class comes from an installed package (torch's own included)."""
    if is_torch(cls):
        return True
    name = module_name(cls)
    if name == "__main__":
        # The user's own program, even if `python -m` found it among the packages.
        return False
    module = sys.modules.get(name)
    file = vars(module).get("__file__") if type(module) is type(sys) else None
    return is_installed(file) if type(file) is str else False


def is_installed(file: str) -> bool:
    """Whether a code file belongs to an installed package or to Python itself."""
    file = file.replace("\\", "/")
    return any(part in file for part in _INSTALLED) or file.startswith("<frozen ")


def is_exactly(value: object, kinds: Iterable[type]) -> bool:
    """Whether the class of a value is one of some.

    By identity: `in` compares or hashes the class, which can be code of its metaclass.
    """
    cls = type(value)
    return any(cls is kind for kind in kinds)


def are_exactly(values: Iterable[object], kind: type) -> bool:
    """Whether all values are of one class, told in a C loop, by identity as well."""
    return all(map(is_, map(type, values), repeat(kind)))


def base_named(cls: type, wanted: str) -> type | None:
    """The first class of an MRO with a name."""
    return next((base for base in mro(cls) if name(base) == wanted), None)


def storing_class(cls: type, attr: str) -> type | None:
    """The class of an MRO whose methods assign `self.attr`; None: it came from outside.

    A function that torch or a library generates (`exec`) counts as well.
    """
    for base in mro(cls):
        if any(attr in _stored(code) for _, code in functions(base)):
            return base
    return None


def registering_class(cls: type, attr: str) -> type:
    """The class of an MRO that registers `attr`: it names it, or assigns it."""
    for base in mro(cls):
        if any(attr in code.co_consts for _, code in functions(base)):
            return base
    return storing_class(cls, attr) or cls


def storing_methods(cls: type, attr: str) -> set[str]:
    """The names of the methods that assign `self.attr`."""
    return {
        name
        for base in mro(cls)
        for name, code in functions(base)
        if attr in _stored(code)
    }


def loading_methods(cls: type, attr: str) -> set[str]:
    """The names of the methods that read `self.attr`."""
    return {
        name
        for base in mro(cls)
        for name, code in functions(base)
        if attr in loaded(code)
    }


def moves_on_use(cls: type, attr: str) -> bool:
    """Whether each reading method calls `.to(…)` or the like on the attribute."""
    readers = [
        code for base in mro(cls) for _, code in functions(base) if attr in loaded(code)
    ]
    return bool(readers) and all(attr in _moved(code) for code in readers)


def is_cache(cls: type, attr: str, passes: frozenset[str]) -> bool:
    """Whether an attribute is filled by a forward pass, and is no state between passes.

    Either it starts as None, or the pass stores it before it reads it.
    """
    codes = [
        (name, code)
        for base in mro(cls)
        for name, code in functions(base)
        if attr in _stored(code)
    ]
    filling = [code for name, code in codes if name in passes]
    if not filling:
        return False
    starts_empty = any(
        attr in _emptied(code) for name, code in codes if name not in passes
    )
    return starts_empty or all(_stores_first(code, attr) for code in filling)


def is_filled(cls: type, attr: str, passes: frozenset[str]) -> bool:
    """Whether a forward pass stores an attribute, or puts items into it."""
    return any(
        name in passes and (attr in _stored(code) or attr in _grown(code))
        for base in mro(cls)
        for name, code in functions(base)
    )


def _stores_first(code: CodeType, attr: str) -> bool:
    for step in steps(code):
        if step.value == attr and step.name in ("LOAD_ATTR", "STORE_ATTR"):
            return step.name == "STORE_ATTR"
    return False


@lru_cache(maxsize=4096)
def _emptied(code: CodeType) -> frozenset[str]:
    """The attributes that a function sets to None."""
    found = list(steps(code))
    return frozenset(
        store.value
        for value, _, store in zip(found, found[1:], found[2:], strict=False)
        if store.name == "STORE_ATTR" and value == ("LOAD_CONST", None)
    )


@lru_cache(maxsize=4096)
def _stored(code: CodeType) -> frozenset[str]:
    return frozenset(step.value for step in steps(code) if step.name == "STORE_ATTR")


_ADDING = frozenset("append appendleft extend insert add update setdefault".split())


@lru_cache(maxsize=4096)
def _grown(code: CodeType) -> frozenset[str]:
    """The attributes to whose containers a function adds, by a method or a key."""
    found: set[str] = set()
    read: set[str] = set()
    for first, second in pairwise(steps(code)):
        if first.name == "LOAD_ATTR":
            read.add(first.value)
            if second.name == "LOAD_ATTR" and second.value in _ADDING:
                found.add(first.value)
        elif first.name.startswith("STORE_") or first.name == "POP_TOP":
            # The end of a statement; which of its names has the key is not told.
            found |= read if first.name == "STORE_SUBSCR" else set()
            read = set()
    return frozenset(found)


_MOVES = frozenset({"to", "cuda", "type_as", "cpu"})


@lru_cache(maxsize=4096)
def loaded(code: CodeType) -> frozenset[str]:
    """The attributes that a function reads."""
    found = {step.value for step in steps(code) if step.name == "LOAD_ATTR"}
    # Comprehensions and nested functions read through their own code.
    for constant in code.co_consts:
        if type(constant) is CodeType:
            found |= loaded(constant)
    return frozenset(found)


@lru_cache(maxsize=4096)
def _moved(code: CodeType) -> frozenset[str]:
    return frozenset(
        first.value
        for first, second in pairwise(steps(code))
        if first.name == second.name == "LOAD_ATTR" and second.value in _MOVES
    )
