"""The live half: how often the cell ran, and what those runs left in the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import classes, registries, walk
from ...rulekit import words
from ...rulekit.rule import Claim, Subject, Verdict
from ...session.scene import Model, Run, Scene
from . import RULE


@RULE.probe
def grown_models(scene: Scene) -> Iterator[Verdict]:
    """Confirms claims whose cell ran more than once on the same model."""
    for claim in scene.claims.get(RULE.code, ()):
        model = next((m for m in scene.models if m.name == claim.subject.name), None)
        if model is None:
            continue
        wraps = claim.values["does"] == "wraps"
        runs = [run for run in scene.runs if claim.values["code"] in run.source]
        found = _nested(model, claim) if wraps else _appended(model, claim, runs)
        if found > 1 and len(runs) > 1:
            yield _verdict(claim, model, min(found, len(runs)), runs)


def _nested(model: Model, claim: Claim) -> int:
    """How many wrappers of the claimed class are around one another."""
    depth, module = 0, model.module
    while module is not None and classes.class_name(module) == claim.values["cls"]:
        depth += 1
        children = list(registries.read(module, "_modules").values())
        module = children[0] if children and walk.is_module(children[0]) else None
    return depth


def _appended(model: Model, claim: Claim, runs: list[Run]) -> int:
    """How many modules of the claimed class stand at the end of the container."""
    since = model.bound.number if model.bound else 0
    ran = sum(run.number > since for run in runs)
    container = _container(model, claim.values["model"])
    children = list(registries.read(container, "_modules").values())
    found = 0
    for child in reversed(children):
        if classes.class_name(child) != claim.values["cls"] or found == ran:
            break
        found += 1
    return found


def _container(model: Model, name: str) -> Any:
    module: Any = model.module
    for part in name.split(".")[1:]:
        module = registries.read(module, "_modules").get(part)
    return module


def _verdict(claim: Claim, model: Model, n: int, runs: list[Run]) -> Verdict:
    cell = words.cell(runs[-1].cell)
    where = f"the cell of {cell}" if cell else "the cell"
    kind = words.code(claim.values["cls"])
    left = (
        f"{words.count(n, f'nested {kind} is', f'nested {kind} are')} around it now"
        if claim.values["does"] == "wraps"
        else f"{words.count(n, 'module is', 'modules are')} {kind} at its end"
    )
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={
            "model": words.clean(claim.values["model"]),
            "runs": words.count(n, "run"),
            "times": words.count(n, "time"),
        },
        evidence=(f"{where} ran {words.count(len(runs), 'time')}", left),
        built_from=frozenset(run.file for run in runs),
        object=model.name,
        cause=model.name,
    )
