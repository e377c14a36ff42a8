"""`tree(model)`: a module tree that can also be asked for gradients and findings."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

from ..checking.sweep import Sweep
from ..rules import all_rules
from ..session.current import installed
from ..session.scene import Scene
from ..session.without_kernel import scene_of
from .locate import mark
from .observations import Seen
from .observing import RULE_WORDS, what_is_seen
from .rows import Outline
from .tree import ModuleTree
from .tree import tree as module_tree

_NAME = "model"


def tree(model: object) -> ModuleTree:
    """Reads the module tree of a model, without running any of its code.

    Returns:
        Rows and totals of this moment. For what is no module, `is_module` is False.
    """
    found = module_tree(model)
    if found.is_module:
        found.ask = _asking(weakref.ref(model))
        found.rules = RULE_WORDS
    return found


def _asking(
    reference: Callable[[], Any],
) -> Callable[[Outline, frozenset[str]], Seen]:
    def ask(outline: Outline, words: frozenset[str]) -> Seen:
        module = reference()
        if module is None or not words & {"grad", "init", "rule"}:
            return Seen()
        companion, names = installed(), {_NAME: module}
        scene = companion.session.scene(names=names) if companion else scene_of(names)
        if "rule" in words:
            mark(outline, _NAME, _findings(scene))
        return what_is_seen(scene, module)

    return ask


def _findings(scene: Scene) -> dict[str, list[str]]:
    """The codes of the rules that object to something, by its expression."""
    found: dict[str, list[str]] = {}
    rules = [rule for rule in all_rules() if rule.default_on]
    for held in Sweep(budget_s=None).run(rules, scene, []):
        if held.verdict.object:
            found.setdefault(held.verdict.object, []).append(held.rule.code)
    return found
