"""The live half: layers with a bias that a norm follows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from ...objects import classes, raw, registries, undisturbed, walk
from ...objects.grads import grad_of
from ...rulekit import provenance, words
from ...rulekit.instances import instances
from ...rulekit.modes import is_training
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene, class_files
from ...values import samples, statistics
from . import RULE

# Gradients of more elements are not read after each cell.
_MAX_NUMEL = 262_144
# `harm.py`: 1e-6 before a norm, 0.1 alone.
_CANCELLED = 1e-3
_LAYERS = frozenset(
    "Linear Conv1d Conv2d Conv3d "
    "ConvTranspose1d ConvTranspose2d ConvTranspose3d".split()
)


class _Found(NamedTuple):
    model: Model
    path: str
    """The module expression of the layer: `model.net.0`."""
    layer: Any
    norm: Any
    owner: type | None
    """The class that holds them; None for a sequence of the namespace."""
    subject: Subject


@RULE.probe
def biases_before_norms(scene: Scene) -> Iterator[Verdict]:
    """Confirms for neighbours in sequences and for claimed attributes."""
    claims = {claim.subject: claim for claim in scene.claims.get(RULE.code, ())}
    owners = {subject.owner for subject in claims}
    for found in _neighbours(scene):
        if _bias(found.layer) is None:
            if found.subject in claims:
                yield Verdict(
                    found.subject,
                    "refuted",
                    built_from=provenance.files_of(
                        scene, found.owner, found.model.name
                    ),
                )
        # A claim that does not know its place is about the same layers.
        elif found.subject in claims or found.subject.owner not in owners:
            yield from _verdict(scene, found)
    for instance in instances(scene, RULE.code):
        subject = instance.claim.subject
        layer = registries.read(instance.node.module, "_modules").get(subject.name)
        if subject.kind == "attr" and layer is not None:
            path = words.path(instance.model.name, instance.node.fqn)
            entry = _Found(
                instance.model,
                f"{path}.{subject.name}",
                layer,
                None,
                instance.cls,
                subject,
            )
            if _bias(layer) is None:
                files = class_files(instance.cls)
                yield Verdict(subject, "refuted", built_from=files)
            else:
                yield from _verdict(scene, entry, instance.claim.values["norm"])


def _neighbours(scene: Scene) -> Iterator[_Found]:
    """Layer and norm side by side in an `nn.Sequential` of the user's own."""
    torch = raw.loaded_torch()
    if torch is None:
        return
    for model in scene.models:
        for node in model.of_type(torch.nn.Sequential):
            if type(node.module) is not torch.nn.Sequential:
                continue
            children = list(registries.read(node.module, "_modules").items())
            for (key, layer), (_, norm) in pairwise(children):
                if not _fit(layer, norm):
                    continue
                owner, subject = _place(model, node, walk.str_name(key))
                if owner is None or not classes.is_library(owner):
                    path = words.path(words.path(model.name, node.fqn), str(key))
                    yield _Found(model, path, layer, norm, owner, subject)


def _fit(layer: Any, norm: Any) -> bool:
    torch = raw.loaded_torch()
    assert torch is not None
    kind, norm_kind = classes.class_name(layer), classes.class_name(norm)
    if not (classes.is_torch(type(layer)) and classes.is_torch(type(norm))):
        return False
    if kind not in _LAYERS or not walk.is_module(norm):
        return False
    if kind == "Linear":
        fits = norm_kind == "BatchNorm1d"
    else:
        fits = norm_kind in (f"BatchNorm{kind[-2:]}", f"InstanceNorm{kind[-2:]}")
    name = "out_features" if kind == "Linear" else "out_channels"
    width = raw.raw_number(layer, name)
    # In eval mode with running statistics the bias acts.
    acts = not is_training(norm) and raw.raw_number(norm, "track_running_stats")
    fits = fits and width is not None
    return fits and not acts and raw.raw_number(norm, "num_features") == width


def _place(model: Model, node: walk.Node, key: str) -> tuple[type | None, Subject]:
    """The class of the module that holds a sequence, and what a claim would be on."""
    torch = raw.loaded_torch()
    assert torch is not None
    path = [key]
    while True:
        if node.parent is None:
            return None, Subject("name", "", ".".join([model.name, *path]))
        path.insert(0, node.name)
        node = model.nodes[node.parent]
        if type(node.module) is not torch.nn.Sequential:
            kind = type(node.module)
            owner = classes.storing_class(kind, path[0]) or kind
            return owner, Subject("attr", classes.name(owner), ".".join(path))


def _bias(layer: Any) -> Any:
    bias = registries.read(layer, "_parameters").get("bias")
    return bias if walk.is_tensor(bias) else None


def _verdict(scene: Scene, found: _Found, norm: str = "") -> Iterator[Verdict]:
    bias = _bias(found.layer)
    facts = walk.tensor_facts(bias)
    if facts is None:
        return
    files = provenance.files_of(scene, found.owner, found.model.name)
    name = words.clean(found.path)
    lines = [
        f"`{name}.bias` has {words.count(facts.numel, 'element')}; the norm subtracts "
        "the mean of each channel"
    ]
    norms = _gradient_norms(found.layer)
    if norms is not None:
        if norms[0] > norms[1] * _CANCELLED:
            yield Verdict(found.subject, "refuted", built_from=files)
            return
        lines.append(
            f"its gradient has the L2 norm {words.figure(norms[0])}, that of the "
            f"weight {words.figure(norms[1])}"
        )
    cell, range = (None, None)
    if found.owner is not None:
        attr = found.subject.name.split(".")[0]
        cell, range = provenance.attribute_range(scene, found.owner, attr)
    elif found.model.bound is not None:
        cell = found.model.bound.cell
        range = provenance.name_range(found.model.bound, found.model.name)
    yield Verdict(
        subject=found.subject,
        kind="confirmed",
        values={
            "layer": name,
            "norm": norm or words.clean(classes.class_name(found.norm)),
        },
        evidence=tuple(lines),
        built_from=files,
        object=found.path,
        cell=cell,
        range=range,
        cause=f"{found.subject.owner}.{found.subject.name}",
    )


def _gradient_norms(layer: Any) -> tuple[float, float] | None:
    """The L2 norms of the gradients of bias and weight, if they can be read cheaply."""
    found = []
    with undisturbed.undisturbed():
        for name in ("bias", "weight"):
            tensor = registries.read(layer, "_parameters").get(name)
            if not walk.is_tensor(tensor):
                return None
            grad = grad_of(tensor)
            facts = walk.tensor_facts(grad) if grad is not None else None
            if facts is None or facts.device_type != "cpu" or facts.numel > _MAX_NUMEL:
                return None
            flat = samples.flat_view(grad, facts)
            if flat is None:
                return None
            rms = float(statistics.measure([flat])[0][0])
            found.append(rms * math.sqrt(facts.numel))
    if not all(math.isfinite(value) for value in found) or not found[1]:
        return None
    return found[0], found[1]
