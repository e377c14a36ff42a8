"""The live half: what a watch saw a forward do to the tensor it was given."""

from __future__ import annotations

from collections.abc import Iterator

from ...rulekit import words
from ...rulekit.instances import Instance, instances
from ...rulekit.rule import Verdict
from ...session.scene import Scene, class_files
from . import RULE


@RULE.probe
def changed_inputs(scene: Scene) -> Iterator[Verdict]:
    """Confirms a claim about an argument that watched calls wrote into."""
    for found in instances(scene, RULE.code):
        if (verdict := _verdict(found)) is not None:
            yield verdict


def _verdict(found: Instance) -> Verdict | None:
    calls = found.model.recording.calls if found.model.recording else None
    if calls is None or not (changed := calls.changes(found.node.module)):
        # Another tensor than the argument, or no watch: the claim stays as it is.
        return None
    times = calls.count(found.node.module)
    path = words.path(found.model.name, found.node.fqn)
    line = (
        f"{words.code(path)} wrote into the tensor that it was given, in {changed} of "
        f"{words.count(times, 'watched call')}"
    )
    return Verdict(
        subject=found.claim.subject,
        kind="confirmed",
        values=dict(found.claim.values),
        evidence=(line,),
        built_from=class_files(found.cls),
        object=path,
        cause=f"{found.claim.subject.owner}.{found.claim.subject.name}",
    )
