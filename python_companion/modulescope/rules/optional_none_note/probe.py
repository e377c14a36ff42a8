"""The live half: instances on which the attribute is None."""

from __future__ import annotations

from collections.abc import Iterator

from ...objects import raw, registries
from ...rulekit import words
from ...rulekit.instances import instances
from ...rulekit.rule import Verdict
from ...session.scene import Scene, class_files
from . import RULE


@RULE.probe
def empty_places(scene: Scene) -> Iterator[Verdict]:
    """Confirms for claimed attributes that are None, refutes for modules."""
    for found in instances(scene, RULE.code):
        subject, module = found.claim.subject, found.node.module
        children = registries.read(module, "_modules")
        value = children.get(subject.name, raw.instance_dict(module).get(subject.name))
        if value is not None:
            yield Verdict(subject, "refuted", built_from=class_files(found.cls))
            continue
        path = words.path(found.model.name, found.node.fqn)
        yield Verdict(
            subject=subject,
            kind="confirmed",
            values={
                "owner": words.clean(path),
                "attr": words.clean(subject.name),
                "note": found.claim.values.get("note", ""),
            },
            evidence=(
                f"`{words.clean(f'{path}.{subject.name}')}` is None; `state_dict()` "
                "leaves it out, and the methods of the model skip it",
            ),
            built_from=class_files(found.cls),
            object=f"{path}.{subject.name}",
            cause=f"{subject.owner}.{subject.name}",
        )
