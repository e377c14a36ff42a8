"""The live half: a model without a name, and what still refers to it."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from ...findings import Fix
from ...objects import raw, walk
from ...objects.grads import Moving, has_grad
from ...rulekit import words
from ...rulekit.rule import Subject, Verdict
from ...session import kept_alive
from ...session.scene import Model, Optimizer, Scene
from . import RULE
from .results import leaves_of_results, placed

# Less than that is not missed.
_LEAST_BYTES = 10_000_000
_LET_GO = Fix(
    "Let go of the old model",
    "kernel",
    confirm=(
        "This clears the outputs and the last traceback that hold the old model; "
        "`%debug` cannot look into that error any more."
    ),
)


@RULE.probe
def kept_models(scene: Scene) -> Iterator[Verdict]:
    """Confirms models that live on in `Out`, the last traceback or an exception."""
    for kept in scene.kept:
        num_bytes = _module_bytes(kept.module)
        if num_bytes < _LEAST_BYTES:
            continue
        errors = [f"an exception in {words.code(name)}" for name in kept.errors]
        keepers = words.sentence([*map(_quoted, kept.by), *errors])
        verdict = _verdict(
            kept.past,
            num_bytes,
            keepers,
            f"it is reached by no variable; {keepers} refers to it",
        )
        if kept.errors:
            # What the user keeps is not ours to clear.
            yield placed(scene, kept.errors[0], verdict)
        else:
            yield replace(
                verdict,
                fixes=(_LET_GO,),
                action=_release(scene.shell, weakref.ref(kept.module), num_bytes),
            )


@RULE.probe
def kept_graphs(scene: Scene) -> Iterator[Verdict]:
    """Confirms containers with results whose graphs hold the parameters of one."""
    if not scene.past:
        return
    live = {id(tensor) for model in scene.models for _, tensor in model.parameters}
    for name, leaves in leaves_of_results(scene):
        lost = {ident: leaf for ident, leaf in leaves.items() if ident not in live}
        num_bytes = sum(map(_tensor_bytes, lost.values()))
        if num_bytes < _LEAST_BYTES:
            continue
        for entry in reversed(scene.past):
            if lost.keys() <= set(entry.parameters):
                keepers = f"the graphs of results in {words.code(name)}"
                n = words.count(len(lost), "parameter")
                evidence = f"they end in {n} of it, with their gradients"
                yield placed(scene, name, _verdict(entry, num_bytes, keepers, evidence))
                break


@RULE.probe
def kept_parameters(scene: Scene) -> Iterator[Verdict]:
    """Confirms optimizers that hold the parameters of a deleted model."""
    if not scene.past or not scene.optimizers:
        return
    live = {id(tensor) for model in scene.models for _, tensor in model.parameters}
    for entry in scene.past:
        ids = frozenset(entry.parameters) - live
        if not ids or entry.name in scene.namespace:
            continue
        for optimizer in scene.optimizers:
            held = _held(optimizer, entry, ids)
            num_bytes = _optimizer_bytes(optimizer, held)
            if num_bytes < _LEAST_BYTES:
                continue
            name = words.code(optimizer.name)
            yield _verdict(
                entry,
                num_bytes,
                name,
                f"{name} holds {words.count(len(held), 'parameter')} of it, with "
                "gradients and optimizer state",
            )


def _held(
    optimizer: Optimizer, entry: kept_alive.Past, ids: frozenset[int]
) -> list[Any]:
    """Its tensors that were the model's; it must be as old, for ids are used again."""
    if optimizer.bound is None or optimizer.bound.number > entry.run:
        return []
    return [tensor for _, tensor in optimizer.parameters if id(tensor) in ids]


def _verdict(
    entry: kept_alive.Past,
    num_bytes: int,
    keepers: str,
    evidence: str,
) -> Verdict:
    return Verdict(
        subject=Subject("name", entry.cls, entry.name),
        kind="confirmed",
        values={
            "name": words.clean(entry.name),
            "cls": words.clean(entry.cls),
            "size": words.size(num_bytes),
            "keeper": keepers,
        },
        evidence=(
            f"an old {words.code(entry.cls)} with {words.size(num_bytes)} is alive",
            evidence,
        ),
        cause=f"{entry.name} {keepers}",
    )


def _quoted(keeper: str) -> str:
    return words.code(keeper) if keeper.startswith("Out[") else keeper


def _release(
    shell: Any, reference: weakref.ref[Any], num_bytes: int
) -> Callable[[], str]:
    def release() -> str:
        module = reference()
        if module is None:
            return "The old model was already gone. Nothing was changed."
        kept_alive.forget(shell, module)
        return f"Let go of an old model of {words.size(num_bytes)}."

    return release


def _module_bytes(module: Any) -> int:
    model = Model("", module)
    tensors = [tensor for _, tensor in (*model.parameters, *model.buffers)]
    return sum(map(_tensor_bytes, tensors))


def _optimizer_bytes(optimizer: Optimizer, tensors: list[Any]) -> int:
    state = raw.instance_dict(optimizer.optimizer).get("state")
    by_id = {id(tensor): entry for tensor, entry in raw.dict_items(state)}
    return sum(
        _tensor_bytes(tensor)
        + sum(
            _tensor_bytes(value)
            for _, value in raw.dict_items(by_id.get(id(tensor)))
            if walk.is_tensor(value)
        )
        for tensor in tensors
    )


def _tensor_bytes(tensor: Any) -> int:
    """With its gradient, which has the same shape and dtype, where it can be read."""
    facts = walk.tensor_facts(tensor)
    if facts is None or facts.device_type == "meta":
        return 0
    try:
        tensors = 2 if has_grad(tensor) else 1
    except Moving:
        tensors = 1
    return facts.numel * facts.itemsize * tensors
