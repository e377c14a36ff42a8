"""The live half: attributes that hold a container without entries."""

from __future__ import annotations

from collections.abc import Iterator

from ...objects import classes, raw, registries
from ...rulekit import words
from ...rulekit.instances import Instance, instances
from ...rulekit.rule import Verdict
from ...session.scene import Scene, class_files
from . import RULE

_CONTAINERS = ("Sequential", "ModuleList", "ModuleDict", "ParameterList")


@RULE.probe
def empty_containers(scene: Scene) -> Iterator[Verdict]:
    """Confirms for claimed attributes that hold an empty container, refutes others."""
    torch = raw.loaded_torch()
    if torch is None:
        return
    bases = tuple(getattr(torch.nn, name) for name in _CONTAINERS)
    for found in instances(scene, RULE.code):
        attr = found.claim.subject.name
        value = registries.read(found.node.module, "_modules").get(attr)
        kind = next(
            (base for base in bases if classes.derives(type(value), base)), None
        )
        if kind is None or any(
            registries.read(value, name) for name in ("_modules", "_parameters")
        ):
            files = class_files(found.cls)
            yield Verdict(found.claim.subject, "refuted", built_from=files)
        else:
            yield _verdict(found, f"nn.{classes.class_name(value)}")


def _verdict(found: Instance, kind: str) -> Verdict:
    path, subject = words.path(found.model.name, found.node.fqn), found.claim.subject
    name = words.clean(f"{path}.{subject.name}")
    return Verdict(
        subject=subject,
        kind="confirmed",
        values={
            "owner": words.clean(path),
            "attr": words.clean(subject.name),
            "kind": words.clean(kind),
        },
        evidence=(
            f"`{name}` is a {words.code(kind)} with 0 entries: it is not None, and its "
            "truth value is False",
        ),
        built_from=class_files(found.cls),
        object=f"{path}.{subject.name}",
        cause=f"{subject.owner}.{subject.name}",
    )
