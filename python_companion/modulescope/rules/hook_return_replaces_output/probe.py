"""The live half: hooks whose text returns a value, and what that does to a model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...live import walk
from ...live.scene import Scene
from .. import words
from ..base import Claim, Verdict
from ..hookfacts import Hooked, user_hooks
from . import RULE

_REGISTRIES = {"output": "_forward_hooks", "input": "_forward_pre_hooks"}


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
        said = [(hooked, _harm(hooked, claim)) for hooked in mine]
        harmful = [(hooked, text) for hooked, text in said if text]
        if harmful:
            yield _confirmed(claim, harmful)
        elif mine:
            files = frozenset().union(*(hooked.files for hooked in mine))
            yield Verdict(claim.subject, "refuted", built_from=files)


def _harm(hooked: Hooked, claim: Claim) -> str:
    """What the returned value does, as evidence; empty if it does nothing."""
    if claim.values["effect"] != "cuts":
        return (
            f"it sits on {words.code(hooked.path)}, whose {claim.values['side']} it is"
        )
    above = _trainable_above(hooked, claim.values["side"] == "output")
    if not above:
        return ""
    missing = [name for name, facts in above if not facts.has_grad]
    later = any(
        facts.has_grad and name not in dict(above)
        for name, _, facts in hooked.model.parameter_facts
    )
    n = words.count(len(above), "trainable parameter")
    if later and missing:
        names = [words.path(hooked.model.name, name) for name in missing]
        return (
            f"{words.count(len(missing), 'parameter')} up to it got no gradient, those "
            f"behind it did: {words.listing(names)}"
        )
    return f"{n} up to {words.code(hooked.path)} can get no gradient through it"


def _trainable_above(hooked: Hooked, itself: bool) -> list[tuple[str, Any]]:
    """The parameters of the hooked module, and of what stands before it.

    What stands before it in the order of registration is what runs before it in a
    `Sequential`, and nearly always elsewhere.
    """
    nodes = hooked.model.nodes
    module = hooked.entry.module
    index = next(i for i, node in enumerate(nodes) if node.module is module)
    end = index + (sum(1 for _ in walk.nodes(module)[0]) if itself else 0)
    ids = {
        id(tensor)
        for node in nodes[:end]
        for _, tensor, kind in walk.own_tensors(node.module)
        if kind == "parameter"
    }
    return [
        (name, facts)
        for name, tensor, facts in hooked.model.parameter_facts
        if id(tensor) in ids and facts.requires_grad
    ]


def _confirmed(claim: Claim, harmful: list[tuple[Hooked, str]]) -> Verdict:
    hooked, said = harmful[0]
    evidence = [said]
    if len(harmful) > 1:
        fqns = [other.path for other, _ in harmful]
        evidence.append(f"it sits on {len(fqns)} modules: {words.layers(fqns)}")
    return Verdict(
        subject=claim.subject,
        kind="confirmed",
        values={"path": words.clean(hooked.path)},
        evidence=tuple(evidence),
        built_from=frozenset().union(*(other.files for other, _ in harmful)),
        object=hooked.path,
        cause=claim.subject.name,
    )
