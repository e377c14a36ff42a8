"""The distinct tensors of one pass: specs, repeats, storages, hooks."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable
from operator import attrgetter
from typing import Any

from ..objects import raw, registries, walk
from .facts import Facts, Spec
from .kinds import Kinds
from .places import Places
from .storages import Storages

FlatEntries = tuple[str | int, ...]
"""Name, spec, name, spec, …: quicker to make and to look up than pairs."""
Items = Iterable[tuple[Any, Any]]

_GETTERS = ("shape", "dtype", "device", "requires_grad", *registries.TENSOR_KINDS)
_UNREADABLE = Spec((), 0, 0, "unreadable", "unreadable", "unreadable", False, False)


class Tensors:
    """Numbers tensors by identity (TorchScript: by storage) while a pass runs."""

    def __init__(self, torch: Any, facts: Facts, kinds: Kinds) -> None:
        self._torch = torch
        self._facts = facts
        self._kinds = kinds
        self._specs: dict[Hashable, int] = {}
        self.places = Places(facts)
        self._buffers: set[Hashable] = set()
        self.storages = Storages(torch, kinds)
        # Buffers are held until the end, so that an id stays its own.
        self._held: list[Any] = []
        self.parameter_type = torch.nn.Parameter
        self._tensor_type = torch.Tensor
        # By spec: whether its tensors have storages to count.
        self._stored: list[bool] = []
        base = vars(torch._C.TensorBase)
        self._get = tuple(base[name].__get__ for name in _GETTERS)
        self.look = self._quick_look()
        self.number_of = self._specs.get

    def _quick_look(self) -> Callable[[Any], tuple[Any, ...]]:
        """What reads all of `_GETTERS` from a plain tensor or parameter."""
        torch, getters = self._torch, self._get
        special = {*_GETTERS, "__getattribute__", "__getattr__"}
        if special.isdisjoint(vars(torch.Tensor)) and special.isdisjoint(
            vars(torch.nn.Parameter)
        ):
            # One call in C, which finds what torch has in C.
            return attrgetter(*_GETTERS)
        return lambda tensor: tuple(get(tensor) for get in getters)

    @property
    def num_buffers(self) -> int:
        """Distinct buffers so far."""
        return len(self._buffers)

    def settle(self) -> None:
        """What is quicker for all parameters together, at the end of a pass."""
        met, specs = self.places.tensors, self._facts.tensor_specs
        plain = self.parameter_type
        stored = {spec for spec in set(specs) if self._stored[spec]}
        if stored:
            unread = [
                tensor
                for tensor, spec in zip(met, specs, strict=True)
                if spec in stored and type(tensor) is plain
            ]
            self.storages.add_all(unread)
        self.places.settle()

    def has(self, tensor: Any) -> bool:
        """Whether a tensor was met as a parameter or buffer."""
        return self.places.has(tensor) or id(tensor) in self._buffers

    def spec_of(self, tensor: Any) -> Spec:
        """What is to be said of a tensor that no registry has."""
        number = self._spec(tensor)
        return _UNREADABLE if number is None else self._facts.specs[number]

    def entries(self, items: Items, index: int, scripted: bool = False) -> FlatEntries:
        """Notes the parameters of one module, and gives names and specs in turn.

        TorchScript makes new tensor objects when it is asked.
        """
        entries: FlatEntries = ()
        for name, tensor in items:
            entries += self.entry(name, tensor, index, scripted)
        return entries

    def entry(
        self, name: Any, tensor: Any, index: int, scripted: bool = False
    ) -> FlatEntries:
        """Notes a tensor of any kind, piece by piece; skips what is no tensor."""
        spec = None if tensor is None else self._spec(tensor)
        if spec is None:
            return ()
        name = walk.str_name(name)
        self.places.add(index, name, spec, tensor)
        hooks, post_hooks = (len(raw.dict_items(get(tensor))) for get in self._get[4:])
        self.places.tell_last(
            (hooks, post_hooks), self._identity(tensor) if scripted else None
        )
        if self._stored[spec]:
            self.storages.add(tensor)
        return (name, spec)

    def buffers(self, items: Items, scripted: bool = False) -> FlatEntries:
        """Notes the buffers of one module, and gives names and specs in turn."""
        entries: FlatEntries = ()
        kind, look, keep = self._tensor_type, self.look, self._held.append
        for name, tensor in items:
            if tensor is None:
                continue
            spec = None
            if type(tensor) is kind:
                key = look(tensor)
                spec = self.number_of(key) if key[4] is key[5] is None else None
            if spec is None:
                spec = self._spec(tensor)
            if spec is not None:
                entries += (name if type(name) is str else walk.str_name(name), spec)
                keep(tensor)
                self._buffers.add(self._identity(tensor) if scripted else id(tensor))
        return entries

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
        return self._add_spec((shape, dtype, device, grad, None, None), spec)

    def _spec(self, tensor: Any) -> int | None:
        """The number of a tensor's spec; None if it is no tensor."""
        cls = type(tensor)
        known = self._kinds.known.get(id(cls)) or self._kinds.add(cls)
        if not known.is_tensor:
            return None
        if known.is_plain:
            try:
                key = self.look(tensor)[:4]
                found = self._specs.get((*key, None, None))
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
