"""The live half: unreached parameters below a wrapper that waits for all of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from ...objects import classes, raw
from ...recording.readings import NOT_REACHED, State
from ...rulekit import provenance, recorded, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene
from . import RULE


@RULE.probe
def waiting_models(scene: Scene) -> Iterator[Verdict]:
    """Confirms wrapped models of which a recorded backward missed a part."""
    parallel = sys.modules.get("torch.nn.parallel.distributed")
    if parallel is None:
        return
    wrapper = parallel.DistributedDataParallel
    for model in scene.models:
        if classes.derives(type(model.module), wrapper) and _waits(model):
            missing = _missing(model)
            if missing:
                yield _verdict(scene, model, missing)


def _waits(model: Model) -> bool:
    attributes = raw.instance_dict(model.module)
    return (
        attributes.get("find_unused_parameters") is False
        and attributes.get("static_graph") is False
    )


def _missing(model: Model) -> list[str]:
    """The parameters without a gradient in the last recorded step."""
    recording = model.recording
    if recording is None or not recording.history.columns:
        return []
    states = recording.history.states[-1]
    if not (states == State.VALUE).any():
        return []
    return [
        fqn
        for fqn, state in zip(recording.history.fqns, states, strict=True)
        if state in NOT_REACHED
    ]


def _verdict(scene: Scene, model: Model, fqns: list[str]) -> Verdict:
    run = recorded.run_of(scene, model)
    bound = model.bound
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={
            "n": words.count(len(fqns), "parameter"),
            "model": words.clean(model.name),
        },
        evidence=(
            f"no gradient {recorded.steps_text(scene, model)}: {words.layers(fqns)}",
            "`find_unused_parameters` is False and `static_graph` is False",
        ),
        object=model.name,
        cell=bound.cell if bound else (run.cell if run else None),
        range=provenance.name_range(bound, model.name),
        cause=model.name,
    )
