"""The filter language of the module tree: `attn type:~norm -type:Dropout params:>1M`.

There is one implementation of it: the panel and the magics send the text.
"""

from __future__ import annotations

import difflib
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .facets import Facet

Test = Callable[[Facet], bool]

_NUMBER = re.compile(r"(<=|>=|<|>|=)?([0-9]+(?:\.[0-9]+)?)([kmgtb]*)", re.IGNORECASE)
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}
_COUNT_UNITS = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9, "g": 10**9, "t": 10**12}
_BYTE_UNITS = {"": 1, "b": 1} | {
    f"{unit}{byte}": 1000**exponent
    for exponent, unit in enumerate("kmgt", 1)
    for byte in ("", "b")
}
_DTYPES = {
    "bf16": "bfloat16",
    "f16": "float16",
    "fp16": "float16",
    "half": "float16",
    "f32": "float32",
    "fp32": "float32",
    "f64": "float64",
    "double": "float64",
}


@dataclass(frozen=True)
class Query:
    """A parsed filter: the tests that all must hold, and what is wrong with it."""

    tests: tuple[Test, ...]
    problem: str = ""

    def matches(self, module: Facet) -> bool:
        """Whether a module passes all tests."""
        return all(test(module) for test in self.tests)


def parse(text: str) -> Query:
    """Reads a filter. A term that is not understood is named; the others apply."""
    tests: list[Test] = []
    problems: list[str] = []
    for term in text.split():
        negative = term.startswith("-") and len(term) > 1
        try:
            test = _term(term[1:] if negative else term)
        except _BadTerm as bad:
            problems.append(str(bad))
            continue
        tests.append(_not(test) if negative else test)
    return Query(tuple(tests), " ".join(problems))


class _BadTerm(Exception):
    """The sentence to show."""


def _not(test: Test) -> Test:
    return lambda module: not test(module)


def _term(term: str) -> Test:
    name, colon, value = term.partition(":")
    if not colon or not name.isidentifier():
        wanted = term.casefold()
        return lambda module: wanted in module.fqn.casefold()
    make = _TERMS.get(name.casefold())
    if name.casefold() in _LATER:
        raise _BadTerm(f'Filter "{name}:" has nothing to read here yet.')
    if make is None:
        known = (*_TERMS, *_LATER)
        close = difflib.get_close_matches(name.casefold(), known, 1, 0.5)
        hint = f' Did you mean "{close[0]}:"?' if close else ""
        raise _BadTerm(f'Unknown filter "{name}:".{hint}')
    if not value:
        raise _BadTerm(f'Filter "{name}:" needs a value.')
    return make(value)


def _type(value: str) -> Test:
    if value.startswith("~"):
        part = value[1:].casefold()
        return lambda module: part in module.class_name.casefold()
    # A wrong case is forgiven when it is the only difference.
    wanted = value.casefold()
    return lambda module: module.class_name.casefold() == wanted


def _size(column: str, units: Mapping[str, int]) -> Callable[[str], Test]:
    def make(value: str) -> Test:
        found = _NUMBER.fullmatch(value)
        if not found or found[3].casefold() not in units:
            raise _BadTerm(f'"{value}" is no size; write for example ">1M".')
        compare = _COMPARE[found[1] or "="]
        limit = float(found[2]) * units[found[3].casefold()]
        return lambda module: compare(getattr(module, column), limit)

    return make


def _placed(column: str) -> Callable[[str], Test]:
    def make(value: str) -> Test:
        wanted = value.casefold()
        wanted = _DTYPES.get(wanted, wanted) if column == "dtypes" else wanted
        return lambda module: any(
            each.startswith(wanted) for each in getattr(module, column)
        )

    return make


def _is(value: str) -> Test:
    if value not in _STATES:
        close = difflib.get_close_matches(value, _STATES, 1, 0.5)
        hint = f' Did you mean "is:{close[0]}"?' if close else ""
        raise _BadTerm(f'Unknown filter "is:{value}".{hint}')
    return lambda module: value in module.states


_STATES = ("frozen", "eval", "train", "shared", "leaf", "unregistered", "lazy", "meta")

# Words of the language whose values no tree holds.
_LATER = ("grad", "init", "rule")

_TERMS: dict[str, Callable[[str], Test]] = {
    "type": _type,
    "device": _placed("devices"),
    "dtype": _placed("dtypes"),
    "params": _size("numel", _COUNT_UNITS),
    "bytes": _size("bytes", _BYTE_UNITS),
    "hooks": _size("hooks", _COUNT_UNITS),
    "is": _is,
}
