"""A claim becomes a finding of status `static`."""

from __future__ import annotations

from ..findings import CellRef, Finding, Fix, Status
from ..rulekit.rule import Claim, Rule
from .claims import Found


def static_finding(
    found: Found,
    id: str,
    path: str | None = None,
    cell_index: int | None = None,
    execution_count: int | None = None,
    silence: str | None = None,
) -> Finding:
    """What a text alone says, before any live object has spoken.

    Raises:
        KeyError: The claim lacks a value of the rule's text.
    """
    rule, cell, claim = found
    return Finding(
        id=id,
        code=rule.code,
        name=rule.name,
        severity=claim.severity or rule.static_severity or rule.severity,
        status=Status.STATIC,
        message=rule.claim.format_map(claim.values),
        silence=silence,
        why=rule.why,
        advice=rule.advice,
        fixes=edit_fixes(rule, claim),
        path=path,
        cell=None if cell.id is None else CellRef(cell.id, execution_count),
        cell_index=cell_index,
        range=claim.range,
        related=claim.related,
    )


def edit_fixes(rule: Rule, claim: Claim) -> tuple[Fix, ...]:
    """The edit that a claim offers, if there is one."""
    if not claim.edits:
        return ()
    title = rule.advice.rstrip(".")
    return (Fix(title=title, kind="edit", safe=claim.safe, edits=claim.edits),)
