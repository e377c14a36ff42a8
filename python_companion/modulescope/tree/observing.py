"""What filters and health of a tree may know beside its structure."""

from __future__ import annotations

from typing import Any

from ..checking.codes import closest_rule, get_rule
from ..initial.report import report
from ..render.numbers import several
from ..session.chosen import owner
from ..session.scene import Model, Scene
from .filters import RuleWords
from .observations import Gradients, Inits, Seen, left, recorded

_BUSY = 'Filter "{}" can be answered when the kernel is idle.'
_INIT_BUDGET_S = 1.0


def _code(word: str) -> str | None:
    rule = get_rule(word)
    return rule.code if rule else None


RULE_WORDS = RuleWords(_code, closest_rule)
"""What `rule:` in a filter knows: the rules are loaded when one is asked for."""


def what_is_seen(scene: Scene, module: Any, busy: bool = False) -> Seen:
    """Reads nothing by itself; what needs data is read when a filter asks for it.

    Args:
        scene: The live objects of now.
        module: The root of the tree.
        busy: A cell runs in another thread, so data may be changing.
    """
    model = next((m for m in scene.models if m.module is module), None)
    return Seen(
        lambda: _gradients(model, module, busy),
        lambda: _inits(scene, module, busy),
    )


def _gradients(model: Model | None, module: Any, busy: bool) -> Gradients:
    """The last step of a watch, else what the last backward left."""
    if model is not None and model.recording is not None:
        return recorded(model.recording.history)
    if busy:
        return Gradients({}, _BUSY.format("grad:"))
    return left(module)


def _inits(scene: Scene, module: Any, busy: bool) -> Inits:
    if busy:
        return Inits({}, _BUSY.format("init:"))
    model, fqn = owner(scene, module)
    found = report(scene, model, fqn, budget_s=_INIT_BUDGET_S)
    factors: dict[str, float] = {}
    for row in found.rows:
        # Of a few elements no scale can be told.
        if row.ratio and row.verdict != "unknown":
            name = row.fqn[len(fqn) :].lstrip(".")
            factor = max(row.ratio, 1 / row.ratio)
            factors[name] = max(factor, factors.get(name, 1.0))
    unread = several(found.left_out, "parameter was", "parameters were")
    return Inits(factors, f"{unread} not read." if found.left_out else "")
