"""`explain --prove`: runs the measured harm of a rule on this machine."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from .. import rules
from ..checking.notices import is_notice
from ..rulekit.rule import Rule


class Unproven(Exception):
    """Why nothing could be measured."""


@dataclass(frozen=True)
class Proof:
    """What was measured beside what the page claims."""

    text: str
    holds: bool


def prove_rule(rule: Rule) -> Proof:
    """Measures the harm that a rule's page states.

    Raises:
        Unproven: torch is missing, or the measurement failed.
    """
    if is_notice(rule.code):
        raise Unproven(f"{rule.code} is about the check itself; it measures nothing.")
    if find_spec("torch") is None:
        raise Unproven("--prove needs torch: pip install torch")
    name = f"{rules.__name__}.{rule.name.replace('-', '_')}.harm"
    try:
        harm = importlib.import_module(name)
        measured: dict[str, Any] = harm.measure()
    except Exception as error:
        raise Unproven(
            f"{rule.code} could not be measured ({type(error).__name__}: {error})."
        ) from error
    rows = [
        (what, claimed, measured.get(what, "not measured"))
        for what, claimed in harm.CLAIM.items()
    ]
    width = max(len(what) for what, _, _ in rows)
    lines = [
        f"{(harm.__doc__ or '').strip()}",
        f"{'':<{width}}  {'stated':>12}  measured",
    ]
    lines += [f"{what:<{width}}  {claimed!s:>12}  {got}" for what, claimed, got in rows]
    holds = all(_equal(claimed, got) for _, claimed, got in rows)
    lines.append("Reproduced." if holds else "NOT reproduced on this machine.")
    return Proof("\n".join(lines), holds)


def _equal(claimed: Any, measured: Any) -> bool:
    if isinstance(claimed, float) and isinstance(measured, (int, float)):
        return abs(claimed - measured) <= 1e-6 + 1e-3 * abs(claimed)
    return bool(claimed == measured)
