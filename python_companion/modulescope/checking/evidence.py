"""What the live objects of a notebook said when they were read last."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial

from ..findings import Checked
from ..objects import raw
from ..rulekit.rule import Claim, Rule
from ..session.scene import Scene
from ..session.session import Session
from ..source.cells import Cell
from .claims import Found, find_claims, unparsed_cells
from .join import Joined, Situation
from .silence import Seen, seen_in, silence
from .sweep import Held, Sweep


class Evidence:
    """The last sweep over the live objects.

    It holds no user object: probes give texts, and actions that hold weak references.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: Seen | None = None
        self.sweep = Sweep()
        self.checked: Checked | None = None
        self.held: list[Held] = []
        self.failed: list[str] = []
        """Codes of the rules whose probes failed."""

    def read(
        self, rules: list[Rule], claims: list[Found], in_cell: bool
    ) -> Scene | None:
        """Reads the live objects; the scene, if that could be done.

        What a sweep says is dropped if a cell has started meanwhile, whose thread may
        have changed what a probe read: the front end asks again after that run.
        """
        session, epoch = self._session, self._session.log.epoch
        if raw.loaded_torch() is None:
            return None
        by_code: dict[str, tuple[Claim, ...]] = {}
        for found in claims:
            code = found.rule.code
            by_code[code] = (*by_code.get(code, ()), found.claim)
        ask = partial(find_claims, quiet=True)
        scene = session.scene(by_code, find_claims=ask)
        failed: list[str] = []
        beside = in_cell or threading.current_thread() is not threading.main_thread()
        held = self.sweep.run(
            rules, scene, failed, lambda: beside and session.log.epoch == epoch
        )
        if session.log.epoch != epoch:
            return None
        self.held, self.failed, self.checked = held, failed, scene.checked
        self._seen = seen_in(scene, self.sweep.asked, failed)
        return scene

    def judge(
        self, situation: Situation, rules: list[Rule], failures: Iterable[str]
    ) -> Callable[[str, Cell | None], bool]:
        """Which rules have said all that they can say of a cell, or of all."""
        spoken = {rule.code for rule in rules if not rule.probes}
        if self._seen is not None:
            spoken |= {rule.code for rule in rules} & self._seen.asked
        failed = {text.split(" ")[0] for text in (*failures, *self.failed)}
        unparsed = unparsed_cells(situation.cells)

        def judged(code: str, cell: Cell | None) -> bool:
            if code not in spoken or code in failed:
                return False
            if cell is None:
                return not unparsed and all(map(situation.files_of, situation.cells))
            return cell.id not in unparsed

        return judged

    def silence(self, rule: Rule, claim: Claim, ran: bool) -> str:
        """Why there is no evidence for a claim."""
        return silence(rule, claim, self._seen, self._session.busy, ran)

    def gone(
        self, before: Joined, now: Joined, rules: list[Rule], scene: Scene
    ) -> list[str]:
        """A sentence for each finding that this sweep proved gone."""
        wanted = {rule.code for rule in rules} & self.sweep.asked
        there = {held.key for held in self.held if held.verdict.kind == "confirmed"}
        shown = {finding.id for finding in now.findings}
        shown |= set(now.taken)
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
