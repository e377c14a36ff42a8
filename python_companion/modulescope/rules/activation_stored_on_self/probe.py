"""The live half: attributes with a graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...objects import classes, graph, walk
from ...objects.containers import container_kind, held, plain
from ...rulekit import provenance, words
from ...rulekit.graph_leaks import lost_parameters
from ...rulekit.instances import instances
from ...rulekit.plain_tensors import PlainTensor, plain_tensors
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene, class_files
from . import RULE
from .stored import MEANT

_MAX_NODES = 10_000


@RULE.probe
def attributes_with_a_graph(scene: Scene) -> Iterator[Verdict]:
    """Confirms for each attribute that keeps a graph."""
    claimed = {claim.subject for claim in scene.claims.get(RULE.code, ())}
    seen: set[Subject] = set()
    for model in scene.models:
        for tensor in plain_tensors(model):
            subject = Subject("attr", tensor.owner_name, tensor.attr)
            if subject in seen:
                continue
            if not tensor.facts.has_grad_fn:
                if subject in claimed and model.since.backward:
                    files = class_files(tensor.owner)
                    yield Verdict(subject, "refuted", built_from=files)
            elif subject in claimed or _is_left_behind(scene, tensor):
                if not lost_parameters(scene, tensor):
                    seen.add(subject)
                    yield _verdict(
                        scene, model, tensor.node, subject, tensor.owner, [tensor.value]
                    )
    yield from _containers(scene)


def _containers(scene: Scene) -> Iterator[Verdict]:
    """Lists and dictionaries that the text adds activations to."""
    for found in instances(scene, RULE.code):
        subject = found.claim.subject
        value = plain(found.node.module).get(subject.name)
        if container_kind(value) is None:
            continue
        tensors = [
            item
            for item in held(value)
            if walk.is_tensor(item) and graph.grad_fn(item) is not None
        ]
        if tensors:
            yield _verdict(scene, found.model, found.node, subject, found.cls, tensors)


def _is_left_behind(scene: Scene, tensor: PlainTensor) -> bool:
    """Whether a forward pass set the attribute and nothing else wants its graph."""
    cls = type(tensor.node.module)
    readers = classes.loading_methods(cls, tensor.attr)
    return (
        bool(tensor.stored_by - {"__init__"})
        and not MEANT.search(tensor.attr)
        and tensor.facts.numel != 1
        and readers <= tensor.stored_by - {"__init__"}
        and not _is_read_by_cells(scene, tensor.attr)
    )


def _is_read_by_cells(scene: Scene, attr: str) -> bool:
    pattern = re.compile(rf"(?<!\bself)\.{re.escape(attr)}\b")
    return any(pattern.search(run.source) for run in scene.runs)


def _verdict(
    scene: Scene,
    model: Model,
    node: walk.Node,
    subject: Subject,
    owner: type,
    tensors: list[Any],
) -> Verdict:
    path = words.path(model.name, node.fqn)
    cell, range = provenance.attribute_range(scene, owner, subject.name)
    name = words.clean(f"{path}.{subject.name}")
    return Verdict(
        subject=subject,
        kind="confirmed",
        values={"owner": words.clean(path), "attr": words.clean(subject.name)},
        evidence=tuple(_evidence(name, tensors)),
        built_from=class_files(owner),
        object=f"{path}.{subject.name}",
        cell=cell,
        range=range,
        cause=f"{subject.owner}.{subject.name}",
    )


def _evidence(name: str, tensors: list[Any]) -> Iterator[str]:
    size = graph.measure(tensors, _MAX_NODES)
    nodes = words.nodes(size.num_nodes, size.capped)
    function = words.clean(classes.class_name(graph.grad_fn(tensors[-1])))
    if len(tensors) == 1:
        yield f"`{name}` has the `grad_fn` `{function}`; its graph has {nodes}"
    else:
        number = words.count(len(tensors), "tensor")
        yield f"`{name}` holds {number} with a graph of {nodes} in all"
    if size.freed:
        yield "a `backward()` has freed what the graph had saved"
    elif size.num_bytes:
        yield f"the graph keeps {words.size(size.num_bytes)} of activations"
