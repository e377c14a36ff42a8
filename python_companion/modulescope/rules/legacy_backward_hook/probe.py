"""The live half: modules that torch marked when the first hook was registered."""

from __future__ import annotations

from collections.abc import Iterator

from ...objects import raw, registries
from ...rulekit import provenance, words
from ...rulekit.hooks import Hooked, user_hooks
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Scene
from . import RULE


@RULE.probe
def legacy_hooks(scene: Scene) -> Iterator[Verdict]:
    """Confirms once per function, however many modules it sits on."""
    found: dict[Subject, list[Hooked]] = {}
    for hooked in user_hooks(scene, (registries.BACKWARD,)):
        attributes = raw.instance_dict(hooked.entry.module)
        if attributes.get("_is_full_backward_hook") is False:
            found.setdefault(hooked.subject, []).append(hooked)
    for subject, group in found.items():
        yield _verdict(scene, subject, group)


def _verdict(scene: Scene, subject: Subject, group: list[Hooked]) -> Verdict:
    first = group[0]
    run = first.entry.registered
    cell, range = None, None
    if run is not None:
        called = provenance.call_range(run, ("register_backward_hook",), first.name)
        cell, range = run.cell, called
    elif first.function is not None:
        cell, range = provenance.function_range(scene, first.function.__code__)
    paths = [hooked.path for hooked in group]
    kind = words.form(len(paths), "has hooks", "have hooks")
    return Verdict(
        subject=subject,
        kind="confirmed",
        values={
            "function": first.name,
            "path": words.clean(paths[0]),
            "method": "register_backward_hook",
        },
        evidence=(
            f"{words.listing(paths)} {kind} of the old kind: "
            "`_is_full_backward_hook` is False",
        ),
        built_from=frozenset().union(*(hooked.files for hooked in group)),
        object=paths[0],
        cell=cell,
        range=range,
        cause=subject.name,
    )
