"""The live half: modules on which `Module.__init__` never ran."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import classes, raw, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene, class_files
from . import RULE


@RULE.probe
def half_built_modules(scene: Scene) -> Iterator[Verdict]:
    """Confirms for objects without `_parameters`, refutes for those that have it."""
    claims = scene.claims.get(RULE.code, ())
    claimed = {claim.subject.name: claim.subject for claim in claims}
    seen: set[int] = set()
    for path, module in _modules(scene):
        cls = type(module)
        if "_parameters" in raw.instance_dict(module):
            for base in classes.mro(cls) if claimed else ():
                if subject := claimed.get(classes.name(base)):
                    yield Verdict(subject, "refuted", built_from=class_files(base))
            continue
        blamed = _blamed(cls)
        if blamed is None or id(blamed) in seen:
            continue
        seen.add(id(blamed))
        yield _verdict(scene, path, module, blamed)


def _modules(scene: Scene) -> Iterator[tuple[str, Any]]:
    """All modules with their expressions, also such as no model could register."""
    seen: set[int] = set()
    roots = [(model.name, model.nodes) for model in scene.models]
    for name, value in scene.namespace.items():
        if walk.is_module(value) and not any(value is m.module for m in scene.models):
            roots.append((name, Model(name, value).nodes))
    for name, nodes in roots:
        for node in nodes:
            if id(node.module) not in seen:
                seen.add(id(node.module))
                yield words.path(name, node.fqn), node.module


def _blamed(cls: type) -> type | None:
    """The class whose own `__init__` calls no other `__init__`.

    None if there is none: then the object was made by `__new__` (a copy that is not
    finished), and nothing is wrong with the class.
    """
    for base in classes.mro(cls):
        if classes.is_library(base):
            return None
        code = dict(classes.functions(base)).get("__init__")
        if code is not None and "__init__" not in code.co_names:
            return base
    return None


def _verdict(scene: Scene, path: str, module: Any, blamed: type) -> Verdict:
    cell, range = provenance.class_range(scene, blamed)
    owner, cls = words.clean(path), words.clean(classes.name(blamed))
    attributes = [name for name in raw.instance_dict(module) if type(name) is str]
    evidence = [f"`{owner}` has no `_parameters` and no `_modules`"]
    if attributes:
        evidence.append(
            f"its own attributes are only {words.listing(attributes)}: "
            f"`{cls}.__init__` called no other `__init__`"
        )
    return Verdict(
        subject=Subject("class", "", classes.name(blamed)),
        kind="confirmed",
        values={"owner": owner, "cls": cls},
        evidence=tuple(evidence),
        built_from=class_files(blamed),
        object=path,
        cell=cell,
        range=range,
        cause=classes.name(blamed),
    )
