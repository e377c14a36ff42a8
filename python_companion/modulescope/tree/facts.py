"""What one pass leaves behind: plain columns, and no reference to the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .kinds import Known
    from .shapes import Badge


class Spec(NamedTuple):
    """What equal tensors have in common."""

    shape: tuple[int, ...]
    numel: int
    bytes: int
    dtype: str
    device: str
    device_type: str
    requires_grad: bool
    lazy: bool


Entries = tuple[tuple[str, int], ...]
"""Names in a registry, each with the number of its spec."""


Place = tuple[int, str]
"""The position of a module, and a name in its registry."""


class Layout(NamedTuple):
    """The tensors that a module itself holds."""

    parameters: Entries
    buffers: Entries


class Totals(NamedTuple):
    """Counts over distinct objects; `design.md` of the API says of which."""

    modules: int = 0
    parameters: int = 0
    buffers: int = 0
    numel: int = 0
    trainable: int = 0
    trainable_numel: int = 0
    bytes: int = 0
    storage_bytes: int = 0
    uninitialized: int = 0
    hooks: dict[str, int] = {}  # noqa: RUF012  # never changed in place
    devices: tuple[str, ...] = ()
    dtypes: tuple[str, ...] = ()
    partial: bool = False

    def to_dict(self) -> dict[str, object]:
        """As JSON-ready data."""
        return {
            **self._asdict(),
            "hooks": dict(self.hooks),
            "devices": list(self.devices),
            "dtypes": list(self.dtypes),
        }


@dataclass(frozen=True)
class Ghost:
    """Modules and trainable tensors that a plain attribute holds, and no registry."""

    parent: int
    name: str
    container: str
    """`list`, `dict`, …; empty for what is the attribute itself."""
    members: tuple[tuple[str, int], ...]
    """Names, each with the position of its module among the ghosts' facts."""
    tensors: tuple[tuple[str, str, Spec], ...] = ()
    """Names, each with the class of its tensor and what is to be said of it."""


@dataclass
class Facts:
    """Columns over the modules of a tree, parents before children.

    A module that is met again is an alias: a position without contents, whose first
    position is in `alias_of`. The columns of a subtree are a contiguous range.
    """

    specs: list[Spec] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    kinds: list[Known] = field(default_factory=list)
    layout: list[int] = field(default_factory=list)
    mode: list[bool | None] = field(default_factory=list)
    hooks: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """By position: counts in the order of `HOOK_KINDS`."""
    tensor_hooks: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By position of the first owner: tensor hooks and post-accumulate hooks."""
    badges: dict[int, Badge] = field(default_factory=dict)
    alias_of: dict[int, int] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)
    """Where each distinct parameter is met first, in rising order of positions."""
    place_names: list[str] = field(default_factory=list)
    """The name that it has there."""
    repeats: dict[int, list[Place]] = field(default_factory=dict)
    """By number of the parameter: all its places, if there are several."""
    tensor_specs: list[int] = field(default_factory=list)
    nones: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By position: the names of children that are None."""
    none_attributes: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By position: the names of plain attributes that are None."""
    ghosts: list[Ghost] = field(default_factory=list)
    ghost_facts: Facts | None = None
    totals: Totals = field(default_factory=Totals)
    partial: bool = False

    def __len__(self) -> int:
        """The number of positions."""
        return len(self.parents)

    @cached_property
    def ends(self) -> list[int]:
        """One past the last position of each subtree."""
        ends = list(range(1, len(self.parents) + 1))
        for index in range(len(ends) - 1, 0, -1):
            parent = self.parents[index]
            if parent >= 0 and ends[index] > ends[parent]:
                ends[parent] = ends[index]
        return ends

    @cached_property
    def children(self) -> list[list[int]]:
        """The positions of the children of each module, in registry order."""
        below: list[list[int]] = [[] for _ in self.parents]
        for index, parent in enumerate(self.parents):
            if parent >= 0:
                below[parent].append(index)
        return below

    @cached_property
    def missing(self) -> dict[int, tuple[str, ...]]:
        """By position: the names under which a module could be, and None is.

        Assigning None to an attribute registers nothing; that it is optional shows
        where another module of the same class has a child of this name.
        """
        named: dict[int, set[str]] = {}
        for index, parent in enumerate(self.parents):
            if parent >= 0:
                named.setdefault(id(self.kinds[parent]), set()).add(self.names[index])
        found = dict(self.nones)
        for index, names in self.none_attributes.items():
            known = named.get(id(self.kinds[index]), ())
            if optional := tuple(name for name in names if name in known):
                found[index] = (*found.get(index, ()), *optional)
        return found

    def is_cycle(self, index: int) -> bool:
        """Whether an alias is its own ancestor."""
        first = self.alias_of.get(index)
        return first is not None and first < index < self.ends[first]

    def fqn(self, index: int) -> str:
        """The name below the root, cut at 1,000 characters."""
        parts: list[str] = []
        while index >= 0:
            parts.append(self.names[index])
            index = self.parents[index]
        return ".".join(part for part in reversed(parts) if part)[:1000]
