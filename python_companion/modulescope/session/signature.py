"""What a change of a model would move, read in a few microseconds a module.

After each run the signature of each model is compared with the one before; only when
they differ is anything else looked at. Ids, version counters and registry keys are
read from raw registries, in one pass without names.
"""

from __future__ import annotations

import operator
import sys
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..objects import raw, registries, walk
from ..objects.grads import grads
from ..objects.registries import HOOK_REGISTRIES, number

HookKey = tuple[int, str, int]
"""Id of the module, name of the registry, number of the hook's key."""

_hook_registries = operator.itemgetter(*HOOK_REGISTRIES)


class Signature(NamedTuple):
    """Two models with equal signatures did not change.

    Flat lists: a container for each tensor would keep Python's cycle collector busy.
    """

    modules: list[int]
    """Their ids, the root's first."""
    modes: list[Any]
    parameters: list[int]
    """Their ids, each once."""
    versions: list[int | None]
    kinds: list[Any]
    """Dtype, device index and whether it requires grad: `.half()` moves no version."""
    grads: list[int | None]
    """The ids of `.grad`, by parameter."""
    grad_versions: list[int | None]
    buffers: list[int]
    buffer_versions: list[int | None]
    hooks: list[HookKey]


class Mark(NamedTuple):
    """Of one tensor: its version counter, the id of its gradient and that one's."""

    version: int | None
    grad: int | None
    grad_version: int | None


class _Reader:
    """Unbound accessors of torch, and what is known of types during one pass."""

    def __init__(self) -> None:
        base = sys.modules["torch"].Tensor
        self.version_of = base._version.__get__
        self.dtype_of = base.dtype.__get__
        self.device_of = base.get_device
        self.trains = base.requires_grad.__get__
        # By id: hashing a class can be code of its metaclass.
        self._tensors: dict[int, bool] = {}
        self._modules: dict[int, bool] = {}

    def is_tensor(self, value: object) -> bool:
        found = self._tensors.get(id(type(value)))
        if found is None:
            found = self._tensors[id(type(value))] = walk.is_tensor(value)
        return found

    def is_module(self, value: object) -> bool:
        found = self._modules.get(id(type(value)))
        if found is None:
            found = self._modules[id(type(value))] = walk.is_module(value)
        return found

    def number(self, tensor: Any) -> int | None:
        """The version counter; None for an inference tensor, which has none."""
        number: int | None = self._or_none(self.version_of, tensor)
        return number

    @staticmethod
    def _or_none(read: Any, tensor: Any) -> Any:
        try:
            return read(tensor)
        except Exception:
            return None

    def add_parameter(self, tensor: Any, found: Signature) -> None:
        found.parameters.append(id(tensor))
        try:
            # All at once: of nearly all tensors all can be read.
            version = self.version_of(tensor)
            kinds = self.dtype_of(tensor), self.device_of(tensor), self.trains(tensor)
        except Exception:
            version = self.number(tensor)
            kinds = (
                self._or_none(self.dtype_of, tensor),
                self._or_none(self.device_of, tensor),
                self._or_none(self.trains, tensor),
            )
        found.versions.append(version)
        found.kinds.extend(kinds)

    def add_gradients(self, parameters: list[Any], found: Signature) -> None:
        for grad in grads(parameters):
            found.grads.append(None if grad is None else id(grad))
            found.grad_versions.append(None if grad is None else self.number(grad))


def version_of(tensor: Any) -> int | None:
    """The version counter; None for an inference tensor, which has none."""
    torch = sys.modules["torch"]
    with torch._C.DisableTorchFunction():
        try:
            version: int = torch.Tensor._version.__get__(tensor)
        except Exception:
            return None
    return version


