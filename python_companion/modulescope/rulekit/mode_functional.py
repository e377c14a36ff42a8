"""Forward passes that ask for the mode themselves: `training=self.training`."""

from __future__ import annotations

import ast

from ..source.classes import ClassFacts, Method, reached_from
from ..source.conditions import UNKNOWN, literal
from ..source.frames import Frame
from ..source.modetable import DROPOUTS


def forward_methods(facts: ClassFacts) -> list[Method]:
    """What a forward pass runs, that of the bases included: `super().forward(x)`."""
    return [
        method
        for member in facts.family
        for _, method in reached_from(member, "forward")
    ]


def depends_in_forward(frame: Frame, facts: ClassFacts) -> bool | None:
    """Whether a forward pass reads `self.training` to compute something else."""
    methods = forward_methods(facts)
    verdict: bool | None = False
    for use in facts.all_uses("training"):
        if use.method not in methods:
            continue
        found = _matters(frame, facts, use.node)
        if found is True:
            return True
        verdict = None if found is None else verdict
    return verdict


def _matters(frame: Frame, facts: ClassFacts, node: ast.AST) -> bool | None:
    owner = next(m for m in facts.family if _is_in(m, node))
    for parent in owner.text.tree.ancestors(node):
        if isinstance(parent, ast.Call):
            return _drops(frame._replace(text=owner.text), parent)
        if isinstance(parent, (ast.If, ast.IfExp, ast.stmt)):
            # Recomputed activations are the same ones.
            return "checkpoint" not in ast.dump(getattr(parent, "test", parent))
    return True


def _is_in(facts: ClassFacts, node: ast.AST) -> bool:
    return facts.node in facts.text.tree.ancestors(node)


def _drops(frame: Frame, call: ast.Call) -> bool | None:
    """Whether a function that is told the mode drops anything."""
    if frame.text.callee(call) not in DROPOUTS:
        return True
    words = {item.arg: item.value for item in call.keywords}
    rate = call.args[1] if len(call.args) > 1 else words.get("p")
    value = 0.5 if rate is None else literal(frame, rate)
    return None if value is UNKNOWN else bool(value)
