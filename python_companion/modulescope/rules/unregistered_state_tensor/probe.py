"""The live half: plain tensors that a module computes with."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings import Severity
from ...objects import walk
from ...rulekit import provenance, words
from ...rulekit.plain_tensors import (
    PlainTensor,
    is_other_device,
    is_state,
    parameter_device,
    plain_tensors,
)
from ...rulekit.refuting import refuting_classes
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene, class_files
from . import RULE


@RULE.probe
def unregistered_tensors(scene: Scene) -> Iterator[Verdict]:
    """Confirms for each attribute that `.to()` and `state_dict()` skip."""
    seen: set[tuple[int, str]] = set()
    for model in scene.models:
        for tensor in plain_tensors(model):
            if is_state(tensor) and (id(tensor.owner), tensor.attr) not in seen:
                seen.add((id(tensor.owner), tensor.attr))
                yield _verdict(scene, model, tensor)
    for subject, cls in refuting_classes(scene, RULE.code, "_buffers"):
        yield Verdict(subject, "refuted", built_from=class_files(cls))


def _verdict(scene: Scene, model: Model, tensor: PlainTensor) -> Verdict:
    owner = words.path(model.name, tensor.node.fqn)
    cell, range = provenance.attribute_range(scene, tensor.owner, tensor.attr)
    facts, name = tensor.facts, words.clean(f"{owner}.{tensor.attr}")
    evidence = [
        f"`{name}` is a {facts.dtype} tensor {words.shape(facts.shape)}, and neither "
        "a buffer nor a parameter"
    ]
    away = is_other_device(model, tensor)
    if away:
        device = parameter_device(model, tensor.node)
        evidence.append(f"it is on {facts.device}, the parameters are on {device}")
    return Verdict(
        subject=Subject("attr", tensor.owner_name, tensor.attr),
        kind="confirmed",
        values={
            "owner": words.clean(owner),
            "attr": words.clean(tensor.attr),
            "device": facts.device,
        },
        evidence=tuple(evidence),
        severity=Severity.ERROR if away and _meets_others(facts) else None,
        built_from=class_files(tensor.owner),
        object=f"{owner}.{tensor.attr}",
        cell=cell,
        range=range,
        cause=f"{tensor.owner_name}.{tensor.attr}",
    )


def _meets_others(facts: walk.TensorFacts) -> bool:
    """Whether an operation with another device would raise.

    An index may stay on the CPU on purpose.
    """
    return facts.dtype not in ("int64", "int32", "int16", "uint8", "bool")
