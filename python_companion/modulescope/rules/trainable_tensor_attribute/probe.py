"""The live half: plain attributes that require grad, themselves or their source."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings import Severity
from ...objects import classes, walk
from ...objects.grads import has_grad
from ...rulekit import provenance, words
from ...rulekit.graph_leaks import lost_tensors
from ...rulekit.plain_tensors import PASSES, PlainTensor, plain_tensors
from ...rulekit.refuting import refuting_classes
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Scene, class_files
from . import RULE
from .buffers import confirmed_buffers
from .faults import BARE
from .listed import confirmed_containers


@RULE.probe
def trainable_attributes(scene: Scene) -> Iterator[Verdict]:
    """Confirms for each attribute that trains without being a parameter."""
    seen: set[tuple[int, str]] = set()
    for model in scene.models:
        for tensor in plain_tensors(model):
            if (id(tensor.owner), tensor.attr) in seen or not _trains(scene, tensor):
                continue
            seen.add((id(tensor.owner), tensor.attr))
            yield _verdict(scene, model.name, tensor)
    yield from confirmed_buffers(scene)
    yield from confirmed_containers(scene)
    for registry in ("_parameters", "_modules"):
        # A list that became an `nn.ParameterList` is a module.
        for subject, cls in refuting_classes(scene, RULE.code, registry):
            yield Verdict(subject, "refuted", built_from=class_files(cls))


def _trains(scene: Scene, tensor: PlainTensor) -> bool:
    """Whether it was meant to be a parameter."""
    if not tensor.facts.requires_grad or walk.is_parameter(tensor.value):
        return False
    if tensor.facts.has_grad_fn:
        return bool(lost_tensors(scene, tensor))
    # An input that a forward pass keeps to differentiate by is no state.
    return not (tensor.stored_by and tensor.stored_by <= PASSES) and not (
        classes.is_cache(type(tensor.node.module), tensor.attr, PASSES)
    )


def _verdict(scene: Scene, model: str, tensor: PlainTensor) -> Verdict:
    owner = words.path(model, tensor.node.fqn)
    cell, range = provenance.attribute_range(scene, tensor.owner, tensor.attr)
    name, root = words.clean(f"{owner}.{tensor.attr}"), words.clean(model)
    what = "computed from one" if tensor.facts.has_grad_fn else "a leaf tensor"
    evidence = [
        f"`{name}` is {what} {words.shape(tensor.facts.shape)} that requires "
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
        values={
            "owner": words.clean(owner),
            "attr": words.clean(tensor.attr),
            "fault": BARE,
        },
        evidence=tuple(evidence),
        severity=severity,
        built_from=class_files(tensor.owner),
        object=f"{owner}.{tensor.attr}",
        cell=cell,
        range=range,
        cause=f"{tensor.owner_name}.{tensor.attr}",
    )
