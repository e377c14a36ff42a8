"""The live half: plain attributes that are leaves and require grad."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings import Severity
from ...live import origins, walk
from ...live.grads import has_grad
from ...live.plain_tensors import PASSES, PlainTensor, plain_tensors
from ...live.scene import Scene, class_files
from .. import places, words
from ..base import Subject, Verdict
from ..refuting import refuting_classes
from . import RULE


@RULE.probe
def trainable_attributes(scene: Scene) -> Iterator[Verdict]:
    """Confirms for each attribute that trains without being a parameter."""
    seen: set[tuple[int, str]] = set()
    for model in scene.models:
        for tensor in plain_tensors(model):
            if (
                not tensor.facts.requires_grad
                or tensor.facts.has_grad_fn
                or walk.is_parameter(tensor.value)
                # An input that a forward pass keeps to differentiate by is no state.
                or (tensor.stored_by and tensor.stored_by <= PASSES)
                or origins.is_cache(type(tensor.node.module), tensor.attr, PASSES)
                or (id(tensor.owner), tensor.attr) in seen
            ):
                continue
            seen.add((id(tensor.owner), tensor.attr))
            yield _verdict(scene, model.name, tensor)
    for subject, cls in refuting_classes(scene, RULE.code, "_parameters"):
        yield Verdict(subject, "refuted", built_from=class_files(cls))


def _verdict(scene: Scene, model: str, tensor: PlainTensor) -> Verdict:
    owner = words.path(model, tensor.node.fqn)
    cell, range = places.attribute_range(scene, tensor.owner, tensor.attr)
    name, root = words.clean(f"{owner}.{tensor.attr}"), words.clean(model)
    evidence = [
        f"`{name}` is a leaf tensor {words.shape(tensor.facts.shape)} that requires "
        f"grad; `{root}.parameters()` does not yield it"
    ]
    severity = None
    holders = [
        optimizer.name
        for optimizer in scene.optimizers
        if any(held is tensor.value for _, held in optimizer.parameters)
    ]
    if holders:
        severity = Severity.WARNING
        evidence.append(
            f"{words.listing(holders)} updates it, but `state_dict()` and `.to()` "
            "skip it"
        )
    elif scene.optimizers and has_grad(tensor.value):
        evidence.append("its `.grad` is set, but no optimizer holds it")
    return Verdict(
        subject=Subject("attr", tensor.owner_name, tensor.attr),
        kind="confirmed",
        values={"owner": words.clean(owner), "attr": words.clean(tensor.attr)},
        evidence=tuple(evidence),
        severity=severity,
        built_from=class_files(tensor.owner),
        object=f"{owner}.{tensor.attr}",
        cell=cell,
        range=range,
        cause=f"{tensor.owner_name}.{tensor.attr}",
    )
