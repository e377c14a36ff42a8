"""Checks a notebook: reads its text, sweeps the live objects, joins both."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from ..findings import Checked, Finding, Range, Severity
from ..objects import walk
from ..rulekit.rule import Claim, Rule
from ..rules import all_rules
from ..session.module_classes import LiveClasses
from ..session.mutes import Mutes
from ..session.scene import Scene
from ..session.session import Session
from ..source.cells import Cell
from .claims import Found, find_claims, unparsed_cells
from .codes import all_notices
from .join import Joined, Place, Situation, add_notices, join
from .notices.find import find_notices
from .notices.needless import Silenced
from .project import of_notebook
from .silence import Seen, seen_in, silence
from .sweep import Held, Key, Sweep
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
    """Checks one notebook; remembers its text and the last sweep.

    What it keeps of a sweep holds no user object: probes give texts, and actions that
    hold weak references.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._texts: dict[str, str] = {}
        self._cells: list[Cell] = []
        self._sweep = Sweep()
        self._seen: Seen | None = None
        self._checked: Checked | None = None
        self._held: list[Held] = []
        self._ignored: list[Found] = []
        """The claims that a comment silences: evidence for them is silent too."""
        self._failed: list[str] = []
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
            rules = [
                rule
                for rule in all_rules()
                if (rule.default_on or rule.code in enable) and rule.code not in ignore
            ]
            wanted = self._wanted(ignore, enable, least, live)
            rules = [rule for rule in all_rules() if wanted.covers(rule)]
            failed: list[str] = []
            claims = self._claims(rules, failed)
            # While a cell runs, its own thread may be changing what a probe reads.
            free = live and (in_cell or not self._session.busy)
            scene = self._swept(rules, claims, in_cell) if free else None
            before, self._joined = (
                self._joined,
                self._join(rules, claims, wanted, failed),
            )
            found = self._joined.findings
            failed += [self._problem] if self._problem else []
            return Outcome(
                [finding for finding in found if wanted.shows(finding)],
                self._confirmed(before, rules, scene) if scene else [],
                self._checked,
                self._sweep.last_ms,
                self._sweep.slowed,
                list(dict.fromkeys((*failed, *self._failed))),
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

    def _swept(
        self, rules: list[Rule], claims: list[Found], in_cell: bool
    ) -> Scene | None:
        """The scene, if the live objects could be read.

        What a sweep says is dropped if a cell has started meanwhile, whose thread may
        have changed what a probe read: the front end asks again after that run.
        """
        session, epoch = self._session, self._session.log.epoch
        if walk.loaded_torch() is None:
            return None
        by_code: dict[str, tuple[Claim, ...]] = {}
        for found in claims:
            code = found.rule.code
            by_code[code] = (*by_code.get(code, ()), found.claim)
        ask = partial(find_claims, quiet=True)
        scene = session.scene(by_code, find_claims=ask)
        failed: list[str] = []
        beside = in_cell or threading.current_thread() is not threading.main_thread()
        held = self._sweep.run(
            rules, scene, failed, lambda: beside and session.log.epoch == epoch
        )
        if session.log.epoch != epoch:
            return None
        self._held, self._failed, self._checked = held, failed, scene.checked
        self._seen = seen_in(scene, self._sweep.asked, failed)
        return scene

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
            self._session.has_changed,
            self._silence,
            self._places,
            self._mutes,
        )
        joined = join(
            situation,
            claims,
            [held for held in self._held if held.rule.code in wanted],
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
                self._judge(situation, rules, (*failed, *self._failed)),
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

    def _judge(
        self, situation: Situation, rules: list[Rule], failures: Iterable[str]
    ) -> Callable[[str, Cell | None], bool]:
        """Which rules have said all that they can say of a cell, or of all."""
        spoken = {rule.code for rule in rules if not rule.probes}
        if self._seen is not None:
            spoken |= {rule.code for rule in rules} & self._seen.asked
        failed = {text.split(" ")[0] for text in failures}
        unparsed = unparsed_cells(self._cells)

        def judged(code: str, cell: Cell | None) -> bool:
            if code not in spoken or code in failed:
                return False
            if cell is None:
                return not unparsed and all(map(situation.files_of, self._cells))
            return cell.id not in unparsed

        return judged

    def _silence(self, rule: Rule, claim: Claim, ran: bool) -> str:
        return silence(rule, claim, self._seen, self._session.busy, ran)

    def _confirmed(self, before: Joined, rules: list[Rule], scene: Scene) -> list[str]:
        """A sentence for each finding that this sweep proved gone."""
        wanted = {rule.code for rule in rules} & self._sweep.asked
        there = {held.key for held in self._held if held.verdict.kind == "confirmed"}
        shown = {finding.id for finding in self._joined.findings}
        shown |= set(self._joined.taken)
        texts = []
        for ident, held in before.verdicts.items():
            root = _first(held.verdict.object or "")
            if (
                held.rule.code not in wanted
                or held.key in there
                or ident in shown
                # Its object was deleted: nobody cured it.
                or (root and root not in scene.namespace)
            ):
                continue
            more = held.verdict.when_gone(scene) if held.verdict.when_gone else None
            texts.append(f"Confirmed: {held.rule.code} is gone. {more or ''}".strip())
        return list(dict.fromkeys(texts))


def _first(expression: str) -> str:
    return expression.split(".")[0].split("[")[0]
