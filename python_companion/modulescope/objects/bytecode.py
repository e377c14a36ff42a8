"""The instructions of a function, named alike in all versions of Python.

Python 3.12 returns a constant in one instruction, 3.13 loads or stores two variables
in one, 3.14 borrows what it loads: taken apart here, for all that read code.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator
from itertools import pairwise
from types import CodeType
from typing import Any, NamedTuple

# Nothing that a function does.
_FILLERS = frozenset("CACHE EXTENDED_ARG NOP NOT_TAKEN PUSH_NULL".split())
_NAMES = {
    "LOAD_METHOD": "LOAD_ATTR",
    "LOAD_FAST_BORROW": "LOAD_FAST",
    "LOAD_FAST_CHECK": "LOAD_FAST",
    "LOAD_SMALL_INT": "LOAD_CONST",
}
_TWO = {
    "LOAD_FAST_LOAD_FAST": ("LOAD_FAST", "LOAD_FAST"),
    "LOAD_FAST_BORROW_LOAD_FAST_BORROW": ("LOAD_FAST", "LOAD_FAST"),
    "STORE_FAST_LOAD_FAST": ("STORE_FAST", "LOAD_FAST"),
    "STORE_FAST_STORE_FAST": ("STORE_FAST", "STORE_FAST"),
}


class Step(NamedTuple):
    """One thing that a function does."""

    name: str
    """As Python 3.11 calls it; `LOAD_ATTR` for methods, too."""
    value: Any
    """The name, constant or position that it works with."""

    @property
    def is_branch(self) -> bool:
        """Whether what follows may be passed over."""
        return "JUMP" in self.name and "_IF_" in self.name


def steps(code: CodeType) -> Iterator[Step]:
    """What a function does, in the order of its code."""
    for found in dis.get_instructions(code):
        name, value = found.opname, found.argval
        if name in _TWO:
            yield from map(Step, _TWO[name], value)
        elif name == "RETURN_CONST":
            yield from (Step("LOAD_CONST", value), Step("RETURN_VALUE", None))
        elif name == "LOAD_SUPER_ATTR":
            yield from (Step("CALL", 0), Step("LOAD_ATTR", value))
        elif name not in _FILLERS:
            yield Step(_NAMES.get(name, name), value)


def has_try(code: CodeType) -> bool:
    """Whether a function has a `try` statement of its own."""
    names = [step.name for step in steps(code)]
    # Up to Python 3.10; then the first instructions of what handles the exception, of
    # which a `with` has one, too.
    return "SETUP_FINALLY" in names or any(
        first == "PUSH_EXC_INFO" and second != "WITH_EXCEPT_START"
        for first, second in pairwise(names)
    )
