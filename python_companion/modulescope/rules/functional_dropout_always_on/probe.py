"""The live half: instances in eval mode, and the probability that they hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import classes, raw, registries
from ...rulekit import words
from ...rulekit.instances import Instance, instances
from ...rulekit.rule import Verdict
from ...session.scene import Scene, class_files
from . import RULE


@RULE.probe
def modules_in_eval_mode(scene: Scene) -> Iterator[Verdict]:
    """Confirms for instances in eval mode, refutes for a probability of 0."""
    for found in instances(scene, RULE.code):
        probability = _probability(found)
        if probability == 0:
            yield Verdict(
                found.claim.subject, "refuted", built_from=class_files(found.cls)
            )
        elif probability is not None and _is_in_eval_mode(found.node.module):
            yield _verdict(found, probability)


def _is_in_eval_mode(module: Any) -> bool:
    return raw.instance_dict(module).get("training") is False


def _probability(found: Instance) -> float | None:
    """The number in the text, else what the attribute of the instance is now."""
    attr = found.claim.values["attr"]
    if not attr:
        return float(found.claim.values["p"])
    value: Any = found.node.module
    for part in attr.split("."):
        attributes = raw.instance_dict(value)
        value = attributes.get(part, registries.read(value, "_modules").get(part))
    return float(value) if classes.is_exactly(value, (int, float)) else None


def _verdict(found: Instance, probability: float) -> Verdict:
    path = words.path(found.model.name, found.node.fqn)
    name, function = words.clean(path), found.claim.values["function"]
    evidence = [
        f"`{name}` is in eval mode; `{function}` drops values with the probability "
        f"{probability:g}"
    ]
    if attr := found.claim.values["attr"]:
        evidence.append(f"`{name}.{attr}` is {probability:g}")
    return Verdict(
        subject=found.claim.subject,
        kind="confirmed",
        values={"function": function},
        evidence=tuple(evidence),
        built_from=class_files(found.cls),
        object=path,
        cause=f"{found.claim.subject.owner}.{found.claim.subject.name}",
    )
