"""The live half: an optimizer whose model is frozen whole."""

from __future__ import annotations

from collections.abc import Iterator

from ...objects import metadata, raw, walk
from ...objects.grads import grads
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Optimizer, Scene
from . import RULE


@RULE.probe
def frozen_models_with_an_optimizer(scene: Scene) -> Iterator[Verdict]:
    """Confirms for models that were never trained, and cannot be."""
    for optimizer in scene.optimizers:
        tensors = [tensor for _, tensor in optimizer.parameters]
        if not tensors or any(metadata.requires_grad(tensors)) or _stepped(optimizer):
            continue
        held = {id(tensor) for tensor in tensors}
        for model in scene.models:
            own = [tensor for _, tensor in model.parameters]
            shared = sum(id(tensor) in held for tensor in own)
            if (
                shared
                and not any(metadata.requires_grad(own))
                and not (model.since.backward or model.since.changed)
            ):
                yield _verdict(optimizer, model, shared)
                break


def _stepped(optimizer: Optimizer) -> bool:
    """Whether it has state, or a gradient is left from a backward pass."""
    if raw.copy_dict(raw.instance_dict(optimizer.optimizer).get("state")):
        return True
    tensors = [tensor for _, tensor in optimizer.parameters]
    return any(
        grad is not None or walk.tensor_facts(tensor) is None
        for tensor, grad in zip(tensors, grads(tensors), strict=True)
    )


def _verdict(optimizer: Optimizer, model: Model, shared: int) -> Verdict:
    total, bound = len(model.parameters), optimizer.bound
    name = words.code(model.name)
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={
            "parameters": words.count(shared, "parameter"),
            "model": words.clean(model.name),
            "optimizer": words.clean(optimizer.name),
        },
        evidence=(
            f"0 of {words.count(total, 'parameter')} of {name} require grad",
            f"{words.code(optimizer.name)} holds {words.number(shared)} of "
            f"{words.form(total, 'it', 'them')} and "
            "has not stepped yet",
        ),
        object=model.name,
        cell=bound.cell if bound else None,
        range=provenance.name_range(bound, optimizer.name),
        cause=model.name,
    )
