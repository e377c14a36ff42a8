"""The live half: batch norm layers that are frozen and in train mode."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import classes, metadata, raw, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene
from . import RULE

_BUFFERS = ("running_mean", "running_var", "num_batches_tracked")


@RULE.probe
def frozen_layers_in_train_mode(scene: Scene) -> Iterator[Verdict]:
    """Confirms for models that were trained so; refutes claims about others."""
    torch = raw.loaded_torch()
    if torch is None:
        return
    claimed = {claim.subject.name for claim in scene.claims.get(RULE.code, ())}
    for model in scene.models:
        norms = model.of_type(torch.nn.modules.batchnorm._BatchNorm)
        if not norms:
            continue
        flags = metadata.requires_grad(tensor for _, tensor in model.parameters)
        layers = [] if all(flags) else [n for n in norms if _updates(n.module)]
        files = provenance.files_with(scene, model.name)
        # Statistics that moved in a run without a backward may be meant (AdaBN).
        if layers and model.since.backward and not _are_copies(scene, model, layers):
            yield _verdict(scene, model, layers, files)
        elif not layers and model.name in claimed and model.since.backward:
            yield Verdict(Subject("name", "", model.name), "refuted", built_from=files)


def _updates(module: Any) -> bool:
    """Whether a layer has frozen parameters only, and gathers statistics."""
    attributes = raw.instance_dict(module)
    if attributes.get("training") is not True:
        return False
    if attributes.get("track_running_stats") is not True:
        return False
    # The running statistics are given a share of zero: they stay what they were.
    momentum = attributes.get("momentum")
    if classes.is_exactly(momentum, (int, float)) and momentum == 0:
        return False
    tensors = [t for _, t, kind in walk.own_tensors(module) if kind == "parameter"]
    return bool(tensors) and not any(metadata.requires_grad(tensors))


def _are_copies(scene: Scene, model: Model, layers: list[walk.Node]) -> bool:
    """Whether the frozen part is the copy of another one that trains, or is all.

    Its class is looked for above the layers: of the largest frozen module.
    """
    by_fqn = {node.fqn: node for node in model.nodes}
    top = _frozen_top(by_fqn, layers[0])
    if top.fqn == "":
        return True
    kind = type(top.module)
    size = len(walk.nodes(top.module)[0])
    return any(
        type(node.module) is kind
        and node.module is not top.module
        and len(walk.nodes(node.module)[0]) == size
        and size > 1
        and _has_trainable(node.module)
        for other in scene.models
        for node in other.of_type(kind)
    )


def _frozen_top(by_fqn: dict[str, walk.Node], node: walk.Node) -> walk.Node:
    while node.fqn:
        parent = by_fqn.get(node.fqn.rpartition(".")[0])
        if parent is None or _has_trainable(parent.module):
            break
        node = parent
    return node


def _has_trainable(module: Any) -> bool:
    return any(metadata.requires_grad(t for _, t in Model("", module).parameters))


def _verdict(
    scene: Scene, model: Model, layers: list[walk.Node], files: frozenset[str]
) -> Verdict:
    paths = [words.path(model.name, node.fqn) for node in layers]
    moved = [
        node
        for node in layers
        if any(f"{node.fqn}.{name}" in model.since.buffers_moved for name in _BUFFERS)
    ]
    count = words.count(len(layers), "frozen batch norm layer")
    evidence = [f"{count} in train mode: {words.listing(paths)}"]
    if moved:
        whose = f"the running statistics of {words.number(len(moved))} of them"
        if len(moved) == len(layers):
            whose = f"{words.form(len(layers), 'its', 'their')} running statistics"
        evidence.append(f"{whose} changed in the last run")
    run = provenance.last_run_with(scene, model.name.partition(".")[0], "train")
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={
            "model": words.clean(model.name),
            "layers": count,
            "keep": words.form(
                len(layers), "keeps changing its", "keep changing their"
            ),
        },
        evidence=tuple(evidence),
        built_from=files,
        object=model.name,
        cell=run.cell if run else None,
        cause=model.name,
    )
