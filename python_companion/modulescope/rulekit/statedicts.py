"""State dicts in the namespace, and whose tensors they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..objects import classes, raw, registries, walk
from ..session.scene import Model

_MAX_DICTS = 200
_MAX_ITEMS = 64
Tensors = dict[str, Any]


def state_dicts(namespace: Mapping[str, Any]) -> Iterator[tuple[str, list[Tensors]]]:
    """The variables that hold dictionaries of tensors, up to one level down."""
    searched = 0
    for name, value in namespace.items():
        if found := held(value):
            yield name, found
            searched += 1
        if searched == _MAX_DICTS:
            return


def held(value: object) -> list[Tensors]:
    """The dictionaries of tensors in a value, or the value itself."""
    if classes.derives(type(value), dict):
        own = raw.copy_dict(value)
        if tensors := _tensors(own):
            return [tensors]
        entries = list(own.values())[:_MAX_ITEMS]
    elif classes.is_exactly(value, (list, tuple)):
        entries = list(value)[:_MAX_ITEMS]  # type: ignore[call-overload]
    else:
        return []
    return [
        tensors
        for entry in entries
        if classes.derives(type(entry), dict)
        if (tensors := _tensors(raw.copy_dict(entry)))
    ]


def _tensors(entries: dict[Any, Any]) -> Tensors:
    """The entries, if they are tensors by name; module state may have some others."""
    first = next(iter(entries.values()), None)
    if not walk.is_tensor(first):
        return {}
    return {
        key: value
        for key, value in entries.items()
        if type(key) is str and walk.is_tensor(value)
    }


def storage(tensor: Any) -> int | None:
    """A number that tensors share if and only if they share memory."""
    torch = raw.loaded_torch()
    assert torch is not None
    try:
        with torch._C.DisableTorchFunction():
            found: int = torch.Tensor.untyped_storage(tensor)._cdata
            return found
    except Exception:
        return None


def storages(model: Model) -> frozenset[int]:
    """The storages of a model's parameters."""
    key = "parameter storages"
    if key not in model.memo:
        found = (storage(tensor) for _, tensor in model.parameters)
        model.memo[key] = frozenset(filter(None, found))
    memory: frozenset[int] = model.memo[key]
    return memory


def own_state(model: Model) -> Tensors:
    """What `state_dict()` of a model has by default, without calling it."""
    key = "own state"
    if key not in model.memo:
        model.memo[key] = _own_state(model)
    state: Tensors = model.memo[key]
    return state


def _own_state(model: Model) -> Tensors:
    found: Tensors = {}
    # `nodes` lists a shared module once; a state dict has it under each of its names.
    stack = [("", model.module, 0)]
    while stack and len(found) < 100_000:
        prefix, module, depth = stack.pop()
        left_out = raw.instance_dict(module).get("_non_persistent_buffers_set")
        hidden = left_out if type(left_out) is set else set()
        for name, tensor, kind in walk.own_tensors(module):
            if kind == "parameter" or name not in hidden:
                found[prefix + name] = tensor
        if depth < 1000:
            children = list(registries.read(module, "_modules").items())
            for name, child in reversed(children):
                if walk.is_module(child):
                    stack.append((f"{prefix}{walk.str_name(name)}.", child, depth + 1))
    return found
