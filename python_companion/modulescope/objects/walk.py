"""How modules and tensors are read: from registries, nothing of the object itself runs.

`named_modules()`, `getattr`, `isinstance`, `repr`, `==`, `len` and `bool` each raise,
hang or change state on some real module (spectral norm runs a forward when its weight
is read). Tensor metadata is read through unbound `torch.Tensor` accessors.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from . import classes, raw, registries

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


def is_module(value: object) -> bool:
    """Whether the type of a value derives from `torch.nn.Module`."""
    torch = raw.loaded_torch()
    return torch is not None and classes.derives(type(value), torch.nn.Module)


def is_tensor(value: object) -> bool:
    """Whether the type of a value derives from `torch.Tensor`."""
    torch = raw.loaded_torch()
    return torch is not None and classes.derives(type(value), torch.Tensor)


def is_parameter(value: object) -> bool:
    """Whether a value is an `nn.Parameter`, by type or by torch's own flag."""
    torch = raw.loaded_torch()
    if torch is None or not classes.derives(type(value), torch.Tensor):
        return False
    if classes.derives(type(value), torch.nn.Parameter):
        return True
    try:
        # Tensor subclasses that became parameters carry a flag instead of the type.
        return raw.instance_dict(value).get("_is_param") is True
    except Exception:
        return False


def is_optimizer(value: object) -> bool:
    """Whether the type of a value derives from `torch.optim.Optimizer`."""
    torch = raw.loaded_torch()
    return torch is not None and classes.derives(type(value), torch.optim.Optimizer)


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
        children = registries.read(module, "_modules")
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
    if type(key) is raw.OddKey:
        key = key.key
    return f"<{classes.class_name(key)}>"


def own_tensors(module: object) -> Iterator[tuple[str, torch.Tensor, str]]:
    """The parameters and buffers of one module itself.

    Yields:
        Name, tensor, and `parameter` or `buffer`.
    """
    torch = raw.loaded_torch()
    try:
        attributes = raw.raw_dict(module)
    except Exception:
        return
    for kind, name in (("parameter", "_parameters"), ("buffer", "_buffers")):
        for key, tensor in registries.read_in(attributes, name).items():
            if torch is not None and classes.derives(type(tensor), torch.Tensor):
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
            lazy = classes.class_name(tensor).startswith("Uninitialized")
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
