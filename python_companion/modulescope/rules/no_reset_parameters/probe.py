"""The live half: instances with parameters that nothing can fill again."""

from __future__ import annotations

from collections.abc import Iterator

from ...objects import classes, metadata, registries, walk
from ...rulekit import words
from ...rulekit.instances import instances
from ...rulekit.rule import Verdict
from ...session.scene import Scene, class_files
from . import RULE


@RULE.probe
def parameters_without_reset(scene: Scene) -> Iterator[Verdict]:
    """Confirms for claimed classes without the method, refutes for the others."""
    for found in instances(scene, RULE.code):
        subject, files = found.claim.subject, class_files(found.cls)
        kinds = classes.mro(type(found.node.module))
        if any("reset_parameters" in classes.members(kind) for kind in kinds):
            yield Verdict(subject, "refuted", built_from=files)
            continue
        own = registries.read(found.node.module, "_parameters")
        tensors = [tensor for tensor in own.values() if walk.is_tensor(tensor)]
        if not tensors:
            continue
        path = words.path(found.model.name, found.node.fqn)
        count, numel = words.count(len(tensors), "parameter"), metadata.numel(tensors)
        yield Verdict(
            subject=subject,
            kind="confirmed",
            values={
                "owner": words.clean(path),
                "cls": words.clean(classes.name(found.cls)),
            },
            evidence=(
                f"{words.code(path)} owns {count} with "
                f"{words.total(numel)} {words.form(numel, 'element')}: "
                f"{words.listing(own)}",
            ),
            built_from=files,
            object=path,
            cause=subject.owner,
        )
