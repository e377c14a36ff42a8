"""The live half: layers in eval mode in a model whose parameters changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import raw, walk
from ...rulekit import provenance, words
from ...rulekit.modes import is_training
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene
from . import RULE


@RULE.probe
def trained_in_eval_mode(scene: Scene) -> Iterator[Verdict]:
    """Confirms for models that the last run trained in eval mode."""
    torch = raw.loaded_torch()
    if torch is None or not scene.runs:
        return
    claimed = {claim.subject.name for claim in scene.claims.get(RULE.code, ())}
    last = scene.runs[-1]
    for model in scene.models:
        changed = last.number in model.since.changed_runs
        if not changed and model.name not in claimed:
            continue
        dropouts, norms = _layers(torch, model)
        root_trains = is_training(model.module)
        files = provenance.files_with(scene, model.name)
        if root_trains or not (dropouts or norms):
            if model.name in claimed and model.since.changed:
                subject = Subject("name", "", model.name)
                yield Verdict(subject, "refuted", built_from=files)
        elif _proven(model, norms, changed, last.source) or (
            model.name in claimed and model.since.changed
        ):
            yield _verdict(scene, model, dropouts, norms, files)


def _layers(torch: Any, model: Model) -> tuple[list[walk.Node], list[walk.Node]]:
    """Its dropout and batch norm layers; empty if one of them is in train mode."""
    nn = torch.nn
    dropouts = [
        node
        for node in model.of_type(nn.modules.dropout._DropoutNd)
        if raw.raw_number(node.module, "p")
    ]
    norms = [
        node
        for node in model.of_type(nn.modules.batchnorm._BatchNorm)
        if raw.raw_number(node.module, "track_running_stats")
    ]
    if any(is_training(node.module) for node in (*dropouts, *norms)):
        return [], []
    return dropouts, norms


def _proven(model: Model, norms: list[walk.Node], changed: bool, source: str) -> bool:
    """Whether a training run changed parameters and no running statistic.

    A model that is put in eval mode after its training has moved its statistics.
    """
    return (
        changed
        and bool(norms)
        and not model.since.buffers_moved
        and {"backward", "step"} <= provenance.words(source)
    )


def _verdict(
    scene: Scene,
    model: Model,
    dropouts: list[walk.Node],
    norms: list[walk.Node],
    files: frozenset[str],
) -> Verdict:
    layers = words.sentence(
        [
            words.count(len(found), f"{kind} layer")
            for found, kind in ((dropouts, "dropout"), (norms, "batch norm"))
            if found
        ]
    )
    evidence = [
        f"{words.code(model.name)}`.training` is False, and so it is in {layers}",
        "its parameters changed since they were first seen",
    ]
    if norms:
        evidence[1] = "its parameters changed in the last run, its running statistics "
        evidence[1] += "did not" if not model.since.buffers_moved else "did once"
    run = provenance.last_run_with(scene, model.name, "backward")
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={"model": words.clean(model.name), "layers": layers},
        evidence=tuple(evidence),
        built_from=files,
        object=model.name,
        cell=run.cell if run else None,
        cause=model.name,
    )
