"""The live half: frozen parameters with a gradient that moved under an optimizer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...objects import walk
from ...objects.grads import grads, has_grad
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Optimizer, Scene
from . import RULE


@RULE.probe
def frozen_and_moving(scene: Scene) -> Iterator[Verdict]:
    """Confirms each model of which an optimizer moves frozen parameters."""
    for model in scene.models:
        if not model.since.frozen_moved:
            continue
        moved = {
            id(tensor): fqn
            for fqn, tensor, facts in model.parameter_facts
            if id(tensor) in model.since.frozen_moved
            and not facts.requires_grad
            and has_grad(tensor)
        }
        for optimizer in scene.optimizers:
            held = [id(tensor) for _, tensor in optimizer.parameters]
            found = [moved[ident] for ident in held if ident in moved]
            if found:
                yield _verdict(model, optimizer, found)


def _verdict(model: Model, optimizer: Optimizer, fqns: list[str]) -> Verdict:
    run = model.bound
    n = words.count(len(fqns), "frozen parameter")
    return Verdict(
        subject=Subject("name", optimizer.name, model.name),
        kind="confirmed",
        values={
            "path": words.clean(words.path(model.name, fqns[0])),
            "optimizer": words.clean(optimizer.name),
        },
        evidence=(
            f"{n} of {words.code(model.name)} changed while frozen: "
            f"{words.layers(fqns)}",
            f"each still has a `.grad`, and {words.code(optimizer.name)} holds it",
        ),
        object=model.name,
        cell=optimizer.bound.cell if optimizer.bound else (run.cell if run else None),
        range=provenance.name_range(optimizer.bound, optimizer.name),
        cause=f"{model.name} {optimizer.name}",
        when_gone=_stands_still(model.name, fqns),
    )


def _stands_still(name: str, fqns: list[str]) -> Callable[[Scene], str | None]:
    def sentence(scene: Scene) -> str | None:
        model = next((m for m in scene.models if m.name == name), None)
        tensors: dict[str, Any] = dict(model.parameters) if model else {}
        left = [tensors[fqn] for fqn in fqns if fqn in tensors]
        if not left or any(
            grad is not None or walk.tensor_facts(tensor) is None
            for tensor, grad in zip(left, grads(left), strict=True)
        ):
            return None
        return f"`{words.clean(name)}` has no old gradient left on frozen parameters."

    return sentence
