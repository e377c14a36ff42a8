"""What modules hold outside their registries: plain attributes and containers.

One walker opens containers, two levels deep: what a rule calls hidden is what the tree
draws. Containers of all kinds are read through the type that they derive from, and the
class of an item is told by identity: no code of a subclass or a metaclass runs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from . import raw, walk
from .classes import derives, mro
from .registries import STANDARD

KINDS: dict[type, str] = {
    list: "list",
    tuple: "tuple",
    dict: "dict",
    set: "set",
    frozenset: "set",
    deque: "deque",
}
"""The types of containers, with what their subclasses are called as well."""
# To look a class up itself can be code of its metaclass.
_BASES = {id(base): base for base in KINDS}
TORCH_OWN = frozenset(
    (*STANDARD, "_compiled_call_impl", "call_super_init", "dump_patches")
)
"""The attributes that torch itself makes or reads."""
_MAX_ITEMS = 10_000
"""How many items of one container are looked at."""
_MAX_ENTRIES = 100_000
"""How many items are looked at below one attribute."""
_LEVELS = 2


class Member(NamedTuple):
    """A module or tensor that an attribute is or holds."""

    value: Any
    name: str
    """`0`, `encoder`, `1.encoder`; empty for what is the attribute itself."""


def plain(module: object) -> dict[str, Any]:
    """The attributes of a module, without those that torch itself makes."""
    return {
        name: value
        for name, value in raw.instance_dict(module).items()
        if type(name) is str and name not in TORCH_OWN
    }


def container_kind(value: object) -> str | None:
    """`list`, `tuple`, `dict`, `set`, `deque` (also for subclasses), or None."""
    base = _base(type(value))
    return None if base is None else KINDS[base]


def items(container: Any) -> list[Any]:
    """The values in a container, read past overridden methods; at most 10,000."""
    return _read(container, _MAX_ITEMS)[1]


def held(value: object) -> Iterator[Any]:
    """What a container holds, through two levels of containers.

    Containers themselves are not yielded; each object comes once.
    """
    seen: set[int] = set()
    for _, item in _Walk().leaves(value):
        if id(item) not in seen:
            seen.add(id(item))
            yield item


def members(value: Any) -> list[Member]:
    """The modules and tensors that an attribute is or holds, through two levels."""
    if _is_member(type(value)):
        return [Member(value, "")]
    return [
        Member(item, ".".join(map(_key_name, keys)))
        for keys, item in _Walk(only_members=True).leaves(value)
    ]


def unregistered(found: list[Member], registered: Collection[int]) -> list[Member]:
    """The modules among members whose ids are not among those that are registered."""
    return [
        member
        for member in found
        if id(member.value) not in registered and walk.is_module(member.value)
    ]


def ghost_members(module: Any) -> dict[str, Any]:
    """The modules in the plain attributes of one module, by their names as ghosts."""
    return {
        f"{attribute[:1000]}.{name}" if name else attribute[:1000]: found
        for attribute, value in plain(module).items()
        for found, name in members(value)
        if walk.is_module(found)
    }


class _Walk:
    """Opens containers, each once, until too many items were looked at."""

    def __init__(self, only_members: bool = False) -> None:
        self._only_members = only_members
        self._opened: set[int] = set()
        self._left = _MAX_ENTRIES

    def leaves(
        self, container: Any, keys: tuple[Any, ...] = ()
    ) -> Iterator[tuple[tuple[Any, ...], Any]]:
        """The items that are no containers, with the keys that lead to them."""
        if id(container) in self._opened:
            return
        self._opened.add(id(container))
        found, values = _read(container, min(self._left, _MAX_ITEMS))
        self._left -= len(values)
        roles = self._roles(values)
        if not any(roles.values()):
            # Data: most containers hold numbers.
            return
        for key, value in zip(found, values, strict=True):
            role = roles.get(id(type(value)))
            if role == "leaf":
                yield (*keys, key), value
            elif role == "container" and len(keys) + 1 < _LEVELS:
                yield from self.leaves(value, (*keys, key))

    def _roles(self, values: list[Any]) -> dict[int, str]:
        """By id of a class: whether its instances are opened, yielded or left out."""
        types = list(map(type, values))
        # Not a set of the types: to hash them can be code of a metaclass.
        distinct = dict(zip(map(id, types), types, strict=True))
        return {number: self._role(cls) for number, cls in distinct.items()}

    def _role(self, cls: type) -> str:
        if _is_member(cls):
            # First, because a module can be a list as well.
            return "leaf"
        if _base(cls) is not None:
            return "container"
        return "" if self._only_members else "leaf"


def _base(cls: type) -> Any:
    """The type of containers that a class is or derives from; None for others."""
    for base in mro(cls):
        if id(base) in _BASES:
            return base
    return None


def _is_member(cls: type) -> bool:
    torch = raw.loaded_torch()
    return torch is not None and (
        derives(cls, torch.nn.Module) or derives(cls, torch.Tensor)
    )


def _read(container: Any, limit: int) -> tuple[Sequence[Any], list[Any]]:
    """The keys or positions in a container, and its values."""
    base = _base(type(container))
    for _ in range(5 if base is not None else 0):
        try:
            # C-level iteration: no code of a subclass runs.
            if base is dict:
                pairs = list(islice(dict.items(container), limit))
                return [key for key, _ in pairs], [value for _, value in pairs]
            values = list(islice(base.__iter__(container), limit))
            return range(len(values)), values
        except RuntimeError:
            # Another thread changed it while it was read.
            continue
    return (), []


def _key_name(key: object) -> str:
    return str(key) if type(key) is int else walk.str_name(key)
