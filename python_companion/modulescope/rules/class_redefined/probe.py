"""The live half: a class that the namespace knows under the same name, but newer."""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType
from typing import Any, NamedTuple

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


class _Older(NamedTuple):
    """A class that has a newer namesake, and the modules that are instances of it."""

    cls: type
    derived: type
    """The class of the first module: the same one, or one that derives from it."""
    fqns: list[str]


def _older(scene: Scene, model: Model) -> list[_Older]:
    """The older classes that a model's modules have or derive from."""
    found: dict[int, _Older] = {}
    olders: dict[int, type | None] = {}
    for node in model.nodes:
        cls = type(node.module)
        if id(cls) not in olders:
            olders[id(cls)] = _older_of(scene, cls)
        if (older := olders[id(cls)]) is not None:
            entry = found.setdefault(id(older), _Older(older, cls, []))
            entry.fqns.append(node.fqn)
    return list(found.values())


def _older_of(scene: Scene, cls: type) -> type | None:
    """The class itself, or the nearest of its bases, if its name has a newer one."""
    family = classes.mro(cls)
    known = {id(each) for each in family}
    for each in family:
        # `class Net(Net)` extends the older one on purpose.
        if _is_older(scene, each) and (
            each is cls or id(scene.current_classes[classes.name(each)]) not in known
        ):
            return each
    return None


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


def _verdict(scene: Scene, model: Model, found: list[_Older]) -> Verdict:
    cls, derived, fqns = found[0]
    name = classes.name(cls)
    newer = scene.current_classes[name]
    changed = any(
        not _same_code(entry.cls, scene.current_classes[classes.name(entry.cls)])
        for entry in found
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
        fixes=_fixes(scene, model, None if derived is cls else derived),
        cause=f"{model.name} {name}",
    )


def _which(model: Model, fqns: list[str]) -> str:
    return words.clean(words.path(model.name, fqns[0]))


def _evidence(
    scene: Scene, model: Model, found: list[_Older], changed: bool
) -> Iterator[str]:
    for cls, derived, fqns in found[:_MAX_LISTED]:
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
        if derived is not cls:
            yield f"{words.code(classes.name(derived))} still derives from it"
        if len(fqns) > 1:
            yield f"{words.count(len(fqns), 'module')} of it: {words.layers(fqns)}"
    if not changed:
        yield "the code is the same: only `isinstance` and pickling are affected"


def _cell(scene: Scene, cls: type) -> CellRef | None:
    """The cell whose run compiled a class; equal texts cannot be told apart."""
    runs = [r for r in scene.runs if r.file in class_files(cls)]
    return runs[-1].cell if runs else None


def _fixes(scene: Scene, model: Model, derived: type | None) -> tuple[Fix, ...]:
    """Running the cell again builds new weights: only where none were trained.

    The class that derives from an older one has to be defined again before.
    """
    bound = model.bound
    if bound is None or model.since.backward or model.since.changed:
        return ()
    needed = [bound.cell] if derived is None else [_cell(scene, derived), bound.cell]
    cells = list({cell.cell_id: cell for cell in needed if cell is not None}.values())
    names = [words.cell(cell) for cell in cells]
    if None in needed or not all(names) or any(c.cell_id is None for c in cells):
        return ()
    title = f"Re-run {words.form(len(names), 'cell')} {words.sentence(names)}"
    return (Fix(title, "run", run=tuple(cells)),)


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
