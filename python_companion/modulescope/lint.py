"""Checks a notebook: reads its text, sweeps the live objects, joins both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .findings import CellRef, Checked, Finding, Range, Severity
from .join import Action, Held, Key, Situation, join
from .live import walk
from .live.scene import Scene
from .live.session import Session
from .rules import all_rules
from .rules.base import Claim, Rule
from .rules.walk import Found, find_claims, ignored_claims, unparsed_cells
from .source.cells import Cell
from .sweep import Sweep


@dataclass
class Outcome:
    """All that one check of a notebook says."""

    findings: list[Finding]
    confirmed: list[str] = field(default_factory=list)
    checked: Checked | None = None
    live_ms: float = 0.0
    slowed: bool = False
    failed: list[str] = field(default_factory=list)
    unparsed: list[str] = field(default_factory=list)


class Linter:
    """Checks one notebook; remembers its text and the last sweep.

    What it keeps of a sweep holds no user object: probes give texts, and actions that
    hold weak references.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._cells: list[Cell] = []
        self._held: list[Held] = []
        self._places: dict[Key, tuple[CellRef, Range]] = {}
        self._sweep = Sweep()
        self._live: dict[str, Held] = {}
        self._before: dict[str, Held] = {}
        self._actions: dict[str, list[Action | None]] = {}
        self._checked: Checked | None = None

    def check(
        self,
        order: Sequence[str],
        changed: Mapping[str, str],
        live: bool = True,
        ignore: Sequence[str] = (),
        least: Severity = Severity.HINT,
        in_cell: bool = False,
    ) -> Outcome:
        """All findings of the notebook, worst first.

        Args:
            order: The ids of the code cells, top to bottom.
            changed: The texts that are new since the last check, by cell id.
            live: Sweep the live objects; else the last sweep's evidence stays.
            ignore: Codes of rules that are off.
            least: Findings below this severity are left out.
            in_cell: The running cell itself asks, so nothing changes meanwhile.
        """
        sources = {cell.id: cell.source for cell in self._cells} | dict(changed)
        self._cells = [
            Cell(ident, sources[ident]) for ident in order if ident in sources
        ]
        self._session.log.adopt((c.id or "", c.source) for c in self._cells)
        rules = [r for r in all_rules() if r.default_on and r.code not in ignore]
        failed: list[str] = []
        claims = self._claims(rules, failed)
        # While a cell runs, its own thread may be changing what a probe reads.
        free = in_cell or not self._session.busy
        sweeps = live and free and walk.loaded_torch() is not None
        scene = self._swept(rules, claims, failed) if sweeps else None
        findings = self._join(rules, claims)
        confirmed = self._confirmed(findings, scene) if scene else []
        return Outcome(
            [finding for finding in findings if finding.severity.rank <= least.rank],
            confirmed,
            self._checked,
            self._sweep.last_ms,
            self._sweep.slowed,
            failed,
            [ident for ident in unparsed_cells(self._cells) if ident],
        )

    def act(self, finding: str, index: int) -> str | None:
        """Carries out a kernel fix; None if the finding is gone."""
        actions = self._actions.get(finding, [])
        action = actions[index] if index < len(actions) else None
        return action() if action else None

    @property
    def findings_by_object(self) -> dict[str, list[str]]:
        """Ids of the live findings by the expression of their object."""
        found: dict[str, list[str]] = {}
        for ident, held in self._live.items():
            if held.verdict.object:
                found.setdefault(held.verdict.object, []).append(ident)
        return found

    def _executed(self) -> list[str]:
        runs = self._session.log.runs
        return [run.cell.cell_id for run in runs if run.cell.cell_id]

    def _claims(self, rules: list[Rule], failed: list[str]) -> list[Found]:
        def report(rule: Rule, error: Exception) -> None:
            failed.append(f"{rule.code} ({type(error).__name__})")

        return find_claims(self._cells, rules, self._executed(), on_failure=report)

    def _swept(
        self, rules: list[Rule], claims: list[Found], failed: list[str]
    ) -> Scene:
        by_code: dict[str, tuple[Claim, ...]] = {}
        for found in claims:
            code = found.rule.code
            by_code[code] = (*by_code.get(code, ()), found.claim)
        scene = self._session.scene(by_code)
        self._held = self._sweep.run(rules, scene, failed)
        self._checked = scene.checked
        return scene

    def _join(self, rules: list[Rule], claims: list[Found]) -> list[Finding]:
        wanted = {rule.code for rule in rules}
        ignored = ignored_claims(self._cells, rules, self._executed())
        situation = Situation(
            self._cells,
            self._session.log.runs,
            self._session.log.file_of,
            self._checked,
            self._silence,
            self._places,
        )
        joined = join(
            situation,
            claims,
            [held for held in self._held if held.rule.code in wanted],
            frozenset((found.rule.code, found.claim.subject) for found in ignored),
        )
        self._before, self._live = self._live, joined.verdicts
        self._actions = joined.actions
        return joined.findings

    def _confirmed(self, findings: list[Finding], scene: Scene) -> list[str]:
        """A sentence for each finding that the sweep proved gone."""
        there = {finding.id for finding in findings}
        texts = []
        for ident, held in self._before.items():
            root = (held.verdict.object or "").split(".")[0].split("[")[0]
            if ident in there or (root and root not in scene.namespace):
                continue
            more = held.verdict.when_gone(scene) if held.verdict.when_gone else None
            texts.append(f"Confirmed: {held.rule.code} is gone. {more or ''}".strip())
        return texts

    def _silence(self, claim: Claim) -> str:
        if walk.loaded_torch() is None:
            return "torch is not imported in this kernel"
        if self._session.busy:
            return "the kernel is busy"
        if self._checked is None:
            return "live objects were not read yet"
        subject = claim.subject
        owner = subject.owner or (subject.name if subject.kind == "class" else "")
        if owner:
            return f"`{owner}` has no instance in this kernel that was built from this text"
        return "no object in this kernel speaks for it yet"
