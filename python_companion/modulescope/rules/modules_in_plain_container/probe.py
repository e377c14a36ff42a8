"""The live half: containers whose modules `model.modules()` does not reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import compress
from typing import Any

from ...findings import Severity
from ...objects import classes, metadata, raw, registries, walk
from ...objects.containers import KINDS, held
from ...rulekit import provenance, words
from ...rulekit.hidden import Hidden, hidden_modules, parameters_below
from ...rulekit.rule import Subject, Verdict
from ...rulekit.shared import shared_modules
from ...session.scene import Model, Scene, class_files
from . import RULE

# Modules whose behaviour changes with `eval()`: they are missed even without tensors.
_MODE = ("Dropout", "AlphaDropout", "BatchNorm", "InstanceNorm", "RReLU")


@RULE.probe
def hidden_containers(scene: Scene) -> Iterator[Verdict]:
    """Confirms for each attribute with hidden modules, and refutes the others."""
    seen: set[tuple[int, str]] = set()
    for model in scene.models:
        for hidden in hidden_modules(model):
            cls = type(hidden.node.module)
            owner = classes.storing_class(cls, hidden.attr) or cls
            if (id(owner), hidden.attr) in seen or _is_theirs(scene, owner, hidden):
                continue
            if verdict := _confirmed(scene, model, hidden, owner):
                seen.add((id(owner), hidden.attr))
                yield verdict
        for owner, hidden in shared_modules(model):
            if (id(owner), hidden.attr) not in seen:
                seen.add((id(owner), hidden.attr))
                if verdict := _confirmed(scene, model, hidden, owner):
                    yield verdict
    yield from _refuted(scene, seen)


def _is_theirs(scene: Scene, owner: type, hidden: Hidden) -> bool:
    """Whether a library keeps these modules out of its own module on purpose."""
    if not classes.is_library(owner):
        return False
    if classes.storing_class(owner, hidden.attr) is not None:
        return True
    return not any(hidden.attr in provenance.words(run.source) for run in scene.runs)


def _confirmed(
    scene: Scene, model: Model, hidden: Hidden, owner: type
) -> Verdict | None:
    parameters = parameters_below(hidden.modules)
    if not parameters and not any(map(_is_stateful, hidden.modules)):
        # Activations and losses: no method of the root would do anything to them.
        return None
    path = words.path(model.name, hidden.node.fqn)
    hidden_numel, model_numel = metadata.numel(parameters), _numel_of(model)
    kind, n = hidden.kind, len(hidden.modules)
    cell, range = provenance.attribute_range(scene, owner, hidden.attr)
    severity, reason = _severity(scene, hidden, parameters)
    name = words.clean(f"{path}.{hidden.attr}")
    return Verdict(
        subject=Subject("attr", classes.name(owner), hidden.attr),
        kind="confirmed",
        values={
            "owner": words.clean(path),
            "model": words.clean(model.name),
            "cls": words.clean(classes.class_name(hidden.node.module)),
            "attr": words.clean(hidden.attr),
            "kind": kind,
            "what": f"Python {kind}" if kind in KINDS.values() else kind,
            "n": n,
            "modules": words.form(n, "module is", f"{words.number(n)} modules are"),
            "p": words.total(hidden_numel),
            "q": words.total(model_numel),
        },
        evidence=(
            f"`{name}` holds {words.count(n, 'module')} with "
            f"{words.parameters(hidden_numel)}; "
            f"{words.code(model.name + '.parameters()')} yields "
            f"{words.total(model_numel)} {words.form(model_numel, 'element')}",
            *reason,
        ),
        severity=severity,
        built_from=class_files(owner) | _assigning(scene, owner, hidden.attr),
        object=f"{path}.{hidden.attr}",
        cell=cell,
        range=range,
        cause=f"{classes.name(owner)}.{hidden.attr}",
        when_gone=_now_yields(model.name, model_numel),
    )


def _assigning(scene: Scene, owner: type, attr: str) -> frozenset[str]:
    """The texts that may assign the attribute from outside: `net.layers = […]`."""
    return provenance.files_using(scene, attr, f"class {classes.name(owner)}")


def _is_stateful(module: Any) -> bool:
    return any(
        any(part in classes.class_name(node.module) for part in _MODE)
        or any(True for _ in walk.own_tensors(node.module))
        for node in walk.nodes(module)[0]
    )


def _severity(
    scene: Scene, hidden: Hidden, parameters: list[Any]
) -> tuple[Severity | None, tuple[str, ...]]:
    """Lower than the rule's own where the hiding looks deliberate."""
    trainable = list(compress(parameters, metadata.requires_grad(parameters)))
    if not parameters:
        return Severity.WARNING, (_missed(hidden),)
    if not trainable:
        return Severity.INFO, ("all of these parameters are frozen",)
    for optimizer in scene.optimizers:
        held = {id(tensor) for _, tensor in optimizer.parameters}
        if all(id(tensor) in held for tensor in trainable):
            name = words.code(optimizer.name)
            return Severity.WARNING, (f"{name} holds their parameters all the same",)
    roots = {id(model.module): model.name for model in scene.models}
    names = [roots.get(id(module), "") for module in hidden.modules]
    if all(name.isidentifier() for name in names):
        return Severity.WARNING, (f"they are also bound to {words.listing(names)}",)
    return None, ()


def _missed(hidden: Hidden) -> str:
    """What is wrong with hidden modules that have no parameters."""
    who = words.form(len(hidden.modules), "it has", "they have")
    them = words.form(len(hidden.modules), "it", "them")
    nodes = [node for one in hidden.modules for node in walk.nodes(one)[0]]
    if any(part in classes.class_name(node.module) for node in nodes for part in _MODE):
        return f"{who} no parameters, but `eval()` misses {them}"
    return f"{who} buffers only; `to()` and `state_dict()` miss them"


def _numel_of(model: Model) -> int:
    return metadata.numel(tensor for _, tensor in model.parameters)


def _now_yields(name: str, before: int) -> Callable[[Scene], str | None]:
    # Only the name is kept: a verdict outlives the sweep, the model must not.
    def sentence(scene: Scene) -> str | None:
        model = next((m for m in scene.models if m.name == name), None)
        if model is None or (now := _numel_of(model)) == before:
            return None
        return (
            f"`{name}.parameters()` now yields {words.parameters(now)} "
            f"(was {words.total(before)})."
        )

    return sentence


def _refuted(scene: Scene, confirmed: set[tuple[int, str]]) -> Iterator[Verdict]:
    """The claimed attributes whose modules an instance does register."""
    claimed = {claim.subject for claim in scene.claims.get(RULE.code, ())}
    claimed = {subject for subject in claimed if subject.kind == "attr"}
    if not claimed:
        return
    for model in scene.models:
        hidden = {(id(h.node.module), h.attr) for h in hidden_modules(model)}
        for node in model.nodes:
            for base in classes.mro(type(node.module)):
                for subject in claimed:
                    if (
                        subject.owner == classes.name(base)
                        and (id(base), subject.name) not in confirmed
                        and (id(node.module), subject.name) not in hidden
                        and _holds_modules(node.module, subject.name)
                    ):
                        yield Verdict(subject, "refuted", built_from=class_files(base))


def _holds_modules(module: Any, attr: str) -> bool:
    """Whether an attribute has modules, registered itself or elsewhere in the root."""
    if attr in registries.read(module, "_modules"):
        return True
    value = raw.instance_dict(module).get(attr)
    return any(walk.is_module(item) for item in held(value))
