"""The live half: the hooks that a direct call skips."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...findings import Severity
from ...objects import classes, raw, registries, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Claim, Verdict
from ...session.scene import Scene, class_files
from . import RULE

# What `Module._call_impl` runs around `forward` (`torch/nn/modules/module.py`).
_AROUND = {
    registries.FORWARD_PRE: "forward pre-hook",
    registries.FORWARD: "forward hook",
    registries.BACKWARD_PRE: "full backward pre-hook",
    registries.BACKWARD: "backward hook",
}


@RULE.probe
def skipped_hooks(scene: Scene) -> Iterator[Verdict]:
    """Confirms where the object has hooks or compiled code that the call skips."""
    for claim in scene.claims.get(RULE.code, ()):
        for name, value, files in _objects(scene, claim):
            if not walk.is_module(value):
                yield Verdict(claim.subject, "refuted", built_from=files)
            elif lines := list(_skipped(name, value)):
                yield _verdict(claim, name, value, lines, files)


def _objects(scene: Scene, claim: Claim) -> Iterator[tuple[str, Any, frozenset[str]]]:
    """What a claim's expression stands for now, with its name and its code files."""
    kind, owner, name = claim.subject
    if kind == "name":
        if claim.values["object"] == name and name in scene.namespace:
            files = provenance.files_with(scene, name)
            yield name, scene.namespace[name], files
        return
    wanted = owner or name
    for model in scene.models:
        for node in model.nodes:
            for base in classes.mro(type(node.module)):
                if classes.name(base) != wanted:
                    continue
                path = words.path(model.name, node.fqn)
                if kind == "class":
                    yield path, node.module, class_files(base)
                    continue
                found = registries.read(node.module, "_modules").get(name)
                if found is not None:
                    yield f"{path}.{name}", found, class_files(base)


def _skipped(name: str, module: Any) -> Iterator[str]:
    for registry, kind in _AROUND.items():
        if number := len(registries.read(module, registry)):
            count = words.count(number, kind)
            yield f"{words.code(name)} has {count}; a call of `forward` runs none"
    if raw.instance_dict(module).get("_compiled_call_impl") is not None:
        yield f"{words.code(name)} was compiled in place; `forward` is not compiled"


def _verdict(
    claim: Claim, name: str, module: Any, lines: list[str], files: frozenset[str]
) -> Verdict:
    number = sum(len(registries.read(module, registry)) for registry in _AROUND)
    return Verdict(
        subject=claim.subject,
        kind="confirmed",
        values={
            "object": claim.values["object"],
            "hooks": words.count(number, "hook") if number else "the compiled code",
        },
        evidence=tuple(lines),
        severity=Severity.ERROR,
        built_from=files,
        object=name,
        cause=f"{claim.subject.owner}.{claim.subject.name}",
    )
