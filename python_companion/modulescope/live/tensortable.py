"""The distinct tensors of one pass: specs, repeats, storages, hooks."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable
from types import MemberDescriptorType
from typing import Any

from . import walk
from .facts import Facts, Spec
from .kinds import Kinds, module_of, mro_of

FlatEntries = tuple[str | int, ...]
"""Name, spec, name, spec, …: quicker to make and to look up than pairs."""
Items = Iterable[tuple[Any, Any]]

_GETTERS = (
    "shape",
    "dtype",
    "device",
    "requires_grad",
    "_backward_hooks",
    "_post_accumulate_grad_hooks",
)
_UNREADABLE = Spec((), 0, 0, "unreadable", "unreadable", "unreadable", False, False)


class Tensors:
    """Numbers tensors by identity (TorchScript: by storage) while a pass runs."""

    def __init__(self, torch: Any, facts: Facts, kinds: Kinds) -> None:
        self._torch = torch
        self._facts = facts
        self._kinds = kinds
        self._specs: dict[Hashable, int] = {}
        self._numbers: dict[Hashable, int] = {}
        self._buffers: set[Hashable] = set()
        self._storages: dict[int, int] = {}
        # Tensors met are held until the end, so that an id stays its own.
        self._held: list[Any] = []
        self._parameter = torch.nn.Parameter
        # By spec: whether its tensors have storages to count.
        self._stored: list[bool] = []
        self._storage_of = torch._C.TensorBase.untyped_storage
        base = vars(torch._C.TensorBase)
        self._get = tuple(base[name].__get__ for name in _GETTERS)

    @property
    def num_buffers(self) -> int:
        """Distinct buffers so far."""
        return len(self._buffers)

    @property
    def storage_bytes(self) -> int:
        """The size of the distinct storages of the parameters so far."""
        return sum(self._storages.values())

    def has(self, tensor: Any) -> bool:
        """Whether a tensor was met as a parameter or buffer."""
        return id(tensor) in self._numbers or id(tensor) in self._buffers

    def spec_of(self, tensor: Any) -> Spec:
        """What is to be said of a tensor that no registry has."""
        number = self._spec(tensor)
        return _UNREADABLE if number is None else self._facts.specs[number]

    def reader(self) -> Callable[[Items, int], FlatEntries]:
        """What notes the parameters of one module, and gives names and specs in turn.

        It runs once per module, so the common case is written out, and what it uses is
        bound once.
        """
        shape_of, dtype_of, device_of, requires_grad_of, hooks_of, post_of = self._get
        storage_of, storages, stored = self._storage_of, self._storages, self._stored
        plain, spec_of, number_of = (
            self._parameter, self._specs.get, self._numbers.setdefault
        )  # fmt: skip
        facts, keep = self._facts, self._held.append
        places = facts.places
        place, place_name = places.append, facts.place_names.append
        add_spec = facts.tensor_specs.append

        def read(items: Items, index: int) -> FlatEntries:
            entries: list[str | int] = []
            for name, tensor in items:
                if type(tensor) is not plain:
                    if tensor is not None:
                        self._strange(name, tensor, index, entries)
                    continue
                try:
                    key = (
                        shape_of(tensor),
                        dtype_of(tensor),
                        device_of(tensor),
                        requires_grad_of(tensor),
                    )
                    spec = spec_of(key)
                    if spec is None:
                        spec = self._new_spec(*key)
                except RuntimeError:
                    # A nested tensor has no shape.
                    self._strange(name, tensor, index, entries)
                    continue
                if type(name) is not str:
                    name = walk.str_name(name)
                entries.append(name)
                entries.append(spec)
                new = len(places)
                number = number_of(id(tensor), new)
                if number != new:
                    self._repeat(number, index, name)
                    continue
                place(index)
                place_name(name)
                keep(tensor)
                add_spec(spec)
                hooks, post_hooks = hooks_of(tensor), post_of(tensor)
                if hooks is not None or post_hooks is not None:
                    self._add_hooks(index, hooks, post_hooks)
                if stored[spec]:
                    try:
                        storage = storage_of(tensor)
                        storages[storage._cdata] = storage.nbytes()
                    except RuntimeError:
                        # A sparse tensor has no storage of its own.
                        continue
            return tuple(entries)

        return read

    def scripted(self, items: Items, index: int) -> FlatEntries:
        """The same for TorchScript, which makes new tensor objects when asked."""
        entries: list[str | int] = []
        for name, tensor in items:
            self._strange(name, tensor, index, entries, scripted=True)
        return tuple(entries)

    def _strange(
        self,
        name: Any,
        tensor: Any,
        index: int,
        entries: list[str | int],
        scripted: bool = False,
    ) -> None:
        """Notes what is no plain parameter, piece by piece; skips what is no tensor."""
        spec = self._spec(tensor)
        if spec is None:
            return
        name = walk.str_name(name)
        entries += (name, spec)
        new = len(self._facts.places)
        number = self._numbers.get(id(tensor))
        if number is None:
            identity = self._identity(tensor) if scripted else id(tensor)
            number = self._numbers.setdefault(identity, new)
            self._numbers[id(tensor)] = number
        self._held.append(tensor)
        if number != new:
            self._repeat(number, index, name)
            return
        self._facts.places.append(index)
        self._facts.place_names.append(name)
        self._facts.tensor_specs.append(spec)
        self._add_hooks(index, *(get(tensor) for get in self._get[4:]))
        if self._stored[spec]:
            self._add_storage(tensor)

    def _repeat(self, number: int, index: int, name: str) -> None:
        facts = self._facts
        first = (facts.places[number], facts.place_names[number])
        if first == (index, name):
            # A registry that another thread changed is read once more.
            return
        facts.repeats.setdefault(number, [first]).append((index, name))

    def buffers(self, items: Items, scripted: bool = False) -> FlatEntries:
        """Notes the buffers of one module, and gives names and specs in turn."""
        entries: list[str | int] = []
        for name, tensor in items:
            spec = None if tensor is None else self._spec(tensor)
            if spec is not None:
                entries += (walk.str_name(name), spec)
                self._held.append(tensor)
                self._buffers.add(self._identity(tensor) if scripted else id(tensor))
        return tuple(entries)

    def _identity(self, tensor: Any) -> Hashable:
        """What a tensor of TorchScript is known by: the memory that it views."""
        base = self._torch._C.TensorBase
        try:
            storage = base.untyped_storage(tensor)
            if storage.nbytes() > 0:
                shape = tuple(base.size(tensor))
                return (storage._cdata, base.storage_offset(tensor), shape)
        except Exception:
            # Opaque to us; then the object has to do.
            return id(tensor)
        return id(tensor)

    def _add_hooks(self, index: int, *registries: Any) -> None:
        before = self._facts.tensor_hooks.get(index, (0, 0))
        counts = [len(walk.registry_items(registry)) for registry in registries]
        if not any(counts):
            return
        self._facts.tensor_hooks[index] = (
            before[0] + counts[0],
            before[1] + counts[1],
        )

    def _new_spec(self, shape: Any, dtype: Any, device: Any, grad: bool) -> int:
        numel = math.prod(shape)
        spec = Spec(
            tuple(shape),
            numel,
            numel * dtype.itemsize,
            str(dtype).removeprefix("torch."),
            str(device),
            device.type,
            grad,
            False,
        )
        return self._add_spec((shape, dtype, device, grad), spec)

    def _spec(self, tensor: Any) -> int | None:
        """The number of a tensor's spec; None if it is no tensor."""
        cls = type(tensor)
        known = self._kinds.known.get(id(cls)) or self._kinds.add(cls)
        if not known.is_tensor:
            return None
        if known.is_plain:
            try:
                key = tuple(get(tensor) for get in self._get[:4])
                found = self._specs.get(key)
                return self._new_spec(*key) if found is None else found
            except RuntimeError:
                return self._read_spec(tensor, lazy=False)
        return self._read_spec(tensor, known.is_lazy)

    def _read_spec(self, tensor: Any, lazy: bool) -> int:
        """Reads each piece on its own; what cannot be read counts as nothing."""
        facts = walk.tensor_facts(tensor)
        if facts is None:
            self._facts.partial = True
            return self._add_spec("unreadable", _UNREADABLE)
        spec = Spec(
            facts.shape,
            facts.numel,
            facts.numel * facts.itemsize,
            facts.dtype,
            facts.device,
            facts.device_type,
            facts.requires_grad,
            lazy,
        )
        return self._add_spec(spec, spec)

    def _add_spec(self, key: Hashable, spec: Spec) -> int:
        number = self._specs.setdefault(key, len(self._facts.specs))
        if number == len(self._facts.specs):
            self._facts.specs.append(spec)
            self._stored.append(spec.device_type != "meta")
        return number

    def _add_storage(self, tensor: Any, depth: int = 0) -> None:
        """Adds a tensor's storage, or those of the tensors that it wraps."""
        cls = type(tensor)
        plain = (self._kinds.known.get(id(cls)) or self._kinds.add(cls)).is_plain
        if not plain and depth < 4 and (inner := wrapped(tensor)):
            for part in inner:
                self._add_storage(part, depth + 1)
            return
        try:
            storage = self._storage_of(tensor)
            if plain or storage.device.type != "meta":
                self._storages[storage._cdata] = storage.nbytes()
        except Exception:
            # Sparse, nested and opaque tensors have no storage of their own.
            return


def wrapped(tensor: Any) -> list[Any]:
    """The tensors that a wrapper tensor (a shard, a quantised weight) consists of."""
    found = list(walk.instance_dict(tensor).values())
    for cls in mro_of(type(tensor)):
        # A DTensor keeps its shard in a slot. Only torch's own slots are read.
        if module_of(cls).startswith("torch."):
            slot = type.__dict__["__dict__"].__get__(cls).get("_local_tensor")
            if type(slot) is MemberDescriptorType:
                found.append(slot.__get__(tensor))
    return [value for value in found if walk.is_tensor(value)]
