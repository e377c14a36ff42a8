"""The registry: every folder here is a rule; there is no list to edit."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import lru_cache
from importlib.util import find_spec

from ..rulekit.rule import Rule

# Beside the rules: what modulescope says about its own work.
_NOTICES = "notices"


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """All rules by code, with their live halves; loaded on the first call."""
    folders = [info.name for info in pkgutil.iter_modules(__path__) if info.ispkg]
    rules = [_load(f"{__name__}.{name}") for name in folders if name != _NOTICES]
    return tuple(sorted(rules, key=lambda rule: rule.code))


def all_notices() -> tuple[Rule, ...]:
    """The notices NN0xx, which are no rules but have a page and can be turned off."""
    notices: tuple[Rule, ...] = importlib.import_module(
        f".{_NOTICES}", __name__
    ).NOTICES
    return notices


def get_rule(code_or_name: str) -> Rule | None:
    """A rule or notice by its code or name, in any case; None if there is none."""
    return _by_word().get(code_or_name.strip().lower())


def closest_rule(word: str) -> str | None:
    """The code or name that is most like a word that is none."""
    near = difflib.get_close_matches(word.strip().lower(), list(_by_word()), 1, 0.5)
    if not near:
        return None
    rule = _by_word()[near[0]]
    return rule.code if near[0] == rule.code.lower() else rule.name


@lru_cache(maxsize=1)
def _by_word() -> dict[str, Rule]:
    rules = (*all_notices(), *all_rules())
    return {word: rule for rule in rules for word in (rule.code.lower(), rule.name)}


def _load(package: str) -> Rule:
    rule: Rule = importlib.import_module(package).RULE
    if find_spec(f"{package}.probe"):
        importlib.import_module(f"{package}.probe")
    return rule


__all__ = ["all_notices", "all_rules", "closest_rule", "get_rule"]
