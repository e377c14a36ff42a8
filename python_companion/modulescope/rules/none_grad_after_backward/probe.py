"""The live half: what the recorded backward passes never reached."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings import Severity
from ...objects import classes
from ...recording.readings import State
from ...rulekit import provenance, recorded, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene
from . import RULE


@RULE.probe
def unreached_parameters(scene: Scene) -> Iterator[Verdict]:
    """Confirms each watched model of which a part never got a gradient."""
    for model in scene.models:
        found = unreached(model)
        if found:
            yield _verdict(scene, model, found)


def unreached(model: Model) -> list[str]:
    """The parameters that no recorded backward reached; empty without a watch."""
    states = recorded.states(model)
    if states is None or model.recording is None:
        return []
    got = (states == State.VALUE).any(axis=0)
    never = ((states == State.UNREACHED) | (states == State.UNUSED)).all(axis=0)
    if not got.any() or not never.any():
        return []
    fqns = model.recording.history.fqns
    used = [fqn for fqn, one in zip(fqns, got, strict=True) if one]
    routed = {route for fqn in used for route in _routes(fqn)}
    return [
        fqn
        for fqn, one in zip(fqns, never, strict=True)
        if one and routed.isdisjoint(_routes(fqn))
    ]


def _routes(fqn: str) -> Iterator[str]:
    """`experts.*.weight` for `experts.3.weight`: the same place in a sibling."""
    parts = fqn.split(".")
    for index, part in enumerate(parts):
        if part.isdigit():
            yield ".".join([*parts[:index], "*", *parts[index + 1 :]])


def _verdict(scene: Scene, model: Model, fqns: list[str]) -> Verdict:
    run = recorded.run_of(scene, model)
    first = words.path(model.name, fqns[0])
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={
            "n": words.count(len(fqns), "trainable parameter"),
            "model": words.clean(model.name),
            "first": words.clean(first),
        },
        evidence=tuple(_evidence(scene, model, fqns)),
        severity=Severity.INFO if _all_from_libraries(model, fqns) else None,
        object=model.name,
        cell=run.cell if run else None,
        range=provenance.call_range(run, ("backward",), "") if run else None,
        cause=model.name,
    )


def _evidence(scene: Scene, model: Model, fqns: list[str]) -> Iterator[str]:
    when = recorded.steps_text(scene, model)
    yield f"no gradient {when}: {words.layers(fqns)}"
    border = _border(model, frozenset(fqns))
    if border:
        yield f"all before {words.code(border)} got none: the graph ends there"
    else:
        yield "they are not part of the graph of the loss"


def _border(model: Model, missing: frozenset[str]) -> str:
    """The first parameter with a gradient, if none before it and all behind it have."""
    assert model.recording is not None
    fqns = model.recording.history.fqns
    count = len(missing)
    if 0 < count < len(fqns) and missing == frozenset(fqns[:count]):
        return words.path(model.name, fqns[count])
    return ""


def _all_from_libraries(model: Model, fqns: list[str]) -> bool:
    owners = {node.fqn: node for node in model.nodes}
    for fqn in fqns:
        node = owners.get(fqn.rpartition(".")[0])
        # The layer itself is torch's; what counts is whose class uses it.
        parent = model.nodes[node.parent] if node and node.parent is not None else node
        if parent is None or not classes.is_library(type(parent.module)):
            return False
        if classes.is_torch(type(parent.module)):
            return False
    return True
