"""The live half: buffers with a `grad_fn`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import classes, graph, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene, class_files
from . import RULE

_MAX_NODES = 10_000


@RULE.probe
def buffers_with_a_graph(scene: Scene) -> Iterator[Verdict]:
    """Confirms for each buffer that hangs on a graph."""
    seen: set[tuple[int, str]] = set()
    claims = scene.claims.get(RULE.code, ())
    claimed = {c.subject for c in claims if c.subject.kind == "attr"}
    for model in scene.models:
        for node in model.nodes:
            for attr, buffer, kind in walk.own_tensors(node.module):
                if kind != "buffer":
                    continue
                owner = classes.registering_class(type(node.module), attr)
                facts = walk.tensor_facts(buffer)
                if facts is None or classes.is_library(owner):
                    continue
                subject = Subject("attr", classes.name(owner), attr)
                if not facts.has_grad_fn:
                    # Only a backward proves that a forward pass with grad has run.
                    if subject in claimed and model.since.backward:
                        yield Verdict(subject, "refuted", built_from=class_files(owner))
                elif (id(owner), attr) not in seen:
                    seen.add((id(owner), attr))
                    yield _verdict(scene, model, node, subject, owner, buffer)


def _verdict(
    scene: Scene,
    model: Model,
    node: walk.Node,
    subject: Subject,
    owner: type,
    buffer: Any,
) -> Verdict:
    size = graph.measure([buffer], _MAX_NODES)
    nodes = words.nodes(size.num_nodes, size.capped)
    path = words.path(model.name, node.fqn)
    name = words.clean(f"{path}.{subject.name}")
    function = words.clean(classes.class_name(graph.grad_fn(buffer)))
    evidence = [
        f"buffer `{name}` has the `grad_fn` `{function}`; its graph has {nodes}"
    ]
    if size.num_bytes:
        evidence.append(f"the graph keeps {words.size(size.num_bytes)} of tensors")
    elif size.freed:
        evidence.append("a `backward()` has freed this graph; the next one raises")
    cell, range = provenance.attribute_range(scene, owner, subject.name)
    return Verdict(
        subject=subject,
        kind="confirmed",
        values={
            "owner": words.clean(path),
            "attr": words.clean(subject.name),
            "nodes": nodes,
        },
        evidence=tuple(evidence),
        built_from=class_files(owner),
        object=f"{path}.{subject.name}",
        cell=cell,
        range=range,
        cause=f"{subject.owner}.{subject.name}",
    )
