"""The live half: the share of exact zeros in recorded gradients of biases."""

from __future__ import annotations

from collections.abc import Iterator

from ...rulekit import provenance, recorded, words
from ...rulekit.following import RELU, Following
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene
from . import RULE

_LEAST_SHARE = 0.5


@RULE.probe
def dead_layers(scene: Scene) -> Iterator[Verdict]:
    """Confirms layers in front of a ReLU most units of which never answered."""
    for model in scene.models:
        shares = _dead_shares(model)
        following = Following(scene, model) if shares else None
        for index, node in enumerate(model.nodes if following else ()):
            share = shares.get(f"{node.fqn}.bias" if node.fqn else "bias")
            if share is not None and following and RELU in following.of(index):
                yield _verdict(scene, model, node.fqn, *share)


def _dead_shares(model: Model) -> dict[str, tuple[int, int]]:
    """Dead units and units by fqn of the bias, of those with more dead than alive."""
    if recorded.states(model) is None or model.recording is None:
        return {}
    history = model.recording.history
    # A NaN stands for a step without a gradient, and compares as false.
    least = recorded.field(model, "zero").min(axis=0, initial=1.0)
    return {
        fqn: (round(float(share) * numel), numel)
        for fqn, share, numel in zip(history.fqns, least, history.numels, strict=True)
        if fqn.rpartition(".")[2] == "bias" and share > _LEAST_SHARE
    }


def _verdict(scene: Scene, model: Model, fqn: str, dead: int, units: int) -> Verdict:
    run = model.bound
    path = words.path(model.name, fqn)
    return Verdict(
        subject=Subject("name", fqn, model.name),
        kind="confirmed",
        values={
            "k": words.number(dead),
            "units": words.count(units, "unit"),
            "are": words.form(dead, "is", "are"),
            "path": words.clean(path),
        },
        evidence=(
            f"the bias gradient of {words.count(dead, 'unit')} was exactly 0 "
            f"{recorded.steps_text(scene, model)}",
            f"the output of {words.code(path)} meets a ReLU",
        ),
        object=path,
        cell=run.cell if run else None,
        range=provenance.name_range(run, model.name),
        cause=f"{model.name} dead",
    )
