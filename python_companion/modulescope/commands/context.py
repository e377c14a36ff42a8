"""What the subcommands ask of the shell, the kernel's companion and its models."""

from __future__ import annotations

from typing import Any

from ..command import Refused
from ..session.choices import Choices
from ..session.chosen import companion


def choices() -> Choices:
    """What this kernel leaves out until it restarts."""
    return companion().choices


def known_rule(code: str, command: str) -> Any:
    """The rule of a code or name.

    Raises:
        Refused: There is none.
    """
    from ..rules import closest_rule, get_rule

    rule = get_rule(code)
    if rule is None:
        near = closest_rule(code)
        hint = f" Closest: {near}." if near else ""
        raise Refused(f'%nn {command}: no rule "{code}".{hint}')
    return rule
