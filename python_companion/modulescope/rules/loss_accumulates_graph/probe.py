"""The live half: totals and lists of losses with a graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import classes, graph, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Scene
from . import RULE

_MAX_NODES = 10_000
_MAX_ITEMS = 1_000


@RULE.probe
def totals_with_a_graph(scene: Scene) -> Iterator[Verdict]:
    """Confirms and refutes claims about variables of the namespace."""
    subjects = {claim.subject for claim in scene.claims.get(RULE.code, ())}
    for subject in subjects:
        if subject.kind != "name" or subject.name not in scene.namespace:
            continue
        runs = [
            run for run in scene.runs if subject.name in provenance.words(run.source)
        ]
        files = frozenset(run.file for run in runs)
        tensors, others = _tensors(scene.namespace[subject.name])
        with_graph = [t for t in tensors if graph.grad_fn(t) is not None]
        if with_graph:
            yield _verdict(subject, with_graph, len(tensors), files)
        elif tensors or others:
            yield Verdict(subject, "refuted", built_from=files)


def _tensors(value: Any) -> tuple[list[Any], int]:
    """The tensors of a value or a list, and how many other items it has."""
    if walk.is_tensor(value):
        return [value], 0
    if type(value) is float:
        return [], 1
    if type(value) is dict:
        items = list(value.values())[:_MAX_ITEMS]
    elif type(value) is list:
        items = value[-_MAX_ITEMS:]
    else:
        return [], 0
    found = []
    for item in items:
        parts = item if classes.is_exactly(item, (tuple, list)) else [item]
        found += [part for part in parts if walk.is_tensor(part)]
    return found, len(items) - len(found)


def _verdict(
    subject: Subject, tensors: list[Any], total: int, files: frozenset[str]
) -> Verdict:
    size = graph.measure(tensors, _MAX_NODES)
    nodes = words.nodes(size.num_nodes, size.capped)
    name = words.code(subject.name)
    if total == 1:
        made_by = words.code(classes.class_name(graph.grad_fn(tensors[0])))
        evidence = [f"{name} has the `grad_fn` {made_by}; its graph has {nodes}"]
    else:
        evidence = [
            f"{words.number(len(tensors))} of {words.count(total, 'tensor')} in {name} "
            f"{words.form(len(tensors), 'has', 'have')} a `grad_fn`; together "
            f"{words.form(len(tensors), 'its graph has', 'their graphs have')} {nodes}"
        ]
    if size.num_bytes:
        evidence.append(f"the graphs keep {words.size(size.num_bytes)} of tensors")
    return Verdict(
        subject=subject,
        kind="confirmed",
        values={"total": words.clean(subject.name), "nodes": nodes},
        evidence=tuple(evidence),
        built_from=files,
        object=subject.name,
        cause=subject.name,
    )
