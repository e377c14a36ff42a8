"""Tensors that modules hold as plain attributes, and where they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..objects import classes, registries, walk
from ..objects.containers import plain
from ..session.scene import Model


class PlainTensor(NamedTuple):
    """A tensor among the plain attributes of a module."""

    node: walk.Node
    attr: str
    value: Any
    facts: walk.TensorFacts
    owner: type
    """The class whose methods assign it, else the class of the module."""
    stored_by: frozenset[str]
    """The methods that assign it; empty if it was set from outside."""

    @property
    def owner_name(self) -> str:
        """The name of the owner, read past metaclasses."""
        return classes.name(self.owner)


def plain_tensors(model: Model) -> list[PlainTensor]:
    """The plain tensor attributes of all modules of a model.

    Those that a library keeps for itself are left out: weight norm, spectral norm
    and pruning put the computed weight into a plain attribute of a `Linear`.
    """
    if "plain" not in model.memo:
        model.memo["plain"] = _plain_tensors(model)
    found: list[PlainTensor] = model.memo["plain"]
    return found


def _plain_tensors(model: Model) -> list[PlainTensor]:
    found = []
    for node in model.nodes:
        for attr, value in plain(node.module).items():
            if not walk.is_tensor(value):
                continue
            facts = walk.tensor_facts(value)
            cls = type(node.module)
            if facts is None or _is_theirs(node.module, cls, attr):
                continue
            owner = classes.storing_class(cls, attr) or cls
            stored_by = frozenset(classes.storing_methods(cls, attr))
            found.append(PlainTensor(node, attr, value, facts, owner, stored_by))
    return found


def _is_theirs(module: Any, cls: type, attr: str) -> bool:
    registered = registries.read(module, "_parameters")
    if any(f"{attr}{suffix}" in registered for suffix in ("_orig", "_g", "_v")):
        return True
    owner = classes.storing_class(cls, attr)
    if owner is not None:
        return classes.is_library(owner)
    # Not stored by any method: the user's own, unless a library class reads it.
    return classes.is_library(cls) and bool(classes.loading_methods(cls, attr))


# Methods that run once for each batch.
PASSES = frozenset({"forward", "__call__", "training_step", "validation_step"})
# Methods in which a class can look after a tensor by itself.
_CARING = frozenset({"_apply", "to", "get_extra_state", "state_dict"})


def is_state(tensor: PlainTensor) -> bool:
    """Whether a module computes with a tensor that is neither saved nor moved.

    Not a number without dimensions (it works on every device), what only a forward
    pass stores, what no method reads, what is moved where it is read, or what the
    class saves or moves itself.
    """
    cls = type(tensor.node.module)
    read_by = classes.loading_methods(cls, tensor.attr) - {"__init__"}
    return (
        bool(tensor.facts.shape)
        and not tensor.facts.requires_grad
        and not tensor.facts.has_grad_fn
        and bool(read_by)
        and not read_by & _CARING
        and (not tensor.stored_by or "__init__" in tensor.stored_by)
        and not classes.moves_on_use(cls, tensor.attr)
        and not classes.is_cache(cls, tensor.attr, PASSES)
    )


def parameter_device(model: Model, node: walk.Node) -> str | None:
    """The device of most parameters: of the module itself, else of its model."""
    own = _devices(t for _, t, kind in walk.own_tensors(node.module))
    if not own:
        own = _devices(tensor for _, tensor in model.parameters)
    return own.most_common(1)[0][0] if own else None


def _devices(tensors: Iterator[Any]) -> Counter[str]:
    facts = (walk.tensor_facts(tensor) for tensor in tensors)
    return Counter(fact.device for fact in facts if fact)


def is_other_device(model: Model, tensor: PlainTensor) -> bool:
    """Whether a tensor and the parameters are on two real devices; meta is none."""
    device = parameter_device(model, tensor.node)
    if device is None or "meta" in (device, tensor.facts.device_type):
        return False
    return device != tensor.facts.device
