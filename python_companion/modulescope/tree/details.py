"""What the details of one module show: overview, tensors, hooks."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ..findings import CellRef
from ..hooks.registered import Registered, global_hooks, registered_hooks
from ..hooks.rows import Runs, hook_rows, own_ids, registering
from ..objects import classes, raw, walk
from ..objects.grads import Moving, grads
from ..objects.settings import settings
from ..session.scene import Model, Scene
from .facts import Facts
from .tree import ModuleTree, tree


@dataclass(frozen=True)
class Details:
    """Rows for the three tabs, as the wire has them."""

    overview: dict[str, Any]
    tensors: list[dict[str, Any]]
    tensors_left_out: int
    hooks: list[dict[str, Any]]


def details(
    scene: Scene, root: Any, fqn: str, module: Any, whole: ModuleTree, most_tensors: int
) -> Details:
    """Reads one module.

    Args:
        scene: The live objects of now.
        root: The model that the module is part of.
        fqn: Its name below the model.
        module: The module itself.
        whole: The tree of the model.
        most_tensors: Rows of tensors at most.
    """
    nodes, _ = walk.nodes(module)
    if fqn:
        nodes = [node._replace(fqn=join(fqn, node.fqn)) for node in nodes]
    held = [
        (node, *tensor) for node in nodes for tensor in walk.own_tensors(node.module)
    ]
    rows = _tensor_rows(scene, held[:most_tensors], _shared(whole.facts))
    return Details(
        _overview(scene, root, module, whole, [tensor for _, _, tensor, _ in held]),
        list(rows),
        max(len(held) - most_tensors, 0),
        list(_hook_rows(scene, root, (*registered_hooks(nodes), *global_hooks(fqn)))),
    )


def join(fqn: str, name: str) -> str:
    """The name of something below a module."""
    return f"{fqn}.{name}" if fqn and name else fqn or name


def _overview(
    scene: Scene, root: Any, module: Any, whole: ModuleTree, tensors: list[Any]
) -> dict[str, Any]:
    found = whole if module is root else tree(module)
    facts = found.facts
    model = _model(scene, root)
    return {
        "class_name": classes.class_name(module),
        "class_module": classes.module_name(type(module)),
        "shape": found.outline.badge(0),
        "settings": settings(module),
        "class_cell": _cell(scene.cell_of_class(type(module))),
        "built_cell": _cell(model.bound.cell if model and model.bound else None),
        "totals": facts.totals.to_dict(),
        "placements": _placements(tensors),
        "training": facts.mode[0],
        "num_children": len(facts.children[0]),
    }


def _placements(tensors: list[Any]) -> list[dict[str, Any]]:
    """How many tensors are where; most of them first."""
    each = {id(tensor): tensor for tensor in tensors}.values()
    found = Counter(_places(list(each)))
    return [
        {"device": device, "dtype": dtype, "count": count}
        for (device, dtype), count in found.most_common(50)
    ]


def _places(tensors: list[Any]) -> Iterator[tuple[str, str]]:
    """Device and dtype of each tensor, without those that cannot be read."""
    torch = sys.modules["torch"]
    base = torch.Tensor
    try:
        with torch._C.DisableTorchFunction():
            # In C: a large model has tens of thousands of them, in very few places.
            devices = list(map(base.device.__get__, tensors))
            dtypes = list(map(base.dtype.__get__, tensors))
    except Exception:
        facts = map(walk.tensor_facts, tensors)
        yield from ((t.device, t.dtype) for t in facts if t is not None)
        return
    for (device, dtype), count in Counter(zip(devices, dtypes, strict=True)).items():
        yield from [(str(device), str(dtype).removeprefix("torch."))] * count


def _tensor_rows(
    scene: Scene,
    held: list[tuple[walk.Node, str, Any, str]],
    shared: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    owners = _optimizers(scene)
    given = _grads([tensor for _, _, tensor, _ in held])
    for (node, name, tensor, kind), has_grad in zip(held, given, strict=True):
        found = walk.tensor_facts(tensor)
        if found is None:
            continue
        fqn = join(node.fqn, name)
        trainable = kind == "parameter" and found.requires_grad
        yield {
            "fqn": fqn,
            "kind": kind,
            "shape": "lazy" if found.lazy else str(list(found.shape)),
            "dtype": found.dtype,
            "device": found.device,
            "trainable": trainable,
            "persistent": kind == "parameter" or _is_persistent(node.module, name),
            "grad": _grad(has_grad, trainable),
            "shared_with": shared.get(fqn),
            "optimizer": owners.get(id(tensor)),
        }


def _is_persistent(module: Any, name: str) -> bool:
    passing = raw.instance_dict(module).get("_non_persistent_buffers_set")
    return type(passing) is not set or name not in passing


def _grads(tensors: list[Any]) -> list[bool | None]:
    """Which of them have a gradient; None where it cannot be asked for now."""
    try:
        return [grad is not None for grad in grads(tensors)]
    except Moving:
        return [None] * len(tensors)


def _grad(has_grad: bool | None, trainable: bool) -> str:
    if has_grad:
        return "set"
    if has_grad is None and trainable:
        return "unknown"
    return "none" if trainable else "not applicable"


def _optimizers(scene: Scene) -> dict[int, str]:
    """Which optimizer holds a tensor, and in which group."""
    return {
        id(tensor): f"{optimizer.name}, group {group}"
        for optimizer in reversed(scene.optimizers)
        for group, tensor in optimizer.parameters
    }


def _shared(facts: Facts) -> dict[str, str]:
    """For each parameter with several names: another one of them."""
    found: dict[str, str] = {}
    for places in facts.repeats.values():
        names = [join(facts.fqn(index), name) for index, name in places]
        found.update((name, names[0]) for name in names[1:])
        found[names[0]] = names[1]
    return found


def _model(scene: Scene, root: Any) -> Model | None:
    return next((model for model in scene.models if model.module is root), None)


def _hook_rows(
    scene: Scene, root: Any, hooks: tuple[Registered, ...]
) -> Iterator[dict[str, Any]]:
    if hooks:
        # What only hooks need takes a walk over the whole model.
        runs = Runs(scene.runs, registering(scene, root))
        for row in hook_rows(hooks, runs, own_ids(root)):
            yield _hook_row(asdict(row))


def _hook_row(row: dict[str, Any]) -> dict[str, Any]:
    # `asdict` leaves named tuples as they are.
    return row | {key: _cell(row[key]) for key in ("defined_cell", "registered_cell")}


def _cell(cell: CellRef | None) -> dict[str, Any] | None:
    return None if cell is None else cell._asdict()
