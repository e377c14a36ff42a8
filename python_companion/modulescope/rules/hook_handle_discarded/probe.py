"""The live half: which hooks have a handle that the namespace reaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...findings import Severity
from ...objects import classes, closures, raw, walk
from ...objects.containers import container_kind, held
from ...objects.registries import HOOK_REGISTRIES
from ...rulekit import provenance, words
from ...rulekit.hooks import Hooked, user_hooks
from ...rulekit.rule import Claim, Verdict
from ...session.scene import Scene
from . import RULE


@RULE.probe
def lost_handles(scene: Scene) -> Iterator[Verdict]:
    """Confirms a claim if no handle is found; refutes it if all are."""
    claims = scene.claims.get(RULE.code, ())
    if not claims:
        return
    claimed = {claim.subject for claim in claims}
    hooks = [h for h in user_hooks(scene, HOOK_REGISTRIES) if h.subject in claimed]
    if not hooks:
        return
    kept = _kept_by(hooks) | _kept(scene)
    for subject in dict.fromkeys(claim.subject for claim in claims):
        mine = [hooked for hooked in hooks if hooked.subject == subject]
        lost = [hooked for hooked in mine if hooked.entry.key not in kept]
        if lost:
            first = next(claim for claim in claims if claim.subject == subject)
            yield _verdict(first, lost)
        elif mine:
            files = frozenset().union(*(hooked.files for hooked in mine))
            yield Verdict(subject, "refuted", built_from=files)


def _kept(scene: Scene) -> set[int]:
    """The keys of the hooks whose handle a variable of the namespace holds."""
    keys: set[int] = set()
    for value in scene.namespace.values():
        keys |= _keys_in(value)
    for model in scene.models:
        for node in model.nodes:
            for name, value in raw.instance_dict(node.module).items():
                # torch's own registries hold no handles.
                if _is_handle(value) or str(name)[:1] != "_":
                    keys |= _keys_in(value, deep=False)
    return keys


def _kept_by(hooks: list[Hooked]) -> set[int]:
    """Handles that the hooks themselves can reach, to remove themselves."""
    reached = {
        id(variable.value): variable.value
        for hooked in hooks
        for variable in closures.variables(hooked.entry.function)
    }
    return {key for value in reached.values() for key in _keys_in(value, deep=False)}


def _keys_in(value: Any, deep: bool = True) -> set[int]:
    """The handles that a value is, holds, or has as attributes."""
    if classes.is_exactly(value, _PLAIN):
        return set()
    if _is_handle(value):
        key = raw.instance_dict(value).get("id")
        return {key} if type(key) is int else set()
    if container_kind(value):
        return {key for item in held(value) for key in _keys_in(item, deep=False)}
    if deep and not walk.is_module(value) and not walk.is_tensor(value):
        attributes = raw.instance_dict(value).values()
        return {key for item in attributes for key in _keys_in(item, deep=False)}
    return set()


_PLAIN = (int, float, str, bool, type(None), bytes)


def _is_handle(value: Any) -> bool:
    return classes.class_name(value) == "RemovableHandle"


def _verdict(claim: Claim, lost: list[Hooked]) -> Verdict:
    first = lost[0]
    paths = list(dict.fromkeys(hooked.path for hooked in lost))
    n = words.count(len(lost), "hook")
    runs = [hooked.entry.registered for hooked in lost]
    cells = list(dict.fromkeys(words.cell(run.cell) for run in runs if run))
    by = f", registered in {words.sentence(cells)}" if all(cells) and cells else ""
    name = words.code(first.name)
    has = words.form(len(lost), "has", "have")
    run = first.entry.registered
    range = None
    if run is not None:
        range = provenance.call_range(run, (claim.values["method"],), first.name)
    repeated = len(lost) > len(paths)
    return Verdict(
        subject=claim.subject,
        kind="confirmed",
        values={"function": first.name, "path": words.clean(first.path)},
        evidence=(
            f"{n} {name} on {words.layers(paths)} {has} no handle in the namespace{by}",
        ),
        severity=Severity.WARNING if repeated else claim.severity,
        built_from=frozenset().union(*(hooked.files for hooked in lost)),
        object=first.path,
        cell=run.cell if run else None,
        range=range,
        cause=claim.subject.name,
    )
