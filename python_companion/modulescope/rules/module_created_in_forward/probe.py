"""The live half: layers that a forward pass registered, or that only a graph holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...objects import graph, registries, walk
from ...rulekit import words
from ...rulekit.instances import Instance, instances
from ...rulekit.rule import Verdict
from ...session.scene import Scene, class_files
from . import RULE

_MAX_NODES = 2_000

_LEAST_CALLS = 2
"""One layer that is gone may have been replaced; one per call was made for it."""


@RULE.probe
def layers_of_a_pass(scene: Scene) -> Iterator[Verdict]:
    """Confirms for claimed layers that the live objects show."""
    ends: dict[str, list[Any]] | None = None
    for found in instances(scene, RULE.code):
        if found.claim.subject.kind == "attr":
            yield from _registered(found, scene)
            continue
        if (seen := _watched(found)) is not None:
            yield seen
            continue
        if ends is None:
            ends = _graph_ends(scene)
        yield from _kept_by_a_graph(found, scene, ends)


def _registered(found: Instance, scene: Scene) -> Iterator[Verdict]:
    """A module or parameter under a name that only the forward pass assigns."""
    attr = found.claim.subject.name
    parameters = _parameters(found.node.module, attr)
    if not parameters:
        return
    name = words.clean(words.path(found.model.name, found.node.fqn) + f".{attr}")
    lines = [
        f"`{name}` was registered by a forward pass, with "
        f"{words.count(len(parameters), 'parameter')}"
    ]
    held = {id(t) for optimizer in scene.optimizers for _, t in optimizer.parameters}
    if held:
        number = sum(id(tensor) in held for tensor in parameters)
        lines.append(f"optimizers hold {number} of them")
    yield _verdict(found, lines)


def _parameters(module: Any, attr: str) -> list[Any]:
    """The parameters of a child, or the one of that name."""
    own = registries.read(module, "_parameters").get(attr)
    if walk.is_parameter(own):
        return [own]
    layer = registries.read(module, "_modules").get(attr)
    if not walk.is_module(layer):
        return []
    return [
        tensor
        for node in walk.nodes(layer)[0]
        for _, tensor, kind in walk.own_tensors(node.module)
        if kind == "parameter"
    ]


def _watched(found: Instance) -> Verdict | None:
    """What a watch saw: modules that were gone after the forward that called them."""
    calls = found.model.recording.calls if found.model.recording else None
    if calls is None:
        return None
    kind = str(found.claim.values["layer"]).rpartition(".")[2]
    number = calls.passing(found.node.module, kind)
    times = calls.count(found.node.module)
    if times < _LEAST_CALLS or number < times:
        return None
    name = words.code(words.path(found.model.name, found.node.fqn))
    line = (
        f"in {words.count(times, 'watched call')} of {name}, "
        f"{words.count(number, f'`{words.clean(kind)}`')} came and went"
    )
    return _verdict(found, [line])


def _kept_by_a_graph(
    found: Instance, scene: Scene, ends: dict[str, list[Any]]
) -> Iterator[Verdict]:
    """A variable computed by the model, and by parameters that no module holds."""
    own = {id(tensor) for _, tensor in found.model.parameters}
    kept = _kept(scene)
    for name, leaves in ends.items():
        if not any(id(leaf) in own for leaf in leaves):
            continue
        lost = [t for t in leaves if walk.is_parameter(t) and id(t) not in kept]
        if lost:
            count = words.count(len(lost), "parameter")
            line = f"{words.code(name)} was computed with {count} that no module holds"
            yield _verdict(found, [line])
            return


def _kept(scene: Scene) -> set[int]:
    kept = {id(value) for value in scene.namespace.values()}
    for model in scene.models:
        kept.update(id(parameter) for _, parameter in model.parameters)
    for optimizer in scene.optimizers:
        kept.update(id(parameter) for _, parameter in optimizer.parameters)
    return kept


def _graph_ends(scene: Scene) -> dict[str, list[Any]]:
    """The leaves behind each tensor variable of the namespace that has a graph."""
    found = {}
    for name, value in scene.namespace.items():
        if walk.is_tensor(value) and graph.grad_fn(value) is not None:
            found[name] = graph.leaves(value, _MAX_NODES) or []
    return found


def _verdict(found: Instance, lines: list[str]) -> Verdict:
    return Verdict(
        subject=found.claim.subject,
        kind="confirmed",
        values={"layer": found.claim.values["layer"]},
        evidence=tuple(lines),
        built_from=class_files(found.cls),
        object=words.path(found.model.name, found.node.fqn),
        cause=f"{found.claim.subject.owner}.{found.claim.subject.name}",
    )
