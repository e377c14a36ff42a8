"""Rules and notices by their code or name."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..closest import closest, suggestion
from ..command import Refused
from ..rulekit.rule import Rule
from ..rules import all_rules
from .notices import NOTICES


def all_notices() -> tuple[Rule, ...]:
    """The notices NN0xx, which are no rules but have a page and can be turned off."""
    return NOTICES


def get_rule(code_or_name: str) -> Rule | None:
    """A rule or notice by its code or name, in any case; None if there is none."""
    return _by_word().get(code_or_name.strip().lower())


def closest_rule(word: str) -> str | None:
    """The code or name that is most like a word that is none."""
    near = closest(word.strip().lower(), _by_word())
    if near is None:
        return None
    rule = _by_word()[near]
    return rule.code if near == rule.code.lower() else rule.name


@lru_cache(maxsize=1)
def _by_word() -> dict[str, Rule]:
    rules = (*all_notices(), *all_rules())
    return {word: rule for rule in rules for word in (rule.code.lower(), rule.name)}


def known_rule(code: str, command: str) -> Any:
    """The rule of a code or name.

    Raises:
        Refused: There is none.
    """
    rule = get_rule(code)
    if rule is None:
        hint = suggestion(closest_rule(code))
        raise Refused(f'%nn {command}: no rule "{code}".{hint}')
    return rule
