"""Joins claims and verdicts of one notebook into findings; holds no state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .findings import CellRef, Checked, Finding, Fix, Range, Status
from .live.scene import Run
from .rules.base import Claim, Rule, Subject, Verdict
from .rules.walk import Found, is_ignored
from .source.cells import Cell

Key = tuple[str, Subject]
Action = Callable[[], str]


class Held(NamedTuple):
    """A verdict of the last sweep, with its rule."""

    rule: Rule
    verdict: Verdict

    @property
    def key(self) -> Key:
        """What it is about."""
        return self.rule.code, self.verdict.subject


@dataclass(frozen=True)
class Situation:
    """What the joining needs to know of the notebook and the kernel."""

    cells: Sequence[Cell]
    runs: Sequence[Run]
    file_of: Callable[[str], str]
    checked: Checked | None
    silence: Callable[[Claim], str]
    """Why no live object has spoken for a claim."""
    places: dict[Key, tuple[CellRef, Range]] = field(default_factory=dict)
    """Where each confirmed claim stood, for when an edit has removed it."""


class Joined(NamedTuple):
    """Findings, worst first, and what belongs to the live ones by their id."""

    findings: list[Finding]
    verdicts: dict[str, Held]
    actions: dict[str, list[Action | None]]


def join(
    situation: Situation,
    claims: Iterable[Found],
    held: Sequence[Held],
    ignored: frozenset[Key],
) -> Joined:
    """One finding for each claim that stands and each cause that is confirmed."""
    joined = Joined([], {}, {})
    by_key: dict[Key, list[Held]] = {}
    for entry in held:
        if entry.key not in ignored:
            by_key.setdefault(entry.key, []).append(entry)
    spoken: set[Key] = set()
    for rule, cell, claim in claims:
        found = by_key.get((rule.code, claim.subject), [])
        if finding := _of_claim(situation, rule, cell, claim, found, joined):
            joined.findings.append(finding)
        spoken.add((rule.code, claim.subject))
    causes: set[tuple[str, str]] = set()
    for key, entries in by_key.items():
        confirmed = [entry for entry in entries if entry.verdict.kind == "confirmed"]
        if key in spoken or not confirmed:
            continue
        cause = (key[0], confirmed[0].verdict.cause)
        if cause[1] and cause in causes:
            continue
        causes.add(cause)
        if finding := _of_verdict(situation, confirmed[0], joined):
            joined.findings.append(finding)
    joined.findings.sort(key=lambda f: (f.severity.rank, f.code, f.id))
    return joined


def _of_claim(
    situation: Situation,
    rule: Rule,
    cell: Cell,
    claim: Claim,
    held: list[Held],
    joined: Joined,
) -> Finding | None:
    file = situation.file_of(cell.source)
    ran = any(run.file == file for run in situation.runs)
    speaking = [
        entry
        for entry in held
        if (file in entry.verdict.built_from if entry.verdict.built_from else ran)
    ]
    place = (CellRef(cell.id, _count(situation, cell.id)), claim.range)
    confirmed = [e for e in speaking if e.verdict.kind == "confirmed"]
    if confirmed:
        situation.places[confirmed[0].key] = place
        return _live(situation, confirmed[0], place, Status.LIVE, claim, joined)
    if speaking:
        return None
    older = [e for e in held if e.verdict.kind == "confirmed"]
    if older:
        return _live(situation, older[0], place, Status.STALE, claim, joined)
    return Finding(
        id=_id(rule, claim.subject, joined),
        code=rule.code,
        name=rule.name,
        severity=claim.severity or rule.static_severity or rule.severity,
        status=Status.STATIC,
        message=_fill(rule.claim, claim.values),
        silence=situation.silence(claim),
        why=rule.why,
        advice=rule.advice,
        fixes=_edits(rule, claim),
        cell=place[0],
        cell_index=_index(situation, cell.id),
        range=claim.range,
        related=claim.related,
    )


def _of_verdict(situation: Situation, held: Held, joined: Joined) -> Finding | None:
    verdict = held.verdict
    place = situation.places.get(held.key)
    if place is None and verdict.cell is not None:
        place = (verdict.cell, verdict.range)  # type: ignore[assignment]
    if place is None:
        return _live(situation, held, None, Status.LIVE, None, joined)
    cell = next((c for c in situation.cells if c.id == place[0].cell_id), None)
    if cell is None:
        if place[0].cell_id is not None:
            return None
        return _live(situation, held, None, Status.LIVE, None, joined)
    if place[1] is not None and is_ignored(
        held.rule, situation.cells, cell, place[1], live=True
    ):
        return None
    status = Status.LIVE if _is_current(situation, held, cell) else Status.STALE
    return _live(situation, held, place, status, None, joined)


def _is_current(situation: Situation, held: Held, cell: Cell) -> bool:
    """Whether a cell still has the text that was executed."""
    built = held.verdict.built_from
    file = situation.file_of(cell.source)
    if built:
        return file in built
    runs = [run for run in situation.runs if run.cell.cell_id == cell.id]
    return not runs or runs[-1].file == file


def _live(
    situation: Situation,
    held: Held,
    place: tuple[CellRef, Range | None] | None,
    status: Status,
    claim: Claim | None,
    joined: Joined,
) -> Finding:
    rule, verdict = held
    finding = Finding(
        id=_id(rule, verdict.subject, joined),
        code=rule.code,
        name=rule.name,
        severity=verdict.severity or rule.severity,
        status=status,
        message=_fill(rule.message, verdict.values),
        evidence=verdict.evidence,
        why=rule.why,
        advice=rule.advice,
        fixes=verdict.fixes + (_edits(rule, claim) if claim else ()),
        cell=place[0] if place else None,
        cell_index=_index(situation, place[0].cell_id) if place else None,
        range=place[1] if place else None,
        object=verdict.object,
        affects=verdict.affects,
        related=verdict.related + (claim.related if claim else ()),
        checked=situation.checked,
    )
    joined.verdicts[finding.id] = held
    joined.actions[finding.id] = [
        verdict.action if fix.kind == "kernel" else None for fix in finding.fixes
    ]
    return finding


def _edits(rule: Rule, claim: Claim) -> tuple[Fix, ...]:
    if not claim.edits:
        return ()
    return (Fix(rule.advice, "edit", claim.safe, claim.edits),)


def _id(rule: Rule, subject: Subject, joined: Joined) -> str:
    """The same for a claim, its confirmation and its stale rest."""
    base = f"{rule.code}:{subject.kind}:{subject.owner}.{subject.name}"[:280]
    taken = {finding.id for finding in joined.findings}
    if base not in taken:
        return base
    return next(f"{base}#{n}" for n in range(2, 10_000) if f"{base}#{n}" not in taken)


class _Gaps(dict[str, Any]):
    """A rule's text is shown even if a probe forgot a value."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def _fill(template: str, values: Mapping[str, Any]) -> str:
    return template.format_map(_Gaps(values))


def _count(situation: Situation, cell_id: str | None) -> int | None:
    return next(
        (
            run.cell.execution_count
            for run in reversed(situation.runs)
            if run.cell.cell_id == cell_id
        ),
        None,
    )


def _index(situation: Situation, cell_id: str | None) -> int | None:
    return next(
        (i for i, cell in enumerate(situation.cells) if cell.id == cell_id), None
    )


