"""The filter language of the module tree: `attn type:~norm -type:Dropout params:>1M`.

There is one implementation of it: the panel and the magics send the text.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from ..closest import closest
from .facets import STATES, Facet

Test = Callable[[Facet], bool]

_NUMBER = re.compile(
    r"(<=|>=|<|>|=)?([0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)?)([a-z]*)", re.IGNORECASE
)
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
_FACTOR_UNITS = {"": 1, "x": 1}
_PLAIN_UNITS = {"": 1}
_DTYPES = {
    "bf16": "bfloat16",
    "f16": "float16",
    "fp16": "float16",
    "half": "float16",
    "f32": "float32",
    "fp32": "float32",
    "f64": "float64",
    "fp64": "float64",
    "double": "float64",
}
_GRADIENTS = ("none", "zero", "nan", "inf")
_CODE = re.compile(r"NN[0-9]{3}", re.IGNORECASE)


class RuleWords(NamedTuple):
    """What rules are called; this package knows none of them."""

    code: Callable[[str], str | None]
    """The code of a rule by its code or name; None if there is none."""
    closest: Callable[[str], str | None]
    """The code or name that is most like a word that is none."""


NO_RULES = RuleWords(lambda word: None, lambda word: None)


class Span(NamedTuple):
    """Where a term is in the text of a filter, in UTF-16 units."""

    start: int
    end: int


class Term(NamedTuple):
    """One term that is understood."""

    test: Test
    word: str
    """`grad` of `grad:none`; empty for a part of a path."""
    value: str
    span: Span
    negative: bool

    def holds(self, module: Facet) -> bool:
        """Whether a module passes."""
        return self.test(module) is not self.negative


@dataclass(frozen=True)
class Query:
    """A parsed filter: the terms that all must hold, and what is wrong with it."""

    terms: tuple[Term, ...]
    problem: str = ""
    bad_terms: tuple[Span, ...] = ()
    """Where the terms are that do not apply."""

    def matches(self, module: Facet) -> bool:
        """Whether a module passes all terms."""
        # A plain loop: this is asked of each module of a model.
        for term in self.terms:
            if not term.holds(module):
                return False
        return True

    @property
    def words(self) -> frozenset[str]:
        """The words that are used: `type`, `grad`."""
        return frozenset(term.word for term in self.terms)

    @property
    def wants_none(self) -> bool:
        """Whether children that are None are asked for."""
        return any(
            (term.word, term.value, term.negative) == ("is", "none", False)
            for term in self.terms
        )

    def noting(self, problem_of: Callable[[str], str]) -> Query:
        """The same, with what keeps its words from being answered in full."""
        words = dict.fromkeys(term.word for term in self.terms)
        found = (self.problem, *(problem_of(word) for word in words))
        return replace(self, problem=" ".join(text for text in found if text))


def parse(text: str, rules: RuleWords = NO_RULES) -> Query:
    """Reads a filter. A term that is not understood is named; the others apply.

    Args:
        text: The terms.
        rules: What `rule:` knows beside codes.
    """
    terms: list[Term] = []
    problems: list[str] = []
    bad: list[Span] = []
    for found in re.finditer(r"\S+", text):
        span = Span(_utf16(text[: found.start()]), _utf16(text[: found.end()]))
        term = found[0]
        negative = term.startswith("-") and len(term) > 1
        word, value, test = "", "", None
        try:
            word, value, test = _term(term[1:] if negative else term, rules)
        except _BadTerm as problem:
            problems.append(str(problem))
            bad.append(span)
            continue
        terms.append(Term(test, word, value, span, negative))
    return Query(tuple(terms), " ".join(problems), tuple(bad))


def _utf16(text: str) -> int:
    return sum(1 + (ord(character) > 0xFFFF) for character in text)


class _BadTerm(Exception):
    """The sentence to show."""


def _term(term: str, rules: RuleWords) -> tuple[str, str, Test]:
    name, colon, value = term.partition(":")
    if not colon or not name.isidentifier():
        wanted = term.casefold()
        return "", term, lambda module: wanted in module.path
    word = name.casefold()
    make = partial(_rule, rules=rules) if word == "rule" else _TERMS.get(word)
    if make is None:
        near = closest(word, [*_TERMS, "rule"])
        hint = f' Did you mean "{near}:"?' if near else ""
        raise _BadTerm(f'Unknown filter "{name}:".{hint}')
    if not value:
        raise _BadTerm(f'Filter "{name}:" needs a value.')
    return word, value.casefold(), make(value)


def _type(value: str) -> Test:
    if value.startswith("~"):
        part = value[1:].casefold()
        return lambda module: part in module.class_name.casefold()
    # A wrong case is forgiven when it is the only difference.
    wanted = value.casefold()
    return lambda module: module.class_name.casefold() == wanted


class _Limit(NamedTuple):
    """A comparison with a number: `>1M`."""

    compare: Callable[[float, float], bool]
    number: float

    def holds(self, value: float) -> bool:
        return self.compare(value, self.number)


def _limit(value: str, units: Mapping[str, int], example: str) -> _Limit:
    found = _NUMBER.fullmatch(value)
    if not found or found[3].casefold() not in units:
        raise _BadTerm(f'"{value}" is no size; write for example "{example}".')
    compare = _COMPARE[found[1] or "="]
    return _Limit(compare, float(found[2]) * units[found[3].casefold()])


def _size(column: str, units: Mapping[str, int], example: str) -> Callable[[str], Test]:
    def make(value: str) -> Test:
        limit = _limit(value, units, example)
        return lambda module: limit.holds(getattr(module, column))

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
    state = value.casefold()
    if state not in STATES:
        raise _BadTerm(_unknown("is", value, STATES))
    return lambda module: module.is_in(state)


def _grad(value: str) -> Test:
    state = value.casefold()
    if state in _GRADIENTS:
        return lambda module: any(g.state == state for g in module.gradients)
    if value[:1] not in "<>=0123456789.":
        raise _BadTerm(_unknown("grad", value, _GRADIENTS))
    limit = _limit(value, _PLAIN_UNITS, "<1e-8")
    # A gradient that is exactly zero has a size, too: 0.
    return lambda module: any(
        g.state in ("value", "zero") and limit.holds(g.rms) for g in module.gradients
    )


def _init(value: str) -> Test:
    limit = _limit(value, _FACTOR_UNITS, ">3x")

    def test(module: Facet) -> bool:
        factor = module.init_factor
        return factor is not None and limit.holds(factor)

    return test


def _rule(value: str, rules: RuleWords) -> Test:
    code = value.upper() if _CODE.fullmatch(value) else rules.code(value)
    if code is None:
        close = rules.closest(value)
        hint = f'Did you mean "rule:{close}"?' if close else ""
        hint = hint or 'Write for example "rule:NN102".'
        raise _BadTerm(f'Unknown filter "rule:{value}". {hint}')
    return lambda module: code in module.rules


def _unknown(word: str, value: str, known: tuple[str, ...]) -> str:
    near = closest(value.casefold(), known)
    hint = f' Did you mean "{word}:{near}"?' if near else ""
    return f'Unknown filter "{word}:{value}".{hint}'


_TERMS: dict[str, Callable[[str], Test]] = {
    "type": _type,
    "device": _placed("devices"),
    "dtype": _placed("dtypes"),
    "params": _size("numel", _COUNT_UNITS, ">1M"),
    "bytes": _size("bytes", _BYTE_UNITS, ">10MB"),
    "hooks": _size("hooks", _COUNT_UNITS, ">0"),
    "is": _is,
    "grad": _grad,
    "init": _init,
}
