"""The page of a rule as data, for the magics and the command line."""

from __future__ import annotations

from typing import Any

from ..rulekit.rule import Rule
from .page import page


def rule_page(rule: Rule) -> dict[str, Any]:
    """What `render` draws: code, name, severity, title, sections."""
    found = page(rule)
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity,
        "title": found.title,
        "sections": [section._asdict() for section in found.sections],
    }
