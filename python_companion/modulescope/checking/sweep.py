"""Asks the rules' probes within a time budget."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..findings import Checked
from ..objects.grads import Moving
from ..rulekit.rule import Rule, Subject, Verdict
from ..session.scene import Scene

# A sweep that answers a request may take this long …
BUDGET_S = 0.05
# … and this long while nobody waits: the kernel is idle, and we are beside its shell.
IDLE_BUDGET_S = 0.3

Key = tuple[str, Subject]


class Held(NamedTuple):
    """A verdict, its rule, and when it was given."""

    rule: Rule
    verdict: Verdict
    checked: Checked | None
    run: int
    """The number of the latest run at that time."""

    @property
    def key(self) -> Key:
        """What it is about."""
        return self.rule.code, self.verdict.subject


class Sweep:
    """Runs probes, the longest unasked first, and skips what the budget forbids.

    A rule that alone costs more than the budget is asked less and less often.
    """

    def __init__(self, budget_s: float | None = BUDGET_S) -> None:
        self._budget_s = budget_s
        self.last_ms = 0.0
        self.slowed = False
        self.asked: frozenset[str] = frozenset()
        """The codes of the rules that answered in the last sweep."""
        self.spent_ms: dict[str, float] = {}
        """What each rule took when it was asked last, by code."""
        self._count = 0
        self._turns: dict[str, int] = {}
        self._pauses: dict[str, int] = {}
        self._verdicts: dict[str, list[Held]] = {}

    def run(
        self,
        rules: Sequence[Rule],
        scene: Scene,
        failed: list[str],
        may_go_on: Callable[[], bool] = lambda: False,
    ) -> list[Held]:
        """The verdicts of all rules; of a skipped rule those of its last turn.

        Args:
            rules: The rules to ask.
            scene: What they look at.
            failed: Gets `NN308 (ValueError)` for a rule that raised.
            may_go_on: Whether nobody waits, so that the larger budget applies.
        """
        self._count += 1
        begin = time.perf_counter()
        skipped = 0
        asked: set[str] = set()
        number = scene.runs[-1].number if scene.runs else 0
        for rule in sorted(rules, key=self._turn):
            if not rule.probes:
                continue
            if self._is_paused(rule) or self._is_late(begin, may_go_on):
                skipped += 1
                continue
            try:
                held = self._ask(rule, scene, number, failed)
            except Moving:
                # What it said last stands, and it is the first to be asked next.
                skipped += 1
                continue
            if held is not None:
                asked.add(rule.code)
            self._verdicts[rule.code] = held or []
        self.last_ms = (time.perf_counter() - begin) * 1000
        self.slowed = skipped > 0
        self.asked = frozenset(asked)
        return self.held({rule.code for rule in rules})

    def held(self, codes: set[str]) -> list[Held]:
        """What is known of these rules."""
        return [
            h for code, found in self._verdicts.items() if code in codes for h in found
        ]

    def _turn(self, rule: Rule) -> int:
        return self._turns.get(rule.code, 0)

    def _is_paused(self, rule: Rule) -> bool:
        return self._pauses.get(rule.code, 0) > self._count

    def _is_late(self, begin: float, may_go_on: Callable[[], bool]) -> bool:
        if self._budget_s is None:
            return False
        spent = time.perf_counter() - begin
        if spent <= self._budget_s:
            return False
        return spent > IDLE_BUDGET_S or not may_go_on()

    def _ask(
        self, rule: Rule, scene: Scene, number: int, failed: list[str]
    ) -> list[Held] | None:
        """The verdicts of one rule; None if it raised.

        Raises:
            Moving: It asked for gradients that another thread may be writing.
        """
        begin = time.perf_counter()
        found: list[Held] | None = None
        try:
            found = [
                Held(rule, verdict, scene.checked, number)
                for probe in rule.probes
                for verdict in probe(scene)
            ]
        except Moving:
            raise
        except Exception as error:
            failed.append(f"{rule.code} ({type(error).__name__})")
        spent = time.perf_counter() - begin
        # Its first turn also loads it.
        first = rule.code not in self._turns
        self._turns[rule.code] = self._count
        self.spent_ms[rule.code] = spent * 1000
        if self._budget_s is not None and spent > self._budget_s and not first:
            self._pauses[rule.code] = self._count + 2 * int(spent / self._budget_s)
        return found
