"""The live half: instances on which a method of `nn.Module` cannot be reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import classes, raw, registries, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene, class_files
from ...source.torchnames import MODULE_METHODS
from . import RULE

# What torch calls on every submodule of a model.
_CALLED_ON_CHILDREN = {
    "train": "`train()` and `eval()` of a model call it on every submodule",
    "apply": "`apply()` of a model calls it on every submodule",
    "state_dict": "`state_dict()` of a model calls it on every submodule",
    "forward": "every call of the module calls it",
}


@RULE.probe
def shadowed_methods(scene: Scene) -> Iterator[Verdict]:
    """Confirms for attributes that hide a method, refutes claims of other classes."""
    claims = scene.claims.get(RULE.code, ())
    claimed = {c.subject for c in claims if c.subject.kind == "attr"}
    seen: set[tuple[int, str]] = set()
    foreign: dict[int, bool] = {}
    for model in scene.models:
        for node in model.nodes:
            kind = type(node.module)
            if id(kind) not in foreign:
                foreign[id(kind)] = classes.is_library(kind)
            if foreign[id(kind)]:
                # What a library does to its own modules is its own affair.
                continue
            children = registries.read(node.module, "_modules")
            attributes = raw.instance_dict(node.module)
            for attr in MODULE_METHODS & (attributes.keys() | children.keys()):
                owner = classes.storing_class(type(node.module), attr)
                owner = owner or type(node.module)
                if (id(owner), attr) in seen or not _is_shadowed(node.module, attr):
                    continue
                if classes.is_library(owner):
                    continue
                value = children.get(attr, attributes.get(attr))
                if attr in children or not callable(value):
                    seen.add((id(owner), attr))
                    yield _verdict(scene, model, node, owner, attr, value)
            for subject in claimed:
                base = classes.base_named(type(node.module), subject.owner)
                if base is None or {subject.name} & (
                    attributes.keys() | children.keys()
                ):
                    continue
                value = _class_value(type(node.module), subject.name)
                if value is None or callable(value):
                    yield Verdict(subject, "refuted", built_from=class_files(base))
                elif (id(base), subject.name) not in seen:
                    seen.add((id(base), subject.name))
                    yield _verdict(scene, model, node, base, subject.name, value)


def _class_value(cls: type, attr: str) -> Any:
    """What the class itself has under a name, if it is a plain value."""
    for base in classes.mro(cls):
        if attr in (members := classes.members(base)):
            value = members[attr]
            plain = (bool, int, float, str, list, dict)
            return value if classes.is_exactly(value, plain) else None
    return None


def _is_shadowed(module: Any, attr: str) -> bool:
    """Whether the method is the one of `nn.Module`, or one for the forward pass."""
    for base in classes.mro(type(module)):
        if attr in classes.members(base):
            return attr == "forward" or classes.is_torch(base)
    return False


def _verdict(
    scene: Scene, model: Model, node: walk.Node, owner: type, attr: str, value: Any
) -> Verdict:
    path = words.path(model.name, node.fqn)
    name, kind = words.clean(f"{path}.{attr}"), words.clean(classes.class_name(value))
    if walk.is_module(value):
        effect = f"still reads the method `nn.Module.{attr}`, not the layer"
        evidence = [
            f"a {words.code(kind)} is registered as {words.code(attr)}, and the class "
            "has a method of that name, which is found first"
        ]
    else:
        effect = f"hides the method `nn.Module.{attr}`"
        evidence = [
            f"`{name}` is a {words.code(kind)}; `{name}()` raises `TypeError`",
        ]
        if attr in _CALLED_ON_CHILDREN:
            evidence.append(_CALLED_ON_CHILDREN[attr])
    cell, range = provenance.attribute_range(scene, owner, attr)
    return Verdict(
        subject=Subject("attr", classes.name(owner), attr),
        kind="confirmed",
        values={"where": f"`{name}`", "effect": effect},
        evidence=tuple(evidence),
        built_from=class_files(owner),
        object=f"{path}.{attr}",
        cell=cell,
        range=range,
        cause=f"{classes.name(owner)}.{attr}",
    )
