"""How live objects are read: raw registries only, nothing of the object itself runs.

`named_modules()`, `getattr`, `isinstance`, `repr`, `==`, `len` and `bool` each raise,
hang or change state on some real module (spectral norm runs a forward when its weight
is read). Everything here reads `__dict__` through `object.__getattribute__` and tensor
metadata through unbound `torch.Tensor` accessors.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Iterator
from types import GetSetDescriptorType, ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import torch


class Node(NamedTuple):
    """One module of a tree, at the first place where it is met."""

    fqn: str
    module: Any
    parent: int | None
    """The index of its parent among the nodes."""
    name: str
    depth: int


def loaded_torch() -> ModuleType | None:
    """The user's torch, or None: we never import it ourselves."""
    torch = sys.modules.get("torch")
    # While torch is being imported the module object is there but not complete.
    return torch if torch is not None and "nn" in vars(torch) else None


def is_module(value: object) -> bool:
    """Whether the type of a value derives from `torch.nn.Module`."""
    torch = loaded_torch()
    return torch is not None and derives(type(value), torch.nn.Module)


def is_training(module: object) -> bool:
    """Whether the flag of a module says train mode."""
    return instance_dict(module).get("training") is True


def is_tensor(value: object) -> bool:
    """Whether the type of a value derives from `torch.Tensor`."""
    torch = loaded_torch()
    return torch is not None and derives(type(value), torch.Tensor)


def is_parameter(value: object) -> bool:
    """Whether a value is an `nn.Parameter`, by type or by torch's own flag."""
    torch = loaded_torch()
    if torch is None or not derives(type(value), torch.Tensor):
        return False
    if derives(type(value), torch.nn.Parameter):
        return True
    try:
        # Tensor subclasses that became parameters carry a flag instead of the type.
        return instance_dict(value).get("_is_param") is True
    except Exception:
        return False


def is_optimizer(value: object) -> bool:
    """Whether the type of a value derives from `torch.optim.Optimizer`."""
    torch = loaded_torch()
    return torch is not None and derives(type(value), torch.optim.Optimizer)


def derives(kind: type, base: type) -> bool:
    """Whether a class derives from another, whatever its metaclass says."""
    # Not isinstance(): proxies lie about __class__. Not issubclass(): metaclasses
    # override it. Called unbound it compares the types of the MRO by identity, in C.
    return type.__subclasscheck__(base, kind)


def class_name(value: object) -> str:
    """The name of a value's type, read past metaclasses."""
    return str(type.__dict__["__name__"].__get__(type(value)))


def instance_dict(value: object) -> dict[str, Any]:
    """A copy of a value's `__dict__`; empty if it has none."""
    return copy_dict(raw_dict(value))


def raw_dict(value: object) -> Any:
    """The `__dict__` itself, read past a property of that name; None if it has none."""
    torch = loaded_torch()
    if torch is not None and derives(type(value), torch.nn.Module):
        return vars(torch.nn.Module)["__dict__"].__get__(value)
    for cls in type.__dict__["__mro__"].__get__(type(value)):
        found = type.__dict__["__dict__"].__get__(cls).get("__dict__")
        if type(found) is GetSetDescriptorType:
            return found.__get__(value)
    return None


def raw_value(value: object, name: str) -> Any:
    """What the `__dict__` of a value itself holds under a name; None if nothing."""
    try:
        return dict.get(raw_dict(value), name)
    except Exception:
        return None


def registry(module: object, name: str) -> dict[Any, Any]:
    """A copy of a raw registry of a module (`_modules`, `_parameters`, …).

    Empty if it is missing (no `super().__init__()`) or is no dictionary.
    """
    try:
        attributes = raw_dict(module)
    except Exception:
        return {}
    return _registry(attributes, name)


def _registry(attributes: Any, name: str) -> dict[Any, Any]:
    """The same of a module whose `__dict__` is known."""
    try:
        found = dict.get(attributes, name)
    except Exception:
        return {}
    if type(found) is dict and not found:
        # Most registries are empty, and this is asked of each module of a model.
        return {}
    if derives(type(found), dict):
        return copy_dict(found)
    return _scripted(attributes, name)


def _scripted(attributes: dict[str, Any], name: str) -> dict[Any, Any]:
    """A registry of a TorchScript module, which torch keeps in C++."""
    from . import scripted

    try:
        if scripted.is_scripted(attributes):
            return dict(scripted.script_registry(attributes, name))
    except Exception:
        return {}
    return {}


def copy_dict(found: object) -> dict[Any, Any]:
    """A copy of a dictionary, read past overridden methods; empty if it is none."""
    try:
        return dict(registry_items(found))
    except Exception:
        # A key that cannot be hashed (again).
        return {}


