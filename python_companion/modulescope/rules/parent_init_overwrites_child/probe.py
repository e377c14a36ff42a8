"""The live half: what became of the weights that a child sets to zero."""

from __future__ import annotations

from collections.abc import Iterator

from ...objects import classes
from ...rulekit import words
from ...rulekit.rule import Verdict
from ...session.scene import Scene, class_files
from . import RULE


@RULE.probe
def overwritten_zeros(scene: Scene) -> Iterator[Verdict]:
    """Confirms where the weight is not zero at birth; refutes where it is."""
    for claim in scene.claims.get(RULE.code, ()):
        child, param = claim.values["child"], claim.values["param"]
        for model in scene.models:
            parents = [
                node for node in model.nodes if _is(node.module, claim.subject.name)
            ]
            if not parents or not model.birth:
                continue
            files = _files(parents[0].module, claim.subject.name)
            for node in model.nodes:
                if not _is(node.module, child):
                    continue
                fqn = f"{node.fqn}.{param}" if node.fqn else param
                sample = model.birth.get(fqn)
                if sample is None:
                    continue
                if sample.minimum == sample.maximum == 0:
                    yield Verdict(claim.subject, "refuted", built_from=files)
                    continue
                path = words.path(model.name, fqn)
                yield Verdict(
                    subject=claim.subject,
                    kind="confirmed",
                    values={"path": words.clean(path)},
                    evidence=(
                        f"{words.code(path)} had a standard deviation of "
                        f"{words.figure(sample.std)} when {words.code(model.name)} was "
                        f"first seen; {words.code(child)} sets it to zero",
                    ),
                    built_from=files,
                    object=path,
                    cause=claim.subject.name,
                )
                break


def _is(module: object, name: str) -> bool:
    return any(classes.name(base) == name for base in classes.mro(type(module)))


def _files(module: object, name: str) -> frozenset[str]:
    for base in classes.mro(type(module)):
        if classes.name(base) == name:
            return class_files(base)
    return frozenset()
