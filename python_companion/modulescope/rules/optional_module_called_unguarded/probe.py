"""The live half: instances on which the called attribute is None."""

from __future__ import annotations

from collections.abc import Iterator

from ...objects import raw, registries
from ...rulekit import words
from ...rulekit.instances import Instance, instances
from ...rulekit.rule import Verdict
from ...session.scene import Scene, class_files
from . import RULE


@RULE.probe
def missing_modules(scene: Scene) -> Iterator[Verdict]:
    """Confirms for claimed attributes that are None, refutes for those that are not."""
    for found in instances(scene, RULE.code):
        attr = found.claim.subject.name
        children = registries.read(found.node.module, "_modules")
        own = raw.instance_dict(found.node.module)
        if attr not in children and attr not in own:
            continue
        if children.get(attr, own.get(attr)) is None:
            yield _verdict(found)
        else:
            files = class_files(found.cls)
            yield Verdict(found.claim.subject, "refuted", built_from=files)


def _verdict(found: Instance) -> Verdict:
    path, subject = words.path(found.model.name, found.node.fqn), found.claim.subject
    name = words.clean(f"{path}.{subject.name}")
    method = words.clean(str(found.claim.values.get("method", "forward")))
    does = words.clean(str(found.claim.values.get("does", "calls")))
    return Verdict(
        subject=subject,
        kind="confirmed",
        values={
            "owner": words.clean(path),
            "attr": words.clean(subject.name),
            "does": does,
        },
        evidence=(
            f"`{name}` is None, and each forward pass {does} it, in `{method}`",
            f"a call of `{words.clean(path)}` raises `TypeError`",
        ),
        built_from=class_files(found.cls),
        object=f"{path}.{subject.name}",
        cause=f"{subject.owner}.{subject.name}",
    )
