"""Checks a notebook: reads its text, sweeps the live objects, joins both."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..findings import Checked, Finding, Range, Severity
from ..rulekit.rule import Rule
from ..rules import all_rules
from ..session.module_classes import LiveClasses
from ..session.mutes import Mutes
from ..session.session import Session
from ..source.cells import Cell
from .claims import Found, find_claims, unparsed_cells
from .codes import all_notices
from .evidence import Evidence
from .join import Joined, Place, Situation, add_notices, join
from .notices.find import find_notices
from .notices.needless import Silenced
from .project import of_notebook
from .sweep import Key
from .wanted import Wanted

# The texts of cells that were deleted: cutting and pasting a cell keeps its id.
_MAX_GONE = 500
# What is remembered of texts is shared by all pages, which have a thread each.
_LOCK = threading.RLock()


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
    """Checks one notebook; remembers its text and what live objects said."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._texts: dict[str, str] = {}
        self._cells: list[Cell] = []
        self._evidence = Evidence(session)
        self._ignored: list[Found] = []
        """The claims that a comment silences: evidence for them is silent too."""
        self._places: dict[Key, Place] = {}
        self._joined = Joined()
        self._project: Wanted | None = None
        self._problem: str | None = None
        self._quiet: dict[tuple[str, Cell, Range], Silenced] = {}
        self._mutes = Mutes()

    @property
    def texts(self) -> Mapping[str, str]:
        """By id: what the cells contain now, as far as the page has told."""
        return self._texts

    def check(
        self,
        order: Sequence[str],
        changed: Mapping[str, str],
        live: bool = True,
        ignore: Sequence[str] = (),
        least: Severity = Severity.HINT,
        in_cell: bool = False,
        enable: Sequence[str] = (),
        mutes: Mutes | None = None,
    ) -> Outcome:
        """All findings of the notebook, worst first.

        Args:
            order: The ids of the code cells, top to bottom.
            changed: The texts that are new since the last check, by cell id.
            live: Sweep the live objects; else the last sweep's evidence stays.
            ignore: Codes of rules that are off.
            least: Findings below this severity are left out.
            in_cell: The running cell itself asks, so nothing changes meanwhile.
            enable: Codes of rules that are on although they are off by default.
            mutes: What the notebook mutes: it is found all the same, and keeps the
                id that it was muted by.
        """
        with _LOCK:
            self._mutes = mutes or Mutes()
            self._take(order, changed)
            wanted = self._wanted(ignore, enable, least, live)
            rules = [rule for rule in all_rules() if wanted.covers(rule)]
            failed: list[str] = []
            claims = self._claims(rules, failed)
            # While a cell runs, its own thread may be changing what a probe reads.
            free = live and (in_cell or not self._session.busy)
            evidence = self._evidence
            scene = evidence.read(rules, claims, in_cell) if free else None
            before, self._joined = (
                self._joined,
                self._join(rules, claims, wanted, failed),
            )
            found = self._joined.findings
            failed += [self._problem] if self._problem else []
            return Outcome(
                [finding for finding in found if wanted.shows(finding)],
                evidence.gone(before, self._joined, rules, scene) if scene else [],
                evidence.checked,
                evidence.sweep.last_ms,
                evidence.sweep.slowed,
                list(dict.fromkeys((*failed, *evidence.failed))),
                [ident for ident in unparsed_cells(self._cells) if ident],
            )

    def act(self, finding: str, index: int) -> tuple[bool, str]:
        """Carries out a kernel fix; whether it did, and what to tell the user."""
        actions = self._joined.actions.get(finding, [])
        action = actions[index] if 0 <= index < len(actions) else None
        if action is None:
            return False, "The finding is gone. Nothing was changed."
        if self._session.busy:
            # A forward that runs now may be going through the very registry.
            return False, "A cell is running. Nothing was changed: try again later."
        return True, action()

    @property
    def findings_by_object(self) -> dict[str, list[str]]:
        """Ids of the live findings by the expression of their object."""
        found: dict[str, list[str]] = {}
        for ident, held in self._joined.verdicts.items():
            if held.verdict.object:
                shown = self._joined.taken.get(ident, ident)
                found.setdefault(held.verdict.object, []).append(shown)
        return found

    def _take(self, order: Sequence[str], changed: Mapping[str, str]) -> None:
        self._texts.update(changed)
        if len(self._texts) > len(order) + _MAX_GONE:
            self._texts = {i: self._texts[i] for i in order if i in self._texts}
        self._cells = [
            Cell(ident, self._texts[ident])
            for ident in dict.fromkeys(order)
            if ident in self._texts
        ]
        self._session.log.adopt((c.id or "", c.source) for c in self._cells)

    def _executed(self) -> list[str]:
        """The last two runs of each cell, in order.

        Two tell that a cell ran again; with more, each run of a long session would
        be one more text to read.
        """
        found: list[str] = []
        counts: dict[str, int] = {}
        for run in reversed(self._session.runs):
            cell_id = run.cell.cell_id
            if cell_id and counts.get(cell_id, 0) < 2:
                counts[cell_id] = counts.get(cell_id, 0) + 1
                found.append(cell_id)
        return found[::-1]

    def _claims(self, rules: list[Rule], failed: list[str]) -> list[Found]:
        def report(rule: Rule, error: Exception) -> None:
            failed.append(f"{rule.code} ({type(error).__name__})")

        self._ignored = []
        return find_claims(
            self._cells,
            rules,
            self._executed(),
            on_failure=report,
            silenced=self._ignored,
            live=LiveClasses(self._session.names()),
            quiet=True,
        )

    def _wanted(
        self, ignore: Sequence[str], enable: Sequence[str], least: Severity, live: bool
    ) -> Wanted:
        """What the page asks for, over what the project of the notebook says."""
        if live or self._project is None:
            # Not while the user types: it looks at the disk.
            self._project, self._problem = of_notebook()
        # The least severity shows all; then the project decides.
        chosen = least if least is not Severity.HINT else None
        mine = Wanted(None, None, chosen, tuple(ignore), tuple(enable))
        return mine.over(self._project)

    def _join(
        self,
        rules: list[Rule],
        claims: list[Found],
        settings: Wanted,
        failed: Sequence[str],
    ) -> Joined:
        wanted = {rule.code for rule in rules}
        ignored = self._ignored
        situation = Situation(
            self._cells,
            self._session.runs,
            self._session.model_log.has_changed,
            self._evidence.silence,
            self._places,
            self._mutes,
        )
        joined = join(
            situation,
            claims,
            [held for held in self._evidence.held if held.rule.code in wanted],
            frozenset((found.rule.code, found.claim.subject) for found in ignored),
        )
        notices = [notice for notice in all_notices() if settings.covers(notice)]
        silenced = [Silenced(f.rule, f.cell, f.claim.range) for f in ignored]
        add_notices(
            situation,
            find_notices(
                self._cells,
                [*rules, *notices],
                [*silenced, *self._silenced_live(joined)],
                unparsed_cells(self._cells),
                self._evidence.judge(situation, rules, failed),
                # Not while the user types a cell: it would flash.
                lambda cell: bool(situation.files_of(cell)),
            ),
            joined,
        )
        return joined

    def _silenced_live(self, joined: Joined) -> list[Silenced]:
        """What comments silenced in this session, in cells with the same text.

        Evidence comes and goes with the objects; the comment stays needed.
        """
        for entry in joined.silenced:
            self._quiet[entry.rule.code, entry.cell, entry.range] = entry
        cells = set(self._cells)
        self._quiet = {k: e for k, e in self._quiet.items() if e.cell in cells}
        return list(self._quiet.values())
