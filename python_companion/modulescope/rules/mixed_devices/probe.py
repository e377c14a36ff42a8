"""The live half: tensors of one model on several real devices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...objects import classes, metadata, raw, walk
from ...rulekit import provenance, words
from ...rulekit.plain_tensors import is_state, plain_tensors
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene
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
    """Confirms for models; NN514 speaks of the state of optimizers."""
    for model in scene.models:
        if verdict := _model_verdict(model):
            yield verdict


def _is_dispatched(model: Model) -> bool:
    return any(
        name in raw.instance_dict(node.module)
        for node in model.nodes
        for name in _DISPATCHED
    )


def _model_verdict(model: Model) -> Verdict | None:
    registered = [tensor for _, tensor in (*model.parameters, *model.buffers)]
    plain = [held.value for held in plain_tensors(model)]
    seen = {p.device_type for p in metadata.placements([*registered, *plain]) if p}
    # Several accelerators of one type are model parallelism; nobody gets there by
    # forgetting a `.to()`.
    if len(seen - {"meta"}) < 2 or _is_dispatched(model):
        return None
    tensors = _tensors(model)
    devices = Counter(tensor.device for tensor in tensors)
    types = {tensor.device_type for tensor in tensors}
    if len(types) < 2:
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
        values={
            "model": words.clean(model.name),
            "devices": words.count(len(devices), "device"),
        },
        evidence=(
            f"{words.code(model.name)} has {words.sentence(parts)}: "
            f"{words.listing(tensor.fqn for tensor in away)}",
        ),
        object=words.path(model.name, away[0].fqn),
        cell=model.bound.cell if model.bound else None,
        range=provenance.name_range(model.bound, model.name),
        cause=model.name,
    )


def _tensors(model: Model) -> list[_Tensor]:
    """All tensors on real devices; not scalars, which operations take from the CPU."""
    entries: list[tuple[str, int, Any, bool]] = []
    for index, node in enumerate(model.nodes):
        for name, tensor, _ in walk.own_tensors(node.module):
            entries.append((f"{node.fqn}.{name}".lstrip("."), index, tensor, False))
    indices = {id(node.module): index for index, node in enumerate(model.nodes)}
    for held in plain_tensors(model):
        fqn = f"{held.node.fqn}.{held.attr}".lstrip(".")
        index = indices[id(held.node.module)]
        entries.append((fqn, index, held.value, is_state(held)))
    found = []
    placed = metadata.placements(tensor for _, _, tensor, _ in entries)
    for (fqn, index, _, plain), place in zip(entries, placed, strict=True):
        if place is None or place.device_type == "meta":
            continue
        if not (place.is_scalar and place.device_type == "cpu"):
            found.append(_Tensor(fqn, place.device, place.device_type, index, plain))
    return found


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
    for base in classes.mro(cls):
        code = dict(classes.functions(base)).get("forward")
        if code is not None:
            return bool(_MOVING & set(code.co_names))
    return False