def read_signature(root: Any) -> Signature:
    """The signature of a root module.

    Raises:
        Moving: Another thread may be writing gradients.
    """
    torch = sys.modules["torch"]
    reader = _Reader()
    # Past a property of that name.
    dict_of = vars(torch.nn.Module)["__dict__"].__get__
    found = Signature([], [], [], [], [], [], [], [], [], [])
    seen = {id(root)}
    stack = [root]
    parameters: list[Any] = []
    add_module, add_mode = found.modules.append, found.modes.append
    # Not only for subclasses: a torch function mode is code of the user, too.
    with torch._C.DisableTorchFunction():
        while stack:
            module = stack.pop()
            attributes = dict_of(module)
            if type(attributes) is not dict:
                attributes = raw.copy_dict(attributes)
            get = attributes.get
            add_module(id(module))
            mode = get("training")
            add_mode(mode if mode is True or mode is False else None)
            # An empty plain dictionary, which most of them are, holds nothing.
            if type(held := get("_parameters")) is not dict or held:
                for tensor in _values(module, attributes, "_parameters"):
                    if id(tensor) not in seen and reader.is_tensor(tensor):
                        seen.add(id(tensor))
                        parameters.append(tensor)
                        reader.add_parameter(tensor, found)
            if type(held := get("_buffers")) is not dict or held:
                for tensor in _values(module, attributes, "_buffers"):
                    if reader.is_tensor(tensor):
                        found.buffers.append(id(tensor))
                        found.buffer_versions.append(reader.number(tensor))
            if not _without_hooks(attributes):
                for name in HOOK_REGISTRIES:
                    keys = registries.read(module, name)
                    found.hooks.extend((id(module), name, number(k)) for k in keys)
            if type(held := get("_modules")) is not dict or held:
                for child in _values(module, attributes, "_modules"):
                    if id(child) not in seen and reader.is_module(child):
                        seen.add(id(child))
                        stack.append(child)
        reader.add_gradients(parameters, found)
    return found


def read_marks(tensors: Iterable[Any]) -> dict[int, Mark]:
    """By id, the marks of what is a tensor.

    Raises:
        Moving: Another thread may be writing gradients.
    """
    reader = _Reader()
    with sys.modules["torch"]._C.DisableTorchFunction():
        known = {id(tensor): tensor for tensor in tensors if reader.is_tensor(tensor)}
        found = list(known.values())
        return {
            id(tensor): Mark(
                reader.number(tensor),
                None if grad is None else id(grad),
                None if grad is None else reader.number(grad),
            )
            for tensor, grad in zip(found, grads(found), strict=True)
        }


def marks_of(
    signatures: Sequence[Signature], wanted: Mapping[int, object] | None = None
) -> dict[int, Mark]:
    """The same of the parameters of models, from their signatures."""
    found: dict[int, Mark] = {}
    for one in signatures:
        rows = zip(
            one.parameters, one.versions, one.grads, one.grad_versions, strict=True
        )
        found.update((ident, Mark(*row)) for ident, *row in rows)
    if wanted is None:
        return found
    return {ident: mark for ident, mark in found.items() if ident in wanted}


def _without_hooks(attributes: dict[str, Any]) -> bool:
    """Whether all registries are torch's own and empty.

    Written out, which is the quickest way; and not asked before their type is known.
    """
    try:
        a, b, c, d, e, f, g, h = _hook_registries(attributes)
    except KeyError:
        return False
    return (
        type(a) is type(b) is type(c) is type(d) is type(e) is type(f) is type(g)
        is type(h) is OrderedDict
        and not (a or b or c or d or e or f or g or h)
    )  # fmt: skip


def _values(module: Any, attributes: dict[str, Any], name: str) -> Any:
    registry = attributes.get(name)
    kind = type(registry)
    if kind is dict or kind is OrderedDict:
        try:
            # One C call: no other thread can change it meanwhile.
            return list(dict.values(registry)) if registry else ()
        except RuntimeError:
            pass
    return list(registries.read(module, name).values())


def buffer_names(root: Any) -> list[str]:
    """The fqns of the buffers, in the order of `Signature.buffers`."""
    found: list[str] = []
    seen = {id(root)}
    stack = [("", root)]
    while stack:
        prefix, module = stack.pop()
        for key, tensor in registries.read(module, "_buffers").items():
            if walk.is_tensor(tensor):
                found.append(prefix + walk.str_name(key))
        for key, child in registries.read(module, "_modules").items():
            if id(child) not in seen and walk.is_module(child):
                seen.add(id(child))
                stack.append((f"{prefix}{walk.str_name(key)}.", child))
    return found
