"""One fact of many tensors at once, where `walk.tensor_facts` would cost too much."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from . import classes, raw


class Placement(NamedTuple):
    """Where a tensor is."""

    device: str
    device_type: str
    is_scalar: bool


def numel(tensors: Iterable[Any]) -> int:
    """The elements of tensors together; a lazy or unreadable one has none."""
    torch = raw.loaded_torch()
    count = torch.Tensor.numel if torch else None

    def read(tensor: Any) -> int:
        if classes.class_name(tensor).startswith("Uninitialized") or count is None:
            return 0
        return int(count(tensor))

    return sum(found or 0 for found in _each(tensors, read))


def requires_grad(tensors: Iterable[Any]) -> list[bool]:
    """Whether each tensor requires grad."""
    torch = raw.loaded_torch()
    read = torch.Tensor.requires_grad.__get__ if torch else bool
    return [found is True for found in _each(tensors, read)]


def kinds(tensors: Iterable[Any]) -> list[tuple[Any, Any] | None]:
    """Type and device of each tensor, to compare; None if that cannot be read."""
    torch = raw.loaded_torch()
    if torch is None:
        return []
    dtype, device = torch.Tensor.dtype.__get__, torch.Tensor.device.__get__
    return _each(tensors, lambda tensor: (dtype(tensor), device(tensor)))


def placements(tensors: Iterable[Any]) -> list[Placement | None]:
    """Where each tensor is; None if that cannot be read."""
    torch = raw.loaded_torch()
    if torch is None:
        return []
    device_of = torch.Tensor.device.__get__
    dim = torch.Tensor.dim
    names: dict[Any, tuple[str, str]] = {}

    def read(tensor: Any) -> Placement:
        device = device_of(tensor)
        if device not in names:
            names[device] = (str(device), device.type)
        return Placement(*names[device], dim(tensor) == 0)

    return _each(tensors, read)


def _each(tensors: Iterable[Any], read: Callable[[Any], Any]) -> list[Any]:
    torch = raw.loaded_torch()
    if torch is None:
        return []
    found: list[Any] = []
    with torch._C.DisableTorchFunction():
        for tensor in tensors:
            try:
                found.append(read(tensor))
            except Exception:
                found.append(None)
    return found
