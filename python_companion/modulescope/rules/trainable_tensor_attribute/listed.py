"""What live containers of a module hold that is meant to train."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from typing import Any, NamedTuple

from ...findings import Severity
from ...objects import classes, metadata, walk
from ...rulekit import provenance, words
from ...rulekit.hidden import containers
from ...rulekit.plain_tensors import PASSES
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene, class_files
from .faults import container_fault


class Listed(NamedTuple):
    """The tensors of one container that train without being registered."""

    node: walk.Node
    attr: str
    kind: str
    owner: type
    tensors: list[Any]


def confirmed_containers(scene: Scene) -> Iterator[Verdict]:
    """Confirms for each container of parameters or trainable tensors."""
    known = {id(t) for model in scene.models for _, t in model.parameters}
    seen: set[tuple[int, str]] = set()
    for model in scene.models:
        for listed in _containers(model, known):
            key = id(listed.owner), listed.attr
            if key not in seen:
                seen.add(key)
                yield _verdict(scene, model, listed)


def _containers(model: Model, known: set[int]) -> Iterator[Listed]:
    for node, attr, kind, members in containers(model):
        tensors = {
            id(member.value): member.value
            for member in members
            if walk.is_tensor(member.value) and id(member.value) not in known
        }
        cls = type(node.module)
        found = _meant(cls, attr, [*tensors.values()]) if tensors else []
        owner = classes.storing_class(cls, attr) or cls
        if found and not classes.is_library(owner):
            yield Listed(node, attr, kind, owner, found)


def _meant(cls: type, attr: str, tensors: list[Any]) -> list[Any]:
    """Those that were meant to train: all parameters, else leaves that require grad."""
    if not classes.loading_methods(cls, attr) - {"__init__"}:
        # A copy that nothing computes with.
        return []
    parameters = [tensor for tensor in tensors if walk.is_parameter(tensor)]
    if parameters:
        return parameters
    if classes.storing_class(cls, attr) is None or classes.is_filled(cls, attr, PASSES):
        # Inputs that a pass or a user keeps to differentiate by are no state.
        return []
    return [tensor for tensor in tensors if _is_leaf_that_trains(tensor)]


def _is_leaf_that_trains(tensor: Any) -> bool:
    facts = walk.tensor_facts(tensor)
    return facts is not None and facts.requires_grad and not facts.has_grad_fn


def _verdict(scene: Scene, model: Model, listed: Listed) -> Verdict:
    path = words.path(model.name, listed.node.fqn)
    cell, range = provenance.attribute_range(scene, listed.owner, listed.attr)
    root, name = words.clean(model.name), words.clean(f"{path}.{listed.attr}")
    count, parameters = len(listed.tensors), walk.is_parameter(listed.tensors[0])
    severity, reason = _severity(scene, listed)
    what = words.count(count, "parameter" if parameters else "trainable tensor")
    return Verdict(
        subject=Subject("attr", classes.name(listed.owner), listed.attr),
        kind="confirmed",
        values={
            "owner": words.clean(path),
            "attr": words.clean(listed.attr),
            "fault": container_fault(listed.kind, parameters, count),
        },
        evidence=(
            f"`{name}` holds {what} with "
            f"{words.count(metadata.numel(listed.tensors), 'element')}; "
            f"`{root}.parameters()` does not yield {words.form(count, 'it', 'them')}",
            *reason,
        ),
        severity=severity,
        built_from=class_files(listed.owner),
        object=f"{path}.{listed.attr}",
        cell=cell,
        range=range,
        cause=f"{classes.name(listed.owner)}.{listed.attr}",
    )


def _severity(scene: Scene, listed: Listed) -> tuple[Severity | None, tuple[str, ...]]:
    """Lower where all are frozen, or where an optimizer was given them by hand."""
    trained = list(compress(listed.tensors, metadata.requires_grad(listed.tensors)))
    if not trained:
        return Severity.INFO, ("none of these requires grad",)
    for optimizer in scene.optimizers:
        stepped = {id(tensor) for _, tensor in optimizer.parameters}
        if all(id(tensor) in stepped for tensor in trained):
            them = words.form(len(trained), "it", "them")
            return Severity.WARNING, (
                f"{words.code(optimizer.name)} updates {them}, but `state_dict()` and "
                f"`.to()` skip {them}",
            )
    return None, ()
