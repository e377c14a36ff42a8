"""The hooks of a module and of its parameters, and those that torch calls for all."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from zlib import crc32

from ..objects import classes, raw, registries, walk

_SHORT = {
    registry: "".join(part[0] for part in kind.replace("_", " ").split())
    for registry, kind in {**registries.HOOK_KINDS, **registries.GLOBAL_KINDS}.items()
} | {registries.LOAD_STATE_DICT_PRE: "lp", registries.LOAD_STATE_DICT_POST: "lo"}
_SHORT_TENSOR = {registries.BACKWARD: "t", registries.POST_ACCUMULATE: "pa"}


class Registered(NamedTuple):
    """One entry of a hook registry."""

    fqn: str
    """Of the module that it sits on, or whose parameter it sits on."""
    kind: str
    registry: str
    owner: Any
    """The module or tensor; for a global hook the torch module that lists it."""
    key: Any
    function: Any
    tensor: str = ""
    """The name of the parameter that it sits on."""
    with_kwargs: bool = False
    always_called: bool = False

    @property
    def kind_text(self) -> str:
        """`forward`, `tensor (weight)`."""
        return f"{self.kind} ({self.tensor})"[:50] if self.tensor else self.kind

    @property
    def is_global(self) -> bool:
        """Whether torch calls it for every module."""
        return self.registry in registries.GLOBAL_KINDS

    @property
    def token(self) -> str:
        """Names this registration: `f17-3fa2`.

        Handle ids are never used twice in a process; the end tells copies of a
        model apart, which keep the ids.
        """
        short = (_SHORT_TENSOR if self.tensor else _SHORT)[self.registry]
        number = self.key if type(self.key) is int else f"x{id(self.key):x}"
        place = 0 if self.is_global else id(self.owner)
        return f"{short}{number}-{crc32(str(place).encode()) & 0xFFFF:04x}"


def registered_hooks(nodes: Sequence[walk.Node]) -> Iterator[Registered]:
    """All hooks of some modules and of their parameters, in the order they run."""
    seen: set[int] = set()
    for node in nodes:
        for registry, kind in _filled(node.module):
            yield from _entries(node.fqn, kind, registry, node.module)
        for name, tensor, held_as in walk.own_tensors(node.module):
            if held_as == "parameter" and id(tensor) not in seen:
                seen.add(id(tensor))
                yield from _tensor_hooks(node.fqn, name, tensor)


def _filled(module: Any) -> list[tuple[str, str]]:
    """The registries of a module that may hold something, with their kinds.

    Nearly all are empty, and to copy those of 36,000 modules takes seconds.
    """
    try:
        attributes = raw.raw_dict(module)
        found = [dict.get(attributes, registry) for registry in registries.HOOK_KINDS]
    except Exception:
        return []
    # Torch's own can be asked whether they hold anything: no code of the user runs.
    if classes.are_exactly(found, OrderedDict) and not any(found):
        return []
    return [
        (registry, kind)
        for (registry, kind), value in zip(
            registries.HOOK_KINDS.items(), found, strict=True
        )
        if not registries.is_empty(value)
    ]


def global_hooks(fqn: str = "") -> Iterator[Registered]:
    """The hooks that torch calls for every module, shown on one of them."""
    torch = raw.loaded_torch()
    if torch is None:
        return
    for registry, kind in registries.GLOBAL_KINDS.items():
        yield from _entries(fqn, kind, registry, torch.nn.modules.module)


def find(nodes: Sequence[walk.Node], token: str) -> Registered | None:
    """The registration that a token names; None if it is there no more."""
    found = (*registered_hooks(nodes), *global_hooks())
    return next((hook for hook in found if hook.token == token), None)


def raw_registry(hook: Registered) -> Any:
    """The registry itself, to be changed; None if it is none of torch's own."""
    if hook.tensor:
        found = registries.of_tensor(hook.owner)
        return dict(zip(registries.TENSOR_KINDS, found, strict=True)).get(hook.registry)
    if hook.is_global:
        return vars(hook.owner).get(hook.registry)
    return raw.raw_value(hook.owner, hook.registry)


def _entries(fqn: str, kind: str, registry: str, owner: Any) -> Iterator[Registered]:
    found = _items(owner, registry)
    if not found:
        return
    kwargs = _numbers(owner, registries.WITH_KWARGS.get(registry))
    always = _numbers(owner, registries.ALWAYS_CALLED.get(registry))
    for key, function in found:
        number = registries.number(key)
        yield Registered(
            fqn, kind, registry, owner, key, function,
            with_kwargs=number in kwargs, always_called=number in always,
        )  # fmt: skip


def _numbers(owner: Any, name: str | None) -> set[int]:
    """The numbers of the keys in one of torch's notes."""
    found = () if name is None else _items(owner, name)
    return {registries.number(key) for key, _ in found}


def _items(owner: Any, name: str) -> list[tuple[Any, Any]]:
    if name.startswith("_global"):
        return raw.dict_items(vars(owner).get(name))
    return registries.items(owner, name)


def _tensor_hooks(fqn: str, name: str, tensor: Any) -> Iterator[Registered]:
    every = zip(registries.TENSOR_KINDS, registries.of_tensor(tensor), strict=True)
    for registry, found in every:
        kind = registries.TENSOR_KINDS[registry]
        for key, function in raw.dict_items(found) if found is not None else ():
            yield Registered(fqn, kind, registry, tensor, key, function, name)
