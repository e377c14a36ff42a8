"""The live half: an optimizer whose tensors belong to no model that is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from ...findings import Fix, Place
from ...objects import walk
from ...objects.containers import held
from ...rulekit import provenance, words
from ...rulekit.hidden import hidden_modules, parameters_below
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Optimizer, Run, Scene
from . import RULE
from .reach import steps_with

_AFFECTED = "training loop"


@RULE.probe
def stale_optimizers(scene: Scene) -> Iterator[Verdict]:
    """Confirms where a trained model stands still beside an optimizer of an older one.

    An optimizer without a living model is not enough: it may belong to a pair, to
    raw tensors, or to a model that a function keeps. The named model must also have
    been through `backward()` while none of its tensors changed.
    """
    still = [model for model in scene.models if _stands_still(scene, model)]
    if not still:
        return
    reachable = _reachable_tensors(scene)
    for optimizer in scene.optimizers:
        tensors = _unique(tensor for _, tensor in optimizer.parameters)
        if (
            tensors
            and all(walk.is_parameter(tensor) for tensor in tensors)
            and not _is_reachable(tensors, reachable)
            and (model := _successor(scene, optimizer, tensors, still))
        ):
            yield _verdict(scene, optimizer, model, len(tensors))


def _stands_still(scene: Scene, model: Model) -> bool:
    """Whether backwards ran, but nothing changed the model from the first one on."""
    backwards = _backwards(model)
    if not backwards or any(run >= backwards[0] for run in model.since.changed_runs):
        return False
    # Another optimizer that holds it may have a learning rate of zero.
    own = {id(tensor) for _, tensor in model.parameters}
    return not any(
        id(tensor) in own for opt in scene.optimizers for _, tensor in opt.parameters
    )


def _backwards(model: Model) -> list[int]:
    """The runs with a backward from the one on that made the model.

    That one counts only if it is known that nothing changed the model in it: it was
    there before, under another name, or is as its constructor left it.
    """
    if model.bound is None:
        return []
    was_there = model.seen is not None and model.seen < model.bound.number
    first = model.bound.number + (0 if was_there or model.since.as_built else 1)
    return [run for run in model.since.backward_runs if run >= first]


def _unique(tensors: Any) -> list[Any]:
    return list({id(tensor): tensor for tensor in tensors}.values())


def _is_reachable(tensors: list[Any], reachable: set[int]) -> bool:
    """Whether most of them are: a loop leaves its `p` or `layer` behind."""
    return 2 * sum(id(tensor) in reachable for tensor in tensors) > len(tensors)


def _reachable_tensors(scene: Scene) -> set[int]:
    """The tensors of every module and of every name that the user can reach."""
    found: set[int] = set()
    for model in scene.models:
        found.update(id(tensor) for _, tensor in model.parameters)
        for hidden in hidden_modules(model):
            found.update(map(id, parameters_below(hidden.modules)))
    for value in scene.namespace.values():
        for item in (value, *held(value)):
            if walk.is_tensor(item):
                found.add(id(item))
            elif walk.is_module(item):
                found.update(map(id, parameters_below((item,))))
    return found


def _successor(
    scene: Scene, optimizer: Optimizer, tensors: list[Any], still: list[Model]
) -> Model | None:
    """The model that the user means the optimizer to update; None: not certain.

    A training run must use the optimizer without training what it holds, and the
    optimizer must be made from this model's name or hold tensors of the same shapes.
    """
    for model in still:
        if not _trains_with(scene, model, optimizer):
            continue
        named = optimizer.bound and _first(model.name) in provenance.words(
            optimizer.bound.source
        )
        if named or _alike(tensors, [tensor for _, tensor in model.parameters]):
            return model
    return None


def _first(name: str) -> str:
    return name.split(".")[0].split("[")[0]


def _trains_with(scene: Scene, model: Model, optimizer: Optimizer) -> bool:
    """Whether a run with a backward uses the optimizer, and none trains its tensors."""
    numbers = set(_backwards(model))
    if any(run >= min(numbers) for run in optimizer.outside.trained):
        # It belongs to a model that is out of sight.
        return False
    if not numbers.isdisjoint(optimizer.outside.touched):
        return True
    runs = [run for run in scene.runs if run.number in numbers]
    return any(steps_with(scene, run, optimizer.name) for run in runs)


def _alike(held_tensors: list[Any], own: list[Any]) -> bool:
    """Whether at least half of the tensors have a twin of the same shape."""
    shapes = Counter(fact.shape for fact in map(walk.tensor_facts, own) if fact)
    common = 0
    for fact in map(walk.tensor_facts, held_tensors):
        if fact and shapes[fact.shape] > 0:
            shapes[fact.shape] -= 1
            common += 1
    return 2 * common >= len(held_tensors)


def _verdict(scene: Scene, optimizer: Optimizer, model: Model, n: int) -> Verdict:
    backward_runs = [r for r in scene.runs if r.number in set(_backwards(model))]
    bound = optimizer.bound
    return Verdict(
        subject=Subject("name", "", optimizer.name),
        kind="confirmed",
        values={
            "optimizer": words.clean(optimizer.name),
            "model": words.clean(model.name),
            "n": words.number(n),
            "k": 0,
        },
        evidence=tuple(_evidence(optimizer, model, n, backward_runs)),
        object=optimizer.name,
        cell=bound.cell if bound else None,
        range=provenance.name_range(bound, optimizer.name),
        affects=tuple(
            Place(
                run.cell,
                provenance.method_range(run, optimizer.name, "step"),
                _AFFECTED,
            )
            for run in provenance.latest_of_cells(backward_runs)
        ),
        related=_related(model, bound),
        fixes=_fixes(optimizer, model, backward_runs),
        cause=optimizer.name,
        when_gone=_now_holds(optimizer.name, model.name),
    )


def _evidence(
    optimizer: Optimizer, model: Model, n: int, backward_runs: list[Run]
) -> Iterator[str]:
    opt, name = words.code(optimizer.name), words.code(model.name)
    yield f"{opt} holds {words.count(n, 'tensor')}, 0 of which belong to {name}"
    built, bound = optimizer.bound, model.bound
    if built and bound and words.cell(built.cell) and words.cell(bound.cell):
        if bound.number > built.number:
            yield (
                f"{name} was rebuilt in {words.cell(bound.cell)}; "
                f"{opt} was built in {words.cell(built.cell)}"
            )
        elif bound.number == built.number:
            yield f"{opt} and {name} were both built in {words.cell(bound.cell)}"
    cells = [words.cell(run.cell) for run in provenance.latest_of_cells(backward_runs)]
    if all(cells) and cells:
        total = words.count(len(model.parameters), "parameter")
        yield (
            f"`backward()` ran in {words.sentence(cells[-3:])}: "
            f"0 of {total} of {name} changed"
        )


def _related(model: Model, built: Run | None) -> tuple[Place, ...]:
    bound = model.bound
    if bound is None or built is None or bound.number <= built.number:
        return ()
    note = f"{words.code(model.name)} was rebuilt here, after the optimizer"
    return (Place(bound.cell, provenance.name_range(bound, model.name), note),)


def _fixes(
    optimizer: Optimizer, model: Model, backward_runs: list[Run]
) -> tuple[Fix, ...]:
    """Re-running the optimizer's cell helps unless a run rebuilds the model as well."""
    built, bound = optimizer.bound, model.bound
    if built is None or built.cell.cell_id is None or not words.cell(built.cell):
        return ()
    if bound and bound.cell.cell_id == built.cell.cell_id:
        return ()
    if bound and any(run.number == bound.number for run in backward_runs):
        return ()
    title = f"Re-run cell {words.cell(built.cell)}"
    return (Fix(title, "run", run=(built.cell,)),)


def _now_holds(optimizer: str, model: str) -> Callable[[Scene], str | None]:
    def sentence(scene: Scene) -> str | None:
        held_by = next((o for o in scene.optimizers if o.name == optimizer), None)
        owner = next((m for m in scene.models if m.name == model), None)
        if held_by is None or owner is None:
            return None
        ids = {id(tensor) for _, tensor in held_by.parameters}
        held_now = sum(id(tensor) in ids for _, tensor in owner.parameters)
        if not held_now:
            return None
        total = words.count(len(owner.parameters), "parameter")
        return (
            f"`{optimizer}` now holds {words.number(held_now)} of {total} of "
            f"`{model}` (was 0)."
        )

    return sentence
