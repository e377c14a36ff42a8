"""The live half: hooks whose text returns a value, and what that does to a model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import registries, walk
from ...objects.grads import grads
from ...rulekit import words
from ...rulekit.hooks import Hooked, end_of, index_of, trains_before, user_hooks
from ...rulekit.rule import Claim, Verdict
from ...session.scene import Scene
from . import RULE

_REGISTRIES = {"output": registries.FORWARD, "input": registries.FORWARD_PRE}


@RULE.probe
def returning_hooks(scene: Scene) -> Iterator[Verdict]:
    """Confirms a claim if the hook sits where it does harm; refutes it elsewhere."""
    claims = scene.claims.get(RULE.code, ())
    if not claims:
        return
    hooks = list(user_hooks(scene, _REGISTRIES.values()))
    for claim in claims:
        registry = _REGISTRIES[claim.values["side"]]
        mine = [
            hooked
            for hooked in hooks
            if hooked.subject == claim.subject and hooked.entry.registry == registry
        ]
        harmful = [hooked for hooked in mine if _does_harm(hooked, claim)]
        if harmful:
            yield _confirmed(claim, harmful)
        elif mine:
            files = frozenset().union(*(hooked.files for hooked in mine))
            yield Verdict(claim.subject, "refuted", built_from=files)


def _does_harm(hooked: Hooked, claim: Claim) -> bool:
    """Whether something before the hook trains, if gradients are what is cut."""
    if claim.values["effect"] != "cuts":
        return True
    return trains_before(hooked.model, _end(hooked, claim))


def _end(hooked: Hooked, claim: Claim) -> int:
    """How many of the modules stand before the cut.

    What stands before it in the order of registration is what runs before it in a
    `Sequential`, and nearly always elsewhere.
    """
    index = index_of(hooked.model, hooked.entry.module)
    if claim.values["side"] == "input":
        return index
    return end_of(hooked.model, index)


def _harm(hooked: Hooked, claim: Claim) -> str:
    """What the returned value does, as evidence."""
    if claim.values["effect"] != "cuts":
        return (
            f"it sits on {words.code(hooked.path)}, whose {claim.values['side']} it is"
        )
    above = _trainable_above(hooked, _end(hooked, claim))
    tensors = hooked.model.parameters
    given = [grad is not None for grad in grads([tensor for _, tensor in tensors])]
    filled = {name for (name, _), has in zip(tensors, given, strict=True) if has}
    missing = [name for name in above if name not in filled]
    later = not filled <= set(above)
    if later and missing:
        names = [words.path(hooked.model.name, name) for name in missing]
        return (
            f"{words.count(len(missing), 'parameter')} up to it got no gradient, those "
            f"behind it did: {words.listing(names)}"
        )
    n = words.count(len(above), "trainable parameter")
    return f"{n} up to {words.code(hooked.path)} can get no gradient through it"


def _trainable_above(hooked: Hooked, end: int) -> dict[str, Any]:
    """The parameters of the first modules that require gradients, by fqn."""
    ids = {
        id(tensor)
        for node in hooked.model.nodes[:end]
        for _, tensor, kind in walk.own_tensors(node.module)
        if kind == "parameter"
    }
    return {
        name: facts
        for name, tensor, facts in hooked.model.parameter_facts
        if id(tensor) in ids and facts.requires_grad
    }


def _confirmed(claim: Claim, harmful: list[Hooked]) -> Verdict:
    hooked = harmful[0]
    evidence = [_harm(hooked, claim)]
    if len(harmful) > 1:
        fqns = [other.path for other in harmful]
        modules = words.count(len(fqns), "module")
        evidence.append(f"it sits on {modules}: {words.layers(fqns)}")
    return Verdict(
        subject=claim.subject,
        kind="confirmed",
        values={"path": words.clean(hooked.path)},
        evidence=tuple(evidence),
        built_from=frozenset().union(*(other.files for other in harmful)),
        object=hooked.path,
        cause=claim.subject.name,
    )
