"""Asks the rules' probes within a time budget."""

from __future__ import annotations

import time
from collections.abc import Sequence

from .join import Held
from .live.scene import Scene
from .rules.base import Rule

# A sweep that answers a request while the user works may take this long.
BUDGET_S = 0.05


class Sweep:
    """Runs probes, the longest unasked first, and skips what the budget forbids.

    A rule that alone costs more than the budget is asked less and less often.
    """

    def __init__(self, budget_s: float | None = BUDGET_S) -> None:
        self._budget_s = budget_s
        self.last_ms = 0.0
        self.slowed = False
        self._count = 0
        self._asked: dict[str, int] = {}
        self._pause: dict[str, int] = {}
        self._verdicts: dict[str, list[Held]] = {}

    def run(
        self, rules: Sequence[Rule], scene: Scene, failed: list[str]
    ) -> list[Held]:
        """The verdicts of all rules; of a skipped rule those of its last turn."""
        self._count += 1
        begin = time.perf_counter()
        skipped = 0
        for rule in sorted(rules, key=lambda rule: self._asked.get(rule.code, 0)):
            if not rule.probes:
                continue
            if self._is_late(begin) or self._pause.get(rule.code, 0) > self._count:
                skipped += 1
                continue
            self._ask(rule, scene, failed)
        self.last_ms = (time.perf_counter() - begin) * 1000
        self.slowed = skipped > 0
        kept = {rule.code for rule in rules}
        return [h for code, v in self._verdicts.items() if code in kept for h in v]

    def _is_late(self, begin: float) -> bool:
        spent = time.perf_counter() - begin
        return self._budget_s is not None and spent > self._budget_s

    def _ask(self, rule: Rule, scene: Scene, failed: list[str]) -> None:
        begin = time.perf_counter()
        try:
            self._verdicts[rule.code] = [
                Held(rule, verdict) for probe in rule.probes for verdict in probe(scene)
            ]
        except Exception as error:
            self._verdicts[rule.code] = []
            failed.append(f"{rule.code} ({type(error).__name__})")
        turns = int((time.perf_counter() - begin) / BUDGET_S)
        self._asked[rule.code] = self._count
        self._pause[rule.code] = self._count + 1 + 2 * turns if turns else 0
