"""The live half: plain attributes that say something else than the parameters do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ...objects import classes, raw, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene
from . import RULE
from .spelling import MISSPELT, WANTED
from .targets import reason_of

_NAMES = MISSPELT | {WANTED}


class Stray(NamedTuple):
    """An attribute that was to set `requires_grad` of parameters."""

    model: Model
    path: str
    """Of the module or parameter that has it."""
    attr: str
    value: bool
    owners: str
    """What has it: `modules` or `tensors`."""
    total: int
    contrary: list[str]
    """The parameters that it does not hold for."""


@RULE.probe
def plain_attributes(scene: Scene) -> Iterator[Verdict]:
    """Confirms for attributes in vain; refutes where parameters are as they say."""
    groups: dict[tuple[str, str], list[Stray]] = {}
    for model in scene.models:
        for stray in (*_on_modules(model), *_on_parameters(model)):
            groups.setdefault((model.name, stray.attr), []).append(stray)
    for strays in groups.values():
        vain = [stray for stray in strays if stray.contrary]
        for subject in _subjects(scene, strays[0]):
            if vain:
                yield _verdict(scene, vain, subject)
            else:
                yield Verdict(subject, "refuted")


def _on_modules(model: Model) -> Iterator[Stray]:
    for node in model.nodes:
        for attr, value in _set_on(node.module):
            if not _knows(type(node.module), attr):
                below = _below(model, node)
                contrary = [fqn for fqn, grad in below if grad is not value]
                path = words.path(model.name, node.fqn)
                yield Stray(model, path, attr, value, "modules", len(below), contrary)


def _on_parameters(model: Model) -> Iterator[Stray]:
    for fqn, tensor, facts in model.parameter_facts:
        for attr, value in _set_on(tensor):
            contrary = [fqn] if facts.requires_grad is not value else []
            path = words.path(model.name, fqn)
            yield Stray(model, path, attr, value, "tensors", 1, contrary)


def _set_on(value: object) -> Iterator[tuple[str, bool]]:
    """The switches among the attributes of an object itself."""
    for name, found in raw.instance_dict(value).items():
        if name in _NAMES and type(found) is bool:
            yield name, found


def _below(model: Model, node: walk.Node) -> list[tuple[str, bool]]:
    """The parameters of a module, and whether each requires grad."""
    return [
        (fqn, facts.requires_grad)
        for fqn, _, facts in model.parameter_facts
        if not node.fqn or words.is_within(fqn, node.fqn)
    ]


def _knows(cls: type, attr: str) -> bool:
    """Whether a class does something with an attribute of that name itself."""
    return any(
        attr in classes.members(base)
        or classes.storing_methods(base, attr)
        or classes.loading_methods(base, attr)
        for base in classes.mro(cls)
        if not classes.is_torch(base)
    )


def _subjects(scene: Scene, stray: Stray) -> list[Subject]:
    """The claims that an attribute may come from; else a subject of its own."""
    own = Subject("name", "", f"{stray.model.name}.{stray.attr}")
    others = {f"{model.name}.{stray.attr}" for model in scene.models} - {own.name}
    claimed = {
        claim.subject: None
        for claim in scene.claims.get(RULE.code, ())
        if claim.subject.name.endswith(f".{stray.attr}")
        # What a function calls it, and what another variable is, is not known.
        and claim.subject.name not in others
    }
    return list(claimed) or [own]


def _verdict(scene: Scene, strays: list[Stray], subject: Subject) -> Verdict:
    first = strays[0]
    run = provenance.last_run_with(scene, first.attr)
    return Verdict(
        subject=subject,
        kind="confirmed",
        values=_values(first),
        evidence=tuple(map(_sentence, strays[:4])),
        object=first.path,
        cell=run.cell if run else None,
        cause=f"{first.model.name}.{first.attr}",
    )


def _values(stray: Stray) -> dict[str, Any]:
    path = words.clean(stray.path)
    shown = path if len(path) <= 30 else f"….{path[-28:].partition('.')[2]}"
    return {
        "code": f"{shown}.{words.clean(stray.attr)} = {stray.value}",
        "reason": reason_of(stray.owners, stray.attr),
    }


def _sentence(stray: Stray) -> str:
    """How many parameters are not what the attribute says."""
    name = words.code(stray.path)
    state = f"`requires_grad={not stray.value}`"
    if stray.owners == "tensors":
        return f"{name} has a plain attribute {words.code(stray.attr)}, and {state}"
    count = words.count(stray.total, "parameter")
    return (
        f"{name} has a plain attribute {words.code(stray.attr)}, and "
        f"{len(stray.contrary)} of its {count} "
        f"{words.form(len(stray.contrary), 'has', 'have')} {state}"
    )