def registry_items(found: object) -> list[tuple[Any, Any]]:
    """The items of a raw registry in its own order; empty if it is no dictionary.

    Subclasses are read past their overrides: the registries of some sharding
    libraries gather a parameter from all ranks when it is looked up.
    """
    if type(found) is dict:
        try:
            return list(found.items())
        except RuntimeError:
            # Another thread changed it while it was copied.
            pass
    elif not derives(type(found), dict):
        return []
    for _ in range(5):
        try:
            items: list[tuple[Any, Any]] = list(dict.items(found))  # type: ignore[arg-type]
            if derives(type(found), OrderedDict):
                # A hook registered with `prepend=True` is first in this order only.
                held = {id(key): (key, value) for key, value in items}
                keys: Iterator[Any] = OrderedDict.__iter__(found)  # type: ignore[arg-type]
                items = [held[id(key)] for key in keys]
            return items
        except (KeyError, RuntimeError):
            # Another thread changed it while it was copied.
            continue
    return []


def is_empty(registry: object) -> bool:
    """Whether there is nothing in a registry, or no registry.

    False for dictionaries of other types: to ask them can be code of a library.
    """
    return registry is None or (type(registry) in (dict, OrderedDict) and not registry)


def nodes(root: object, limit: int = 200_000) -> tuple[list[Node], bool]:
    """All modules below a root, each once, parents before children.

    Returns:
        The nodes in `named_modules()` order, and whether some were left out.
    """
    found: list[Node] = []
    seen: set[int] = set()
    stack: list[tuple[str, Any, int | None, str, int]] = [("", root, None, "", 0)]
    while stack:
        fqn, module, parent, name, depth = stack.pop()
        if id(module) in seen:
            continue
        if len(found) >= limit:
            return found, True
        seen.add(id(module))
        index = len(found)
        found.append(Node(fqn, module, parent, name, depth))
        children = registry(module, "_modules")
        for key, child in reversed(list(children.items())):
            if is_module(child) and id(child) not in seen:
                key = str_name(key)
                below = f"{fqn}.{key}" if fqn else key
                stack.append((below, child, index, key, depth + 1))
    return found, False


def str_name(key: object) -> str:
    """A registry key as text, cut at 1,000 characters; keys can be anything."""
    if type(key) is str:
        return key[:1000]
    return f"<{class_name(key)}>"


def own_tensors(module: object) -> Iterator[tuple[str, torch.Tensor, str]]:
    """The parameters and buffers of one module itself.

    Yields:
        Name, tensor, and `parameter` or `buffer`.
    """
    torch = loaded_torch()
    try:
        attributes = raw_dict(module)
    except Exception:
        return
    for kind, name in (("parameter", "_parameters"), ("buffer", "_buffers")):
        for key, tensor in _registry(attributes, name).items():
            if torch is not None and derives(type(tensor), torch.Tensor):
                yield str_name(key), tensor, kind


def storage_of(tensor: Any) -> tuple[int, int] | None:
    """A number for the storage of a tensor, and its bytes; None if it has none.

    A tensor on `meta` has a storage without memory behind it.
    """
    torch = sys.modules["torch"]
    try:
        with torch._C.DisableTorchFunction():
            if torch.Tensor.device.__get__(tensor).type == "meta":
                return None
            storage = torch._C.TensorBase.untyped_storage(tensor)
            return int(storage._cdata), int(storage.nbytes())
    except Exception:
        # Sparse, lazy, or a wrapper around other tensors.
        return None


class TensorFacts(NamedTuple):
    """Metadata of one tensor, read without running code of a subclass."""

    shape: tuple[int, ...]
    """Empty for a scalar and for an uninitialised lazy parameter."""
    numel: int
    dtype: str
    device: str
    device_type: str
    itemsize: int
    requires_grad: bool
    is_leaf: bool
    has_grad_fn: bool
    version: int | None
    """None for an inference tensor, which has no version counter."""
    lazy: bool


def tensor_facts(tensor: Any) -> TensorFacts | None:
    """The metadata of a tensor, or None if even that cannot be read."""
    torch = sys.modules["torch"]
    base = torch.Tensor
    try:
        # Not only for subclasses: a torch function mode is code of the user, too.
        with torch._C.DisableTorchFunction():
            lazy = class_name(tensor).startswith("Uninitialized")
            device = base.device.__get__(tensor)
            dtype = base.dtype.__get__(tensor)
            shape = () if lazy else tuple(int(n) for n in base.size(tensor))
            numel = 0 if lazy else int(base.numel(tensor))
            return TensorFacts(
                shape=shape,
                numel=numel,
                dtype=str(dtype).removeprefix("torch."),
                device=str(device),
                device_type=device.type,
                itemsize=dtype.itemsize,
                requires_grad=base.requires_grad.__get__(tensor),
                is_leaf=base.is_leaf.__get__(tensor),
                has_grad_fn=base.grad_fn.__get__(tensor) is not None,
                version=_version(base, tensor),
                lazy=lazy,
            )
    except Exception:
        return None


def _version(base: Any, tensor: Any) -> int | None:
    try:
        return int(base._version.__get__(tensor))
    except Exception:
        return None
