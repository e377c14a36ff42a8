"""The live half: layers of the tested type without the parameter."""

from __future__ import annotations

from collections.abc import Iterator

from ...objects import classes, raw, registries, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Claim, Verdict
from ...session.scene import Model, Scene
from . import RULE


@RULE.probe
def missing_parameters(scene: Scene) -> Iterator[Verdict]:
    """Confirms where a live layer has None there, refutes where none has.

    Where a truth value is asked for, a parameter of several numbers is what fails.
    """
    torch = raw.loaded_torch()
    if torch is None:
        return
    for claim in scene.claims.get(RULE.code, ()):
        attr = claim.values["attr"]
        fails = _is_several if claim.values["is_truth"] else _is_none
        kinds = [getattr(torch.nn, name) for name in claim.values["types"]]
        files = _files(scene, claim)
        seen = 0
        for model in scene.models:
            if not _may_concern(model, claim):
                continue
            layers = model.of_type(*kinds)
            seen += len(layers)
            failing = [node for node in layers if fails(node, attr)]
            if failing:
                yield _verdict(claim, model, failing, attr, files)
                break
        else:
            if seen:
                yield Verdict(claim.subject, "refuted", built_from=files)


def _files(scene: Scene, claim: Claim) -> frozenset[str]:
    """The texts that ran and have such a test."""
    needed = {"isinstance", claim.values["attr"]}
    needed.update(claim.subject.name.replace(".<locals>", "").split("."))
    return frozenset(
        run.file for run in scene.runs if needed - {""} <= provenance.words(run.source)
    )


def _may_concern(model: Model, claim: Claim) -> bool:
    """Whether a method's class is part of the model; a function concerns all."""
    owner = claim.subject.name.partition(".")[0]
    if owner == claim.subject.name:
        return True
    return any(
        classes.name(base) == owner
        for node in model.nodes
        for base in classes.mro(type(node.module))
    )


def _is_none(node: walk.Node, attr: str) -> bool:
    parameters = registries.read(node.module, "_parameters")
    return attr in parameters and parameters[attr] is None


def _is_several(node: walk.Node, attr: str) -> bool:
    tensor = registries.read(node.module, "_parameters").get(attr)
    facts = walk.tensor_facts(tensor) if walk.is_tensor(tensor) else None
    return facts is not None and facts.numel > 1


def _verdict(
    claim: Claim,
    model: Model,
    failing: list[walk.Node],
    attr: str,
    files: frozenset[str],
) -> Verdict:
    path = words.path(model.name, failing[0].fqn)
    function = claim.subject.name.rpartition(".")[2]
    who = f"`{words.clean(function)}`" if function else "the loop"
    layers = words.layers([node.fqn for node in failing])
    problem, held = f"is None, and {who} does not check it", "None"
    if claim.values["is_truth"]:
        problem = f"is a tensor, and {who} asks for its truth value"
        held = "several numbers"
    return Verdict(
        subject=claim.subject,
        kind="confirmed",
        values={"name": words.clean(f"{path}.{attr}"), "problem": problem},
        evidence=(
            f"{words.count(len(failing), 'layer')} of {words.code(model.name)} "
            f"{words.form(len(failing), 'has', 'have')} {held} as "
            f"{words.code(attr)}: {layers}",
        ),
        built_from=files,
        object=f"{path}.{attr}",
        cause=f"{claim.subject.name}.{attr}",
    )
