"""The live half: version counters tell whether anything was written, values what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import classes, registries, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Claim, Subject, Verdict
from ...session.scene import Model, Scene, class_files
from ...values import uninitialised
from . import RULE


@RULE.probe
def raw_parameters(scene: Scene) -> Iterator[Verdict]:
    """Confirms for claimed parameters with odd values, refutes for written ones."""
    for claim in scene.claims.get(RULE.code, ()):
        if claim.subject.kind == "attr":
            yield from _attributes(scene, claim.subject)
        elif not claim.subject.owner:
            yield from _variable(scene, claim)


def _attributes(scene: Scene, subject: Subject) -> Iterator[Verdict]:
    for model in scene.models:
        if model.since.changed or model.since.backward:
            # Training has written it: nothing shows what it was before.
            continue
        for node in model.nodes:
            base = classes.base_named(type(node.module), subject.owner)
            tensor = registries.read(node.module, "_parameters").get(subject.name)
            if base is None or not walk.is_tensor(tensor):
                continue
            path = words.path(model.name, f"{node.fqn}.{subject.name}".lstrip("."))
            yield from _verdict(scene, subject, tensor, path, class_files(base), model)


def _variable(scene: Scene, claim: Claim) -> Iterator[Verdict]:
    name = claim.subject.name
    tensor = scene.namespace.get(name)
    if not walk.is_parameter(tensor):
        return
    runs = [run for run in scene.runs if name in provenance.words(run.source)]
    files = frozenset(run.file for run in runs)
    yield from _verdict(scene, claim.subject, tensor, name, files, None)


def _verdict(
    scene: Scene,
    subject: Subject,
    tensor: Any,
    path: str,
    files: frozenset[str],
    model: Model | None,
) -> Iterator[Verdict]:
    facts = walk.tensor_facts(tensor)
    if facts is None or facts.lazy or facts.device_type == "meta":
        return
    if not uninitialised.is_unwritten(facts):
        yield Verdict(subject, "refuted", built_from=files)
        return
    what = uninitialised.odd_values(tensor, facts)
    if not what:
        # Old memory may hold ordinary numbers, and `.data` writes leave no trace.
        return
    yield Verdict(
        subject=subject,
        kind="confirmed",
        values={"name": words.clean(path), "what": what},
        evidence=(
            f"{words.code(path)} {words.shape(facts.shape)} holds {what}",
            "its version counter is 0: nothing has written it since it was made",
        ),
        built_from=files,
        object=path,
        cause=f"{subject.owner}.{subject.name}",
    )
