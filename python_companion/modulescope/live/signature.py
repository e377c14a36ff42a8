"""What a change of a model would move, read in about a microsecond a module.

After each run the signature of each model is compared with the one before; only when
they differ is anything else looked at. Ids, version counters and registry keys are
read from raw registries, in one pass without names.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from typing import Any, NamedTuple

from . import walk

HOOK_REGISTRIES = (
    "_forward_pre_hooks",
    "_forward_hooks",
    "_backward_pre_hooks",
    "_backward_hooks",
    "_state_dict_pre_hooks",
    "_state_dict_hooks",
    "_load_state_dict_pre_hooks",
    "_load_state_dict_post_hooks",
)
HookKey = tuple[int, str, int]
"""Id of the module, name of the registry, id of the handle."""

_PLAIN = (dict, OrderedDict)


class Signature(NamedTuple):
    """Two models with equal signatures did not change; all values compare fast."""

    modules: list[int]
    """Their ids, the root's first."""
    modes: list[Any]
    parameters: list[int]
    """Their ids, each once."""
    versions: list[int | None]
    kinds: list[tuple[Any, Any, Any]]
    """Dtype, device and whether it requires grad: `.half()` moves no version."""
    grads: list[tuple[int, int | None] | None]
    """Id and version of `.grad`, by parameter."""
    buffers: list[int]
    buffer_versions: list[int | None]
    hooks: list[HookKey]


def read_signature(root: Any) -> Signature:
    """The signature of a root module."""
    torch = sys.modules["torch"]
    base = torch.Tensor
    version_of, grad_of = base._version.__get__, base.grad.__get__
    dtype_of, device_of = base.dtype.__get__, base.device.__get__
    trains = base.requires_grad.__get__
    found = Signature([], [], [], [], [], [], [], [], [])
    seen_modules, seen_tensors = {id(root)}, set()
    stack = [root]
    # Not only for subclasses: a torch function mode is code of the user, too.
    with torch._C.DisableTorchFunction():
        while stack:
            module = stack.pop()
            try:
                attributes = object.__getattribute__(module, "__dict__")
            except Exception:
                attributes = {}
            found.modules.append(id(module))
            mode = attributes.get("training")
            found.modes.append(mode if mode is True or mode is False else None)
            for tensor in _values(module, attributes, "_parameters"):
                if id(tensor) in seen_tensors or not walk.is_tensor(tensor):
                    continue
                seen_tensors.add(id(tensor))
                found.parameters.append(id(tensor))
                found.versions.append(_number(version_of, tensor))
                found.kinds.append(
                    (dtype_of(tensor), device_of(tensor), trains(tensor))
                )
                found.grads.append(_grad(grad_of, version_of, tensor))
            for tensor in _values(module, attributes, "_buffers"):
                if walk.is_tensor(tensor):
                    found.buffers.append(id(tensor))
                    found.buffer_versions.append(_number(version_of, tensor))
            for name in HOOK_REGISTRIES:
                if attributes.get(name):
                    keys = walk.registry(module, name)
                    found.hooks.extend((id(module), name, key) for key in keys)
            for child in _values(module, attributes, "_modules"):
                if id(child) not in seen_modules and walk.is_module(child):
                    seen_modules.add(id(child))
                    stack.append(child)
    return found


def _values(module: Any, attributes: dict[str, Any], name: str) -> list[Any]:
    registry = attributes.get(name)
    if type(registry) in _PLAIN:
        try:
            # One C call: no other thread can change it meanwhile.
            return list(dict.values(registry))  # type: ignore[arg-type]
        except RuntimeError:
            pass
    return list(walk.registry(module, name).values())


def _number(version_of: Any, tensor: Any) -> int | None:
    try:
        number: int = version_of(tensor)
        return number
    except Exception:
        # Inference tensors have no version counter.
        return None


def _grad(grad_of: Any, version_of: Any, tensor: Any) -> tuple[int, int | None] | None:
    try:
        grad = grad_of(tensor)
    except Exception:
        return None
    return None if grad is None else (id(grad), _number(version_of, grad))


def buffer_names(root: Any) -> list[str]:
    """The fqns of the buffers, in the order of `Signature.buffers`."""
    found: list[str] = []
    seen = {id(root)}
    stack = [("", root)]
    while stack:
        prefix, module = stack.pop()
        for key, tensor in walk.registry(module, "_buffers").items():
            if walk.is_tensor(tensor):
                found.append(prefix + walk.str_name(key))
        for key, child in walk.registry(module, "_modules").items():
            if id(child) not in seen and walk.is_module(child):
                seen.add(id(child))
                stack.append((f"{prefix}{walk.str_name(key)}.", child))
    return found
