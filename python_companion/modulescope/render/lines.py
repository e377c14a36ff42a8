"""How long a text may be."""

from __future__ import annotations

from collections.abc import Iterable

from .escape import shown

MOST_LINES = 40
"""A complete answer fits a screen; more is shown only when it is asked for."""


def failure_lines(failed: Iterable[str]) -> list[str]:
    """What a report says of rules that broke down."""
    return [f"modulescope: internal error in {shown(rule)}." for rule in failed]
