"""The live half: trainable parameters that no optimizer of a covered model holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import compress
from typing import Any

from ...findings import CellRef, Fix, Place, Range, Severity
from ...objects import metadata
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Optimizer, Scene
from . import RULE


@RULE.probe
def uncovered_parameters(scene: Scene) -> Iterator[Verdict]:
    """Confirms for models that optimizers cover in part, refutes for covered ones."""
    held = {id(t) for opt in scene.optimizers for _, t in opt.parameters}
    if not held:
        return
    claimed = {claim.subject.name for claim in scene.claims.get(RULE.code, ())}
    for model in scene.models:
        trainable = _trainable(model)
        missing = [entry for entry in trainable if id(entry[1]) not in held]
        if not trainable or len(missing) == len(trainable):
            continue
        if missing:
            yield _verdict(scene, model, trainable, missing)
        elif model.name in claimed:
            subject = Subject("name", "", model.name)
            yield Verdict(
                subject, "refuted", built_from=provenance.files_with(scene, model.name)
            )


def _trainable(model: Model) -> list[tuple[str, Any]]:
    flags = metadata.requires_grad(tensor for _, tensor in model.parameters)
    return list(compress(model.parameters, flags))


def _verdict(
    scene: Scene,
    model: Model,
    trainable: list[tuple[str, Any]],
    missing: list[tuple[str, Any]],
) -> Verdict:
    own = {id(tensor) for _, tensor in trainable}
    covering = [
        optimizer
        for optimizer in scene.optimizers
        if any(id(tensor) in own for _, tensor in optimizer.parameters)
    ]
    optimizer = covering[0]
    assigned = None
    if optimizer.bound is not None:
        paths = {words.path(model.name, fqn.rpartition(".")[0]) for fqn, _ in missing}
        assigned = provenance.stored_range(scene, paths, optimizer.bound.number)
    cell, range = assigned or _optimizer_place(optimizer)
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={
            "parameters": words.count(len(missing), "trainable parameter"),
            "are": words.form(len(missing), "is", "are"),
            "model": words.clean(model.name),
            "optimizer": words.clean(optimizer.name),
        },
        evidence=tuple(_evidence(scene, model, covering, trainable, missing)),
        severity=_severity(trainable, missing),
        built_from=provenance.files_with(scene, model.name),
        object=model.name,
        cell=cell,
        range=range,
        related=_related(optimizer) if assigned else (),
        fixes=_fixes(optimizer, model),
        cause=model.name,
        when_gone=_now_held(model.name, len(missing)),
    )


def _evidence(
    scene: Scene,
    model: Model,
    covering: list[Optimizer],
    trainable: list[tuple[str, Any]],
    missing: list[tuple[str, Any]],
) -> Iterator[str]:
    covered = words.number(len(trainable) - len(missing))
    names = words.listing(optimizer.name for optimizer in covering)
    verb = words.form(len(covering), "holds", "hold")
    yield (
        f"{names} {verb} {covered} of "
        f"{words.count(len(trainable), 'trainable parameter')} of "
        f"{words.code(model.name)}"
    )
    missing_names = words.listing(fqn for fqn, _ in missing)
    numel = _numel(missing)
    elements = f"{words.total(numel)} {words.form(numel, 'element')}"
    yield f"in no optimizer: {missing_names} ({elements})"
    alive = {id(t) for other in scene.models for _, t in other.parameters}
    for optimizer in covering:
        gone = {id(t) for _, t in optimizer.parameters if id(t) not in alive}
        if gone:
            yield (
                f"{words.code(optimizer.name)} also holds "
                f"{words.count(len(gone), 'tensor')} that no model has"
            )


def _numel(entries: list[tuple[str, Any]]) -> int:
    return metadata.numel(tensor for _, tensor in entries)


def _severity(
    trainable: list[tuple[str, Any]], missing: list[tuple[str, Any]]
) -> Severity | None:
    """With less than half covered, the rest may be left out on purpose."""
    if 2 * _numel(missing) > _numel(trainable):
        return Severity.WARNING
    return None


def _optimizer_place(optimizer: Optimizer) -> tuple[CellRef | None, Range | None]:
    bound = optimizer.bound
    if bound is None:
        return None, None
    return bound.cell, provenance.name_range(bound, optimizer.name)


def _related(optimizer: Optimizer) -> tuple[Place, ...]:
    cell, range = _optimizer_place(optimizer)
    if cell is None:
        return ()
    note = f"{words.code(optimizer.name)} was built here, before this layer"
    return (Place(cell, range, note),)


def _fixes(optimizer: Optimizer, model: Model) -> tuple[Fix, ...]:
    built, bound = optimizer.bound, model.bound
    if built is None or built.cell.cell_id is None or not words.cell(built.cell):
        return ()
    if bound and bound.cell.cell_id == built.cell.cell_id:
        # That cell would build the model again, too, without the new layer.
        return ()
    return (Fix(f"Re-run cell {words.cell(built.cell)}", "run", run=(built.cell,)),)


def _now_held(name: str, before: int) -> Callable[[Scene], str | None]:
    def sentence(scene: Scene) -> str | None:
        model = next((m for m in scene.models if m.name == name), None)
        if model is None:
            return None
        held = {id(t) for opt in scene.optimizers for _, t in opt.parameters}
        trainable = _trainable(model)
        if not trainable or any(id(tensor) not in held for _, tensor in trainable):
            return None
        what = words.form(
            len(trainable),
            "The trainable parameter of `{}` is",
            f"All {words.number(len(trainable))} trainable parameters of `{{}}` are",
        )
        return (
            f"{what.format(name)} in an optimizer now "
            f"({words.count(before, 'was', 'were')} not)."
        )

    return sentence
