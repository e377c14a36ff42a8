"""Joins claims and verdicts of one notebook into findings; holds no state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from ..findings import CellRef, Finding, Range, Status
from ..rulekit.rule import Claim, Rule
from ..session.mutes import Mutes
from ..session.scene import Run
from ..source.cells import Cell
from .claims import Found, is_ignored
from .grouping import group
from .ids import About, claim_ids, ids_of, subject_of
from .notices.needless import Silenced
from .span_after_edit import moved
from .static import edit_fixes, static_finding
from .sweep import Held, Key

Action = Callable[[], str]


class Place(NamedTuple):
    """Where a finding stood, and the text of its cell at that time."""

    cell: CellRef
    range: Range | None
    source: str
    id: str | None = None
    """Its id there, if the text claimed it."""


@dataclass(frozen=True)
class Situation:
    """What the joining needs to know of the notebook and the kernel."""

    cells: Sequence[Cell] = ()
    runs: Sequence[Run] = ()
    has_changed: Callable[[str, int], bool] = lambda expression, since: False
    """Whether an object changed after a run."""
    silence: Callable[[Rule, Claim, bool], str] = lambda rule, claim, ran: ""
    """Why no live object has spoken for a claim whose cell ran, or not."""
    places: dict[Key, Place] = field(default_factory=dict)
    """Where each confirmed claim stood, for when an edit has removed it."""
    mutes: Mutes = field(default_factory=Mutes)

    @cached_property
    def files(self) -> Mapping[tuple[str | None, str], frozenset[str]]:
        """By cell and text: the code file names that its runs were compiled as."""
        found: dict[tuple[str | None, str], frozenset[str]] = {}
        for run in self.runs:
            key = run.cell.cell_id, run.source
            found[key] = found.get(key, frozenset()) | {run.file}
        return found

    def files_of(self, cell: Cell) -> frozenset[str]:
        """The code file names of the runs of a cell with its present text."""
        found = self.files.get((cell.id, cell.source))
        # Runs from before us may not be known to be of this cell.
        return found or self.files.get((None, cell.source), frozenset())

    def cell(self, cell_id: str | None) -> Cell | None:
        """A cell of the notebook by its id."""
        return self._by_id.get(cell_id)

    def index(self, cell_id: str | None) -> int | None:
        """The place of a cell among the code cells."""
        cell = self.cell(cell_id)
        return None if cell is None else self._indices[cell.id]

    def count(self, cell_id: str | None) -> int | None:
        """The execution count of the latest run of a cell."""
        return self._counts.get(cell_id)

    @cached_property
    def _by_id(self) -> dict[str | None, Cell]:
        return {cell.id: cell for cell in self.cells}

    @cached_property
    def _indices(self) -> dict[str | None, int]:
        return {cell.id: index for index, cell in enumerate(self.cells)}

    @cached_property
    def _counts(self) -> dict[str | None, int | None]:
        return {run.cell.cell_id: run.cell.execution_count for run in self.runs}


@dataclass
class Joined:
    """Findings, worst first, and what belongs to the live ones by their id."""

    findings: list[Finding] = field(default_factory=list)
    verdicts: dict[str, Held] = field(default_factory=dict)
    actions: dict[str, list[Action | None]] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    """By the id of a finding that another took up: the other's."""
    silenced: list[Silenced] = field(default_factory=list)
    """The verdicts that a comment keeps quiet."""


