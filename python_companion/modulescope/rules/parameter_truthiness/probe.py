"""The live half: the parameters behind the tests."""

from __future__ import annotations

from collections.abc import Iterator

from ...objects import registries, walk
from ...rulekit import words
from ...rulekit.instances import Instance, instances
from ...rulekit.rule import Verdict
from ...session.scene import Scene, class_files
from . import RULE, effect


@RULE.probe
def tested_parameters(scene: Scene) -> Iterator[Verdict]:
    """Confirms for claimed attributes that hold a parameter, refutes others."""
    for found in instances(scene, RULE.code):
        subject = found.claim.subject
        held = registries.read(found.node.module, "_parameters")
        value = held.get(subject.name)
        facts = walk.tensor_facts(value) if walk.is_tensor(value) else None
        if facts is not None:
            yield _verdict(found, facts.numel)
        elif subject.name in held:
            files = class_files(found.cls)
            yield Verdict(subject, "refuted", built_from=files)


def _verdict(found: Instance, numel: int) -> Verdict:
    owner, subject = words.path(found.model.name, found.node.fqn), found.claim.subject
    name = f"{owner}.{subject.name}"
    held = words.count(numel, "element")
    what = words.form(numel, "its value decides", "`bool()` of it raises")
    return Verdict(
        subject=subject,
        kind="confirmed",
        values={
            "owner": words.clean(owner),
            "attr": words.clean(subject.name),
            "effect": effect(numel == 1),
        },
        evidence=(f"{words.code(name)} is a parameter of {held}: {what}",),
        built_from=class_files(found.cls),
        object=name,
        cause=f"{subject.owner}.{subject.name}",
    )
