"""The live half: hooked modules, and what works in place on their tensors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...objects import classes, dataflow, raw, registries, walk
from ...rulekit import provenance, words
from ...rulekit.hooks import (
    Hooked,
    end_of,
    flow_of,
    index_of,
    trains_before,
    user_hooks,
)
from ...rulekit.rule import Claim, Subject, Verdict
from ...session.scene import Scene
from . import RULE

_METHODS = ("register_full_backward_hook", "register_full_backward_pre_hook")
_REGISTRIES = (registries.BACKWARD, registries.BACKWARD_PRE)


class _Clash(NamedTuple):
    """A hooked module, and what changes a tensor of it in place."""

    hooked: Hooked
    subject: Subject
    side: str
    operation: str
    evidence: str


@RULE.probe
def hooks_beside_inplace(scene: Scene) -> Iterator[Verdict]:
    """Confirms once per function and model; refutes where nothing needs gradients."""
    found: dict[tuple[str, str], list[_Clash]] = {}
    for hooked in user_hooks(scene, _REGISTRIES):
        attributes = raw.instance_dict(hooked.entry.module)
        if (
            hooked.entry.registry == registries.BACKWARD
            and attributes.get("_is_full_backward_hook") is not True
        ):
            continue
        if clash := _clash(scene, hooked):
            key = (hooked.model.name, hooked.qualname)
            found.setdefault(key, []).append(clash)
    for clashes in found.values():
        yield _verdict(scene, clashes)


def _clash(scene: Scene, hooked: Hooked) -> _Clash | None:
    module = hooked.entry.module
    index = index_of(hooked.model, module)
    subject = Subject("name", "", hooked.path)
    flow = flow_of(hooked.model)
    first = flow.first_inside(index)
    if first and dataflow.works_in_place(first.module):
        if trains_before(hooked.model, index):
            name = _operation(first)
            own = "it" if first.module is module else words.code(first.fqn)
            said = f"{own} is {words.code(name)}, and the layers above it train"
            return _Clash(hooked, subject, "input", name, said)
    after = flow.following(index)
    if not trains_before(hooked.model, end_of(hooked.model, index)):
        return None
    if after and dataflow.works_in_place(after.module):
        name = _operation(after)
        where = words.path(hooked.model.name, after.fqn)
        said = f"its output goes to {words.code(where)}, {words.code(name)}"
        return _Clash(hooked, subject, "output", name, said)
    return _claimed(scene, hooked, index)


def _operation(node: walk.Node) -> str:
    return f"{words.clean(classes.class_name(node.module))}(inplace=True)"


def _claimed(scene: Scene, hooked: Hooked, index: int) -> _Clash | None:
    """What the text says of the forward that calls this module."""
    node = hooked.model.nodes[index]
    for claim in scene.claims.get(RULE.code, ()):
        if _is_about(claim, hooked, node):
            operation = str(claim.values["operation"])
            side = str(claim.values["side"])
            said = (
                f"{words.code(operation)} changes its {side} in the text of `forward`"
            )
            return _Clash(hooked, claim.subject, side, operation, said)
    return None


def _is_about(claim: Claim, hooked: Hooked, node: walk.Node) -> bool:
    subject = claim.subject
    if subject.kind == "name":
        return subject.name == hooked.path
    if node.parent is None or subject.name != node.name:
        return False
    parent = hooked.model.nodes[node.parent].module
    return subject.owner in [classes.name(cls) for cls in classes.mro(type(parent))]


def _verdict(scene: Scene, clashes: list[_Clash]) -> Verdict:
    claimed = {claim.subject for claim in scene.claims.get(RULE.code, ())}
    known = [clash for clash in clashes if clash.subject in claimed]
    shown = (known or clashes)[0]
    hooked = shown.hooked
    run = hooked.entry.registered
    cell, range = None, None
    if run is not None:
        cell, range = run.cell, provenance.call_range(run, _METHODS, hooked.name)
    evidence = [f"hook {words.code(hooked.name)} is registered; {shown.evidence}"]
    if len(clashes) > 1:
        fqns = [clash.hooked.path for clash in clashes]
        modules = words.count(
            len(clashes), "hooked module meets", "hooked modules meet"
        )
        evidence.append(f"{modules} one: {words.layers(fqns)}")
    return Verdict(
        subject=shown.subject,
        kind="confirmed",
        values={
            "path": words.clean(hooked.path),
            "side": shown.side,
            "operation": shown.operation,
        },
        evidence=tuple(evidence),
        built_from=hooked.files,
        object=hooked.path,
        cell=cell,
        range=range,
        cause=f"{hooked.model.name} {hooked.qualname}",
    )