def join(
    situation: Situation,
    claims: Sequence[Found],
    held: Sequence[Held],
    ignored: frozenset[Key] = frozenset(),
) -> Joined:
    """One finding for each claim that stands and each cause that is confirmed."""
    joined = Joined()
    by_key: dict[Key, list[Held]] = {}
    for entry in _causes_only(held):
        if entry.key not in ignored:
            by_key.setdefault(entry.key, []).append(entry)
    spoken: set[Key] = set()
    causes: set[tuple[str, str]] = set()
    for claimed, ident in _named(situation, claims):
        key = claimed.rule.code, claimed.claim.subject
        found = by_key.get(key, [])
        _add_claim(situation, claimed, ident, found, joined)
        spoken.add(key)
        causes |= {(key[0], e.verdict.cause) for e in found if _confirms(e)}
    for key, entries in by_key.items():
        confirmed = [entry for entry in entries if _confirms(entry)]
        if key in spoken or not confirmed:
            continue
        cause = (key[0], confirmed[0].verdict.cause)
        if cause[1] and cause in causes:
            continue
        causes.add(cause)
        _add_verdict(situation, confirmed[0], joined)
    joined.findings, joined.taken = group(joined.findings)
    joined.findings.sort(key=_order)
    return joined


def _named(situation: Situation, found: Sequence[Found]) -> Iterator[tuple[Found, str]]:
    return zip(found, claim_ids(found, situation.mutes), strict=True)


def _order(finding: Finding) -> tuple[int, str, str, str]:
    return finding.severity.rank, finding.code, subject_of(finding.id), finding.id


def _causes_only(held: Sequence[Held]) -> list[Held]:
    """Leaves out what another finding about the same object is the cause of."""
    confirmed = {
        (entry.rule.code, _variable(entry)) for entry in held if _confirms(entry)
    }
    return [
        entry
        for entry in held
        if not any(
            (code, _variable(entry)) in confirmed for code in entry.rule.consequence_of
        )
    ]


def _variable(entry: Held) -> str:
    return re.split(r"[.\[]", entry.verdict.object or "")[0]


def _confirms(entry: Held) -> bool:
    return entry.verdict.kind == "confirmed"


def add_notices(situation: Situation, notices: Sequence[Found], joined: Joined) -> None:
    """Adds what the tool says about its own work."""
    for found, ident in _named(situation, notices):
        joined.findings.append(_unconfirmed(situation, found, ident))
    joined.findings.sort(key=_order)


def _add_claim(
    situation: Situation, found: Found, id: str, held: list[Held], joined: Joined
) -> None:
    _, cell, claim = found
    ref = CellRef(cell.id, situation.count(cell.id))
    place = Place(ref, claim.range, cell.source, id)
    speaking = [entry for entry in held if _speaks(situation, entry, cell)]
    confirmed = [entry for entry in speaking if _confirms(entry)]
    older = [entry for entry in held if _confirms(entry) and _is_of(entry, cell)]
    if confirmed:
        situation.places[confirmed[0].key] = place
        status = _status(situation, confirmed[0])
        _add_live(situation, confirmed[0], place, status, claim, joined)
    elif older and not speaking:
        _add_live(situation, older[0], place, Status.STALE, claim, joined)
    elif not speaking and not claim.quiet:
        joined.findings.append(_unconfirmed(situation, found, id))


def _speaks(situation: Situation, entry: Held, cell: Cell) -> bool:
    """Whether a verdict is about objects that were made from the text of a cell."""
    verdict = entry.verdict
    files = situation.files_of(cell)
    if not verdict.built_from:
        return bool(files)
    if not files & verdict.built_from:
        return False
    # Cells with equal text are compiled to one file name: the verdict says which.
    other = situation.cell(verdict.cell.cell_id) if verdict.cell else None
    return other is None or other.source != cell.source or other.id == cell.id


def _is_of(entry: Held, cell: Cell) -> bool:
    """Whether a verdict may be about an earlier text of a cell."""
    place = entry.verdict.cell
    return place is None or place.cell_id is None or place.cell_id == cell.id


def _status(situation: Situation, entry: Held) -> Status:
    expression = entry.verdict.object
    if expression and situation.has_changed(expression, entry.run):
        return Status.STALE
    return Status.LIVE


def _unconfirmed(situation: Situation, found: Found, id: str) -> Finding:
    rule, cell, claim = found
    return static_finding(
        found._replace(claim=replace(claim, values=_Gaps(claim.values))),
        id,
        cell_index=situation.index(cell.id),
        execution_count=situation.count(cell.id),
        silence=situation.silence(rule, claim, bool(situation.files_of(cell))) or None,
    )


