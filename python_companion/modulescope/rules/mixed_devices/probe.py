"""The live half: tensors of one model on several real devices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ...live import origins, walk
from ...live.plain_tensors import is_state, plain_tensors
from ...live.scene import Model, Optimizer, Scene
from .. import places, words
from ..base import Subject, Verdict
from . import RULE

# Set by accelerate and transformers where devices are mixed on purpose.
_DISPATCHED = ("hf_device_map", "_hf_hook", "device_map")
_MOVING = frozenset({"to", "cuda", "cpu", "to_device"})


class _Tensor(NamedTuple):
    fqn: str
    device: str
    device_type: str
    owner: int
    """The index of its module among the nodes."""
    plain: bool
    """Whether it is an attribute that NN105 speaks of."""


@RULE.probe
def several_devices(scene: Scene) -> Iterator[Verdict]:
    """Confirms for models, and for optimizers whose state stayed behind."""
    for model in scene.models:
        if not _is_dispatched(model):
            if verdict := _model_verdict(model):
                yield verdict
    names = {
        id(tensor): f"{model.name}.{fqn}"
        for model in scene.models
        for fqn, tensor in model.parameters
    }
    for optimizer in scene.optimizers:
        if verdict := _state_verdict(optimizer, names):
            yield verdict


def _is_dispatched(model: Model) -> bool:
    return any(
        name in walk.instance_dict(node.module)
        for node in model.nodes
        for name in _DISPATCHED
    )


def _model_verdict(model: Model) -> Verdict | None:
    tensors = _tensors(model)
    devices = Counter(tensor.device for tensor in tensors)
    types = {tensor.device_type for tensor in tensors}
    # Several accelerators of one type are model parallelism; nobody gets there by
    # forgetting a `.to()`.
    if len(devices) < 2 or len(types) < 2:
        return None
    major = devices.most_common(1)[0][0]
    away = [tensor for tensor in tensors if tensor.device != major]
    if all(tensor.plain for tensor in away) or _is_split(model, tensors):
        return None
    parts = [
        f"{words.count(n, 'tensor')} on {name}" for name, n in devices.most_common()
    ]
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values={"model": words.clean(model.name), "n": len(devices)},
        evidence=(
            f"{words.code(model.name)} has {words.sentence(parts)}: "
            f"{words.listing(tensor.fqn for tensor in away)}",
        ),
        object=words.path(model.name, away[0].fqn),
        cell=model.bound.cell if model.bound else None,
        range=places.name_range(model.bound, model.name),
        cause=model.name,
    )


def _tensors(model: Model) -> list[_Tensor]:
    found = []
    for index, node in enumerate(model.nodes):
        for name, tensor, _ in walk.own_tensors(node.module):
            found += _entry(node, index, name, walk.tensor_facts(tensor), False)
    indices = {id(node.module): index for index, node in enumerate(model.nodes)}
    for held in plain_tensors(model):
        index = indices[id(held.node.module)]
        found += _entry(held.node, index, held.attr, held.facts, is_state(held))
    return found


def _entry(
    node: walk.Node,
    index: int,
    name: str,
    facts: walk.TensorFacts | None,
    plain: bool,
) -> list[_Tensor]:
    if facts is None or facts.device_type == "meta" or facts.lazy:
        return []
    if not facts.shape and facts.device_type == "cpu":
        # Operations take scalars from the CPU.
        return []
    fqn = words.path(node.fqn, name) if node.fqn else name
    return [_Tensor(fqn, facts.device, facts.device_type, index, plain)]


def _is_split(model: Model, tensors: list[_Tensor]) -> bool:
    """Whether whole children are on devices of their own and a forward moves between.

    The class whose children differ must be the user's or a library's own with a
    `.to(…)` in its `forward`, and no module may mix devices itself.
    """
    by_owner: dict[int, set[str]] = {}
    for tensor in tensors:
        by_owner.setdefault(tensor.owner, set()).add(tensor.device)
    if any(len(devices) > 1 for devices in by_owner.values()):
        return False
    below: dict[int, set[str]] = {}
    nodes = model.nodes
    for index in range(len(nodes) - 1, -1, -1):
        below.setdefault(index, set()).update(by_owner.get(index, ()))
        parent = nodes[index].parent
        if parent is not None:
            below.setdefault(parent, set()).update(below[index])
    mixed = [i for i in range(len(nodes)) if len(below[i]) > 1]
    # The deepest modules whose subtree mixes are where the devices meet.
    meeting = [i for i in mixed if not any(nodes[j].parent == i for j in mixed)]
    return bool(meeting) and all(_moves(type(nodes[i].module)) for i in meeting)


def _moves(cls: type) -> bool:
    for base in origins.mro(cls):
        code = dict(origins.functions(base)).get("forward")
        if code is not None:
            return bool(_MOVING & set(code.co_names))
    return False


def _state_verdict(optimizer: Optimizer, names: dict[int, str]) -> Verdict | None:
    """An optimizer that stepped before its model was moved keeps its old state."""
    away: list[tuple[str, str, str, str]] = []
    state = walk.copy_dict(walk.instance_dict(optimizer.optimizer).get("state"))
    for parameter, entries in state.items():
        facts = walk.tensor_facts(parameter) if walk.is_tensor(parameter) else None
        if facts is None:
            continue
        for key, value in walk.copy_dict(entries).items():
            held = walk.tensor_facts(value) if walk.is_tensor(value) else None
            if held and held.shape and _differ(held, facts):
                name = names.get(id(parameter), "a parameter")
                away.append((walk.str_name(key), name, held.device, facts.device))
    if not away:
        return None
    key, name, device, own = away[0]
    bound = optimizer.bound
    return Verdict(
        subject=Subject("name", "", optimizer.name),
        kind="confirmed",
        values={"model": words.clean(optimizer.name), "n": 2},
        evidence=(
            f"{words.code(optimizer.name)} keeps `{words.clean(key)}` of "
            f"{words.code(name)} on {device}, the parameter is on {own}",
            f"{words.count(len(away), 'state tensor')} in all, on another device than "
            "their parameters",
        ),
        object=optimizer.name,
        cell=bound.cell if bound else None,
        range=places.name_range(bound, optimizer.name),
        cause=optimizer.name,
    )


def _differ(held: walk.TensorFacts, own: walk.TensorFacts) -> bool:
    return "meta" not in (held.device_type, own.device_type) and (
        held.device != own.device
    )
