"""The live half: a class that the namespace knows under the same name, but newer."""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType
from typing import Any

from ...findings import CellRef, Fix, Place, Severity
from ...objects import classes
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene, class_files
from . import RULE

_MAX_LISTED = 8


@RULE.probe
def older_instances(scene: Scene) -> Iterator[Verdict]:
    """Confirms each model that has modules of classes that were defined again."""
    for model in scene.models:
        found = _older(scene, model)
        if found:
            yield _verdict(scene, model, found)


_Older = list[tuple[type, list[str]]]


def _older(scene: Scene, model: Model) -> _Older:
    """The older classes of a model's modules, each with the fqns."""
    found: dict[int, tuple[type, list[str]]] = {}
    for node in model.nodes:
        cls = type(node.module)
        if id(cls) in found:
            found[id(cls)][1].append(node.fqn)
        elif _is_older(scene, cls):
            found[id(cls)] = (cls, [node.fqn])
    return list(found.values())


def _is_older(scene: Scene, cls: type) -> bool:
    name = classes.name(cls)
    newer = scene.current_classes.get(name)
    return (
        newer is not None
        and newer is not cls
        and all(classes.module_name(each) == "__main__" for each in (cls, newer))
        # What a function or a class body made has a longer name: it is no namesake.
        and all(classes.qualname(each) == name for each in (cls, newer))
    )


def _verdict(scene: Scene, model: Model, found: _Older) -> Verdict:
    cls, fqns = found[0]
    name = classes.name(cls)
    newer = scene.current_classes[name]
    changed = any(
        not _same_code(older, scene.current_classes[classes.name(older)])
        for older, _ in found
    )
    bound = model.bound
    place, span = provenance.class_range(scene, newer)
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={"variable": _which(model, fqns), "cls": words.clean(name)},
        evidence=tuple(_evidence(scene, model, found, changed)),
        severity=None if changed else Severity.HINT,
        object=model.name,
        cell=bound.cell if bound else None,
        range=provenance.name_range(bound, model.name),
        related=(
            (Place(place, span, f"{words.code(name)} was defined again here"),)
            if place is not None
            else ()
        ),
        fixes=_fixes(model),
        cause=f"{model.name} {name}",
    )


def _which(model: Model, fqns: list[str]) -> str:
    return words.clean(words.path(model.name, fqns[0]))


def _evidence(
    scene: Scene, model: Model, found: _Older, changed: bool
) -> Iterator[str]:
    for cls, fqns in found[:_MAX_LISTED]:
        name = words.code(classes.name(cls))
        newer = scene.current_classes[classes.name(cls)]
        built, now = words.cell(_cell(scene, cls)), words.cell(_cell(scene, newer))
        if built and now and built != now:
            yield (
                f"{words.code(_which(model, fqns))} has the {name} of {built}; "
                f"{now} defined it again"
            )
        else:
            yield (
                f"{words.code(_which(model, fqns))} has a {name} that is no longer "
                f"the {name} of the namespace"
            )
        if len(fqns) > 1:
            yield f"{words.count(len(fqns), 'module')} of it: {words.layers(fqns)}"
    if not changed:
        yield "the code is the same: only `isinstance` and pickling are affected"


def _cell(scene: Scene, cls: type) -> CellRef | None:
    """The cell whose run compiled a class; equal texts cannot be told apart."""
    runs = [r for r in scene.runs if r.file in class_files(cls)]
    return runs[-1].cell if runs else None


def _fixes(model: Model) -> tuple[Fix, ...]:
    """Running the cell again builds new weights: only where none were trained."""
    bound = model.bound
    if bound is None or not words.cell(bound.cell) or bound.cell.cell_id is None:
        return ()
    if model.since.backward or model.since.changed:
        return ()
    return (Fix(f"Re-run cell {words.cell(bound.cell)}", "run", run=(bound.cell,)),)


def _same_code(older: type, newer: type) -> bool:
    old, new = dict(classes.functions(older)), dict(classes.functions(newer))
    return old.keys() == new.keys() and all(
        _identity(old[name]) == _identity(new[name]) for name in old
    )


def _identity(code: CodeType) -> tuple[Any, ...]:
    constants = tuple(
        _identity(value) if type(value) is CodeType else repr(value)
        for value in code.co_consts
        # Constants are numbers, texts, tuples of them: nothing of the user's runs.
    )
    return code.co_code, code.co_names, code.co_varnames, constants
