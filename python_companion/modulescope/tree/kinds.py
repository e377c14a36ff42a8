"""What is remembered of a class, so that each further instance costs one look-up."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

from ..objects import classes
from ..objects.containers import KINDS
from ..objects.registries import STANDARD
from .shapes import badge_reader


class Known:
    """What is remembered of one class."""

    __slots__ = (
        "_set_names",
        "badge",
        "bases",
        "clean_size",
        "cls",
        "holds",
        "is_lazy",
        "is_module",
        "is_plain",
        "is_tensor",
        "is_torch",
        "module",
        "name",
    )

    def __init__(self, cls: type, torch: Any) -> None:
        mro = classes.mro(cls)
        # By identity: `in` would compare with the `==` of a metaclass.
        bases = frozenset(map(id, mro))
        # Held during a pass, because its id is the key and must stay its own.
        self.cls: type | None = cls
        self.name = classes.name(cls)
        self.module = classes.module_name(cls)
        self.is_torch = self.module.startswith("torch.")
        self.is_module = id(torch.nn.Module) in bases
        self.is_tensor = id(torch.Tensor) in bases
        self.is_plain = id(cls) in map(
            id, (torch.Tensor, torch.nn.Parameter, torch.nn.Buffer)
        )
        self.is_lazy = id(torch.nn.parameter.UninitializedTensorMixin) in bases
        self.holds = self.is_module or any(id(base) in bases for base in KINDS)
        self.bases: tuple[str, ...] = ()
        if self.is_module:
            torch_bases = (
                b for b in mro if classes.module_name(b).startswith("torch.nn.")
            )
            self.bases = tuple(map(classes.name, torch_bases))
        self.badge = badge_reader(self.bases, cls is torch.nn.Linear)
        # The size of the `__dict__` of an instance that holds no module unregistered:
        # it has nothing of its own, or is of a class of torch and like the others.
        self.clean_size = len(STANDARD)
        self._set_names: frozenset[str] | None = None

    def sets(self, attribute: tuple[Any, Any]) -> bool:
        """Whether the class makes an attribute, as far as its `__init__` says."""
        if self._set_names is None and self.cls is not None:
            self._set_names = frozenset(_init_names(self.cls))
        return type(attribute[0]) is str and attribute[0] in (self._set_names or ())


def _init_names(cls: type) -> Iterator[str]:
    for base in classes.mro(cls):
        made = classes.member(base, "__init__")
        if type(made) is FunctionType:
            yield from made.__code__.co_names


def _lasts(kind: Known, cls: type) -> bool:
    """Whether a class is one that its module holds, and that module is no user's.

    Parametrised modules and traced graphs have classes of their own that only say
    that they are torch's.
    """
    if not kind.is_torch and kind.module not in ("builtins", "collections"):
        return False
    module = sys.modules.get(kind.module)
    return type(module) is ModuleType and vars(module).get(kind.name) is cls


class Kinds:
    """The memory of one pass, by id of the class.

    Classes of torch and of Python live as long as the kernel, so they are remembered
    from pass to pass; a class of the user is let go by `release`.
    """

    _lasting: dict[int, Known] = {}  # noqa: RUF012  # a memory, shared on purpose

    def __init__(self, torch: Any) -> None:
        self._torch = torch
        self.known = dict(self._lasting)

    def add(self, cls: type) -> Known:
        """Remembers a class that is met for the first time."""
        kind = self.known[id(cls)] = Known(cls, self._torch)
        if _lasts(kind, cls):
            self._lasting[id(cls)] = kind
        return kind

    def release(self) -> None:
        """Lets go of the user's classes."""
        for number, kind in self.known.items():
            if number not in self._lasting:
                kind.cls = None
