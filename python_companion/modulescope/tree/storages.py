"""The memory behind the parameters of one pass, where it can be told."""

from __future__ import annotations

from operator import attrgetter
from types import MemberDescriptorType
from typing import Any

from ..objects import classes, raw, walk
from .kinds import Kinds

_cdata = attrgetter("_cdata")
_TOGETHER = 1024
"""So many storages are read at once."""


class Storages:
    """The distinct storages of tensors, each with its size."""

    def __init__(self, torch: Any, kinds: Kinds) -> None:
        self._kinds = kinds
        self._bytes: dict[int, int] = {}
        self._storage_of = torch._C.TensorBase.untyped_storage
        self._bytes_of = torch.UntypedStorage.nbytes

    @property
    def bytes(self) -> int:
        """The size of all."""
        return sum(self._bytes.values())

    def add_all(self, tensors: list[Any]) -> None:
        """Adds the storages of plain parameters, many at once."""
        for start in range(0, len(tensors), _TOGETHER):
            self._add_together(tensors[start : start + _TOGETHER])

    def _add_together(self, tensors: list[Any]) -> None:
        try:
            found = list(map(self._storage_of, tensors))
            sizes = map(self._bytes_of, found)
            self._bytes.update(zip(map(_cdata, found), sizes, strict=True))
        except RuntimeError:
            # A sparse tensor has no storage of its own.
            for tensor in tensors:
                self.add(tensor)

    def add(self, tensor: Any, depth: int = 0) -> None:
        """Adds a tensor's storage, or those of the tensors that it wraps."""
        cls = type(tensor)
        plain = (self._kinds.known.get(id(cls)) or self._kinds.add(cls)).is_plain
        if not plain and depth < 4 and (inner := wrapped(tensor)):
            for part in inner:
                self.add(part, depth + 1)
            return
        try:
            storage = self._storage_of(tensor)
            if plain or storage.device.type != "meta":
                self._bytes[storage._cdata] = storage.nbytes()
        except Exception:
            # Sparse, nested and opaque tensors have no storage of their own.
            return


def wrapped(tensor: Any) -> list[Any]:
    """The tensors that a wrapper tensor (a shard, a quantised weight) consists of."""
    found = list(raw.instance_dict(tensor).values())
    for cls in classes.mro(type(tensor)):
        # A DTensor keeps its shard in a slot. Only torch's own slots are read.
        if classes.module_name(cls).startswith("torch."):
            slot = classes.member(cls, "_local_tensor")
            if type(slot) is MemberDescriptorType:
                found.append(slot.__get__(tensor))
    return [value for value in found if walk.is_tensor(value)]
