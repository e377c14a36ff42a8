"""Which rules to ask, and which findings to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..findings import Finding, Severity
from ..rulekit.rule import Rule
from ..rules import all_rules
from ..session.mutes import Mutes
from .codes import all_notices

ALL = "ALL"


@dataclass(frozen=True)
class Wanted:
    """What one place of the configuration says; None where it leaves a thing open.

    Rules are named by code, by name, by the beginning of a code, or by `ALL`. A
    beginning means the rules that are on by default; a rule that is off by default
    is turned on by its own code or name, or by `ALL`.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    min_severity: Severity | None = None
    muted: tuple[str, ...] = ()
    """Off in addition, whatever another place selects: of one notebook or file."""
    enabled: tuple[str, ...] = ()
    """On in addition, although they are off by default or in a lower place."""

    def over(self, lower: Wanted) -> Wanted:
        """These settings, and where they are open those of a lower place."""
        return Wanted(
            self.select if self.select is not None else lower.select,
            self.ignore if self.ignore is not None else lower.ignore,
            self.min_severity or lower.min_severity,
            (*self.muted, *lower.muted),
            (*self.enabled, *lower.enabled),
        )

    def covers(self, rule: Rule) -> bool:
        """Whether a rule is on."""
        if any(names(word, rule) for word in self.muted):
            return False
        if any(names(word, rule) for word in self.enabled):
            return True
        if any(names(word, rule) for word in self.ignore or ()):
            return False
        if self.select is None:
            return rule.default_on
        return any(
            names(word, rule) and (rule.default_on or not _is_beginning(word))
            for word in self.select
        )

    def rules(self) -> list[Rule]:
        """The rules and notices that are on."""
        return [rule for rule in (*all_notices(), *all_rules()) if self.covers(rule)]

    def shows(self, finding: Finding) -> bool:
        """Whether a finding is severe enough."""
        least = self.min_severity or Severity.HINT
        return finding.severity.rank <= least.rank


def hides(mutes: Mutes, finding: Finding) -> bool:
    """Whether a notebook mutes a finding, or its rule."""
    return finding.id in mutes.ids or any(names(w, finding) for w in mutes.rules)


def names(word: str, rule: Rule | Finding) -> bool:
    """Whether a word means a rule, or that of a finding."""
    if word.upper() == ALL or word.lower() == rule.name:
        return True
    return word.upper().startswith("NN") and rule.code.startswith(word.upper())


def _is_beginning(word: str) -> bool:
    return word.upper().startswith("NN") and len(word) < len("NN102")


def unknown(words: Iterable[str]) -> list[str]:
    """The words that mean no rule."""
    rules = (*all_notices(), *all_rules())
    return [word for word in words if not any(names(word, rule) for rule in rules)]
