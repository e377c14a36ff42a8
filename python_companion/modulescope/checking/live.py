"""`check()`: live findings about objects, in notebooks, scripts and tests."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ..objects import raw
from ..objects.frames import variables
from ..rulekit.rule import Rule
from ..rules import all_rules
from ..session.current import installed
from ..session.scene import Scene
from ..session.without_kernel import scene_of
from .codes import get_rule
from .join import Situation, join
from .report import Report
from .sweep import Sweep


def check(
    *objects: object,
    namespace: Mapping[str, object] | None = None,
    rules: Sequence[str] | None = None,
) -> Report:
    """Live findings about objects, or about the objects that names reach.

    Args:
        *objects: Modules and optimizers; none means the namespace.
        namespace: Names to look through; the caller's own if left out.
        rules: Codes or names of the rules to ask; all if left out.

    Returns:
        The report, worst first; empty where torch is not imported.

    Raises:
        ValueError: A code or name that is no rule.
    """
    chosen = _chosen(rules)
    if raw.loaded_torch() is None:
        return Report(())
    companion = installed()
    if not objects and namespace is None:
        if companion is not None:
            return _report(companion.session.scene(), chosen)
        namespace = sys._getframe(1).f_globals
    names = dict(namespace or {})
    if objects:
        frame = sys._getframe(1)
        names = {_name(item, i, frame): item for i, item in enumerate(objects)}
    if companion is not None:
        # It remembers what these objects went through.
        return _report(companion.session.scene(names=names), chosen)
    return _report(scene_of(names), chosen)


def _report(scene: Scene, rules: Sequence[Rule]) -> Report:
    failed: list[str] = []
    held = Sweep(budget_s=None).run(rules, scene, failed)
    findings = join(Situation(runs=scene.runs), (), held).findings
    return Report(tuple(findings), failed=tuple(failed))


def _chosen(rules: Sequence[str] | None) -> list[Rule]:
    if rules is None:
        return [rule for rule in all_rules() if rule.default_on]
    found = {name: get_rule(name) for name in rules}
    unknown = [name for name, rule in found.items() if rule is None]
    if unknown:
        raise ValueError(f"no such rule: {', '.join(unknown)}")
    return [rule for rule in found.values() if rule is not None]


def _name(item: object, index: int, frame: Any) -> str:
    """The caller's own name of an object, else its place in the call."""
    for name, value in (*variables(frame), *list(frame.f_globals.items())):
        if value is item and not name.startswith("_"):
            return str(name)
    return f"object{index + 1}"
