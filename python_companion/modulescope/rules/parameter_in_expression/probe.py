"""The live half: plain tensors that were computed from lost parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import classes, graph, walk
from ...rulekit import provenance, words
from ...rulekit.graph_leaks import lost_parameters
from ...rulekit.plain_tensors import PlainTensor, plain_tensors
from ...rulekit.refuting import refuting_classes
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Scene, class_files
from . import RULE


@RULE.probe
def lost_in_expressions(scene: Scene) -> Iterator[Verdict]:
    """Confirms for each attribute that was computed from parameters nobody holds."""
    seen: set[tuple[int, str]] = set()
    for model in scene.models:
        for tensor in plain_tensors(model):
            if (id(tensor.owner), tensor.attr) in seen:
                continue
            if parameters := lost_parameters(scene, tensor):
                seen.add((id(tensor.owner), tensor.attr))
                yield _verdict(scene, model.name, tensor, parameters)
    for subject, cls in refuting_classes(scene, RULE.code, "_parameters"):
        yield Verdict(subject, "refuted", built_from=class_files(cls))


def _verdict(
    scene: Scene, model: str, tensor: PlainTensor, parameters: list[Any]
) -> Verdict:
    owner = words.path(model, tensor.node.fqn)
    name, root = words.clean(f"{owner}.{tensor.attr}"), words.clean(model)
    function = words.clean(classes.class_name(graph.grad_fn(tensor.value)))
    facts = [f for f in map(walk.tensor_facts, parameters) if f is not None]
    shapes = words.sentence([words.shape(fact.shape) for fact in facts[:3]])
    count = words.count(len(parameters), "parameter")
    cell, range = provenance.attribute_range(scene, tensor.owner, tensor.attr)
    return Verdict(
        subject=Subject("attr", tensor.owner_name, tensor.attr),
        kind="confirmed",
        values={"owner": words.clean(owner), "attr": words.clean(tensor.attr)},
        evidence=(
            f"`{name}` has the `grad_fn` `{function}`; `{root}.parameters()` does not "
            "yield it",
            f"it was computed from {count} {shapes} that no module holds",
        ),
        built_from=class_files(tensor.owner),
        object=f"{owner}.{tensor.attr}",
        cell=cell,
        range=range,
        cause=f"{tensor.owner_name}.{tensor.attr}",
    )
