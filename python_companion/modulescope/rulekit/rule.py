"""What a rule is: a static half, a live half, or both.

A rule's folder defines one `RULE`. Its static half turns the text of a cell into
`Claim`s; its live half (the probe) turns the live objects into `Verdict`s.
`checking/join.py` joins the two by their `Subject`. Both are defined in
`source.claims`, because a layer below makes them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..findings import CellRef, Fix, Place, Range, Severity
from ..source.claims import Claim, Subject

if TYPE_CHECKING:
    from ..session.scene import Scene
    from ..source.text import Text


@dataclass(frozen=True)
class Verdict:
    """What the live objects say of a subject.

    `built_from` names the code files (`__code__.co_filename`) of the class that was
    looked at: only an instance that was built from the text that was checked may
    speak for a claim. `cell` and `range` place a verdict that no claim places.
    """

    subject: Subject
    kind: Literal["confirmed", "refuted"]
    values: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    severity: Severity | None = None
    built_from: frozenset[str] = frozenset()
    object: str | None = None
    cell: CellRef | None = None
    range: Range | None = None
    affects: tuple[Place, ...] = ()
    related: tuple[Place, ...] = ()
    fixes: tuple[Fix, ...] = ()
    # Carries out the fix of kind `kernel`; returns what was done, as a sentence.
    action: Callable[[], str] | None = None
    # One key per root cause: equal keys become one finding.
    cause: str = ""
    # Said when this verdict is gone after a run: `model.parameters() now yields …`.
    # Called with the scene of that run; None says nothing beyond `NN102 is gone`.
    when_gone: Callable[[Scene], str | None] | None = None


__all__ = ["Claim", "Invalid", "Rule", "Subject", "Valid", "Verdict"]

Check = Callable[[Any, "Text"], Iterable[Claim]]
Probe = Callable[["Scene"], Iterable[Verdict]]


class StaticCheck(NamedTuple):
    """A check, and the nodes that it is asked about."""

    node_type: type[ast.AST]
    check: Check
    calls: frozenset[str] = frozenset()
    """For calls: the names that may be called, without what stands before the dot."""
    words: frozenset[str] = frozenset()
    """It is asked only in cells that use one of these names; empty: in all."""


@dataclass
class Rule:
    """One rule: its texts, its severity, and its two halves.

    `claim` and `message` are templates over the values of a `Claim` or `Verdict`:
    a fact of at most 90 characters with the user's own names, without the fix.
    `why` has at most two sentences, `advice` is the cure in one. `wasted` says that
    training has no effect while a live object confirms the rule: users are notified
    with its first line of evidence.
    """

    code: str
    name: str
    severity: Severity
    claim: str
    message: str
    why: str
    advice: str
    since: str
    static_severity: Severity | None = None
    default_on: bool = True
    consequence_of: tuple[str, ...] = ()
    """Codes of rules whose finding about the same object is the cause of this one."""
    wasted: bool = False
    checks: list[StaticCheck] = field(default_factory=list)
    probes: list[Probe] = field(default_factory=list)

    def on(
        self, *node_types: type[ast.AST], words: Iterable[str] = ()
    ) -> Callable[[Check], Check]:
        """Registers a static check for these node types.

        `words` are names or attributes without which a cell cannot have the bug: the
        check costs nothing where none of them is used.
        """

        def register(check: Check) -> Check:
            self.checks.extend(
                StaticCheck(node_type, check, words=frozenset(words))
                for node_type in node_types
            )
            return check

        return register

    def on_call(self, *names: str) -> Callable[[Check], Check]:
        """Registers a static check for calls of `name(…)` and `anything.name(…)`."""

        def register(check: Check) -> Check:
            self.checks.append(StaticCheck(ast.Call, check, calls=frozenset(names)))
            return check

        return register

    def probe(self, probe: Probe) -> Probe:
        """Registers the live half."""
        self.probes.append(probe)
        return probe


@dataclass(frozen=True)
class Valid:
    """A near miss that must stay silent; `why` names the false alarm it prevents.

    `code` is one cell, or several separated by a line `# %%`. With `live=True` the
    cells are also run in a real kernel, and the live half must stay silent too.
    `order` has the number of a cell for each run, oldest first; document order if it
    is empty.
    """

    code: str
    why: str
    live: bool = False
    order: tuple[int, ...] = ()


@dataclass(frozen=True)
class Invalid:
    """Code with the bug.

    `line` (from 1, in cell `cell`, from 0) is where the static half marks it; None
    if only the live half finds it. `live=True`: after the cells ran in a real
    kernel, the finding is LIVE. `fixed` is the text after the edit, if there is one.
    `twin` is the same without the bug: run, it has no live finding. `order` is that of
    `Valid`; it holds for the twin too.
    """

    code: str
    line: int | None = None
    cell: int = 0
    live: bool = False
    fixed: str | None = None
    twin: str | None = None
    order: tuple[int, ...] = ()
