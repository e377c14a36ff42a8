"""A claim becomes a finding of status `static`."""

from __future__ import annotations

from ..findings import CellRef, Finding, Fix, Status
from ..rulekit.rule import Claim, Rule


def static_finding(
    rule: Rule,
    claim: Claim,
    cell_id: str | None = None,
    path: str | None = None,
    cell_index: int | None = None,
) -> Finding:
    """What a text alone says, before any live object has spoken."""
    subject = claim.subject
    place = cell_id if cell_id is not None else path or ""
    return Finding(
        id=":".join((rule.code, place, subject.kind, subject.owner, subject.name)),
        code=rule.code,
        name=rule.name,
        severity=claim.severity or rule.static_severity or rule.severity,
        status=Status.STATIC,
        message=rule.claim.format(**claim.values),
        why=rule.why,
        advice=rule.advice,
        fixes=edit_fixes(rule, claim),
        path=path,
        cell=CellRef(cell_id) if cell_id is not None else None,
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