def _add_verdict(situation: Situation, held: Held, joined: Joined) -> None:
    """A verdict that no claim of the current text places."""
    place, is_current = _place(situation, held)
    if place is None:
        _add_live(situation, held, None, _status(situation, held), None, joined)
        return
    cell = situation.cell(place.cell.cell_id)
    if cell is None:
        if situation.cells and place.cell.cell_id is not None:
            # Its cell was deleted, or belongs to another notebook of this kernel.
            return
        _add_live(situation, held, place, _status(situation, held), None, joined)
        return
    if place.range is not None and is_ignored(
        held.rule, situation.cells, cell, place.range, live=True
    ):
        joined.silenced.append(Silenced(held.rule, cell, place.range, live=True))
        return
    status = _status(situation, held) if is_current else Status.STALE
    _add_live(situation, held, place, status, None, joined)


def _place(situation: Situation, held: Held) -> tuple[Place | None, bool]:
    """Where a verdict stands in the current text, and whether that text ran."""
    verdict = held.verdict
    remembered = situation.places.get(held.key)
    if verdict.cell is None and remembered is None:
        return None, True
    if verdict.cell is not None:
        place = Place(verdict.cell, verdict.range, _executed(situation, held))
    else:
        assert remembered is not None
        place = remembered
    cell = situation.cell(place.cell.cell_id)
    if cell is None or cell.source == place.source:
        return place, True
    if remembered and remembered.cell.cell_id == cell.id and verdict.range is None:
        place = remembered
    if place.range is not None:
        place = place._replace(range=moved(place.range, place.source, cell.source))
    return place, False


def _executed(situation: Situation, held: Held) -> str:
    """The text of a verdict's cell that the objects were made from."""
    verdict = held.verdict
    assert verdict.cell is not None
    for run in reversed(situation.runs):
        if run.cell.cell_id == verdict.cell.cell_id and (
            run.file in verdict.built_from
            if verdict.built_from
            else run.cell.execution_count == verdict.cell.execution_count
        ):
            return run.source
    cell = situation.cell(verdict.cell.cell_id)
    return cell.source if cell else ""


def _add_live(
    situation: Situation,
    held: Held,
    place: Place | None,
    status: Status,
    claim: Claim | None,
    joined: Joined,
) -> None:
    rule, verdict = held.rule, held.verdict
    cell_id = place.cell.cell_id if place else None
    values = {**claim.values, **verdict.values} if claim else verdict.values
    fixes = (*verdict.fixes, *(edit_fixes(rule, claim) if claim else ()))
    finding = Finding(
        id=(place.id if place else None) or _live_id(situation, held),
        code=rule.code,
        name=rule.name,
        severity=verdict.severity or rule.severity,
        status=status,
        message=rule.message.format_map(_Gaps(values)),
        wasted=rule.wasted,
        evidence=verdict.evidence,
        why=rule.why,
        advice=rule.advice,
        fixes=fixes,
        cell=place.cell if place else None,
        cell_index=situation.index(cell_id) if place else None,
        range=place.range if place else None,
        object=verdict.object,
        affects=verdict.affects,
        related=verdict.related + (claim.related if claim else ()),
        checked=held.checked,
    )
    joined.findings.append(finding)
    joined.verdicts[finding.id] = held
    joined.actions[finding.id] = [
        verdict.action if fix.kind == "kernel" else None for fix in fixes
    ]


def _live_id(situation: Situation, held: Held) -> str:
    """The id of what no claim places: that of the claim that an edit removed."""
    remembered = situation.places.get(held.key)
    if remembered and remembered.id and situation.cell(remembered.cell.cell_id):
        return remembered.id
    [ident] = ids_of([About(held.rule.code, held.verdict.subject)], situation.mutes)
    return ident


class _Gaps(dict[str, Any]):
    """A rule's text is shown even if a check forgot a value."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"
