"""The registry: every folder here is a rule; there is no list to edit."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from importlib.util import find_spec

from ..rulekit.rule import Rule


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """All rules by code, with their live halves; loaded on the first call."""
    folders = [info.name for info in pkgutil.iter_modules(__path__) if info.ispkg]
    rules = [_load(f"{__name__}.{name}") for name in folders]
    return tuple(sorted(rules, key=lambda rule: rule.code))


def _load(package: str) -> Rule:
    rule: Rule = importlib.import_module(package).RULE
    if find_spec(f"{package}.probe"):
        importlib.import_module(f"{package}.probe")
    return rule


__all__ = ["all_rules"]
