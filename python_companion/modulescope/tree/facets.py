"""What a filter can ask of one module."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from .observations import Gradient

if TYPE_CHECKING:
    from .facts import Layout, Spec
    from .rows import Outline


class Facet:
    """One module of a tree, read as far as a filter asks."""

    def __init__(self, outline: Outline, index: int) -> None:
        self._outline = outline
        self._facts = outline.facts
        self._index = index

    @property
    def fqn(self) -> str:
        """The name below the model."""
        return self._outline.fqn(self._index)

    @property
    def path(self) -> str:
        """The same in the case that filters compare in."""
        paths = self._outline.paths
        return self.fqn.casefold() if paths is None else paths[self._index]

    @property
    def class_name(self) -> str:
        """The name of its class."""
        return self._facts.kinds[self._index].name

    @property
    def numel(self) -> int:
        """Elements of the parameters below it."""
        return self._outline.numel(self._index)

    @property
    def bytes(self) -> int:
        """Logical bytes of the parameters below it."""
        return self._outline.bytes(self._index)

    @property
    def devices(self) -> set[str]:
        """Devices of its own tensors."""
        return {self._facts.specs[spec].device for spec in self._specs()}

    @property
    def dtypes(self) -> set[str]:
        """Dtypes of its own tensors."""
        return {self._facts.specs[spec].dtype for spec in self._specs()}

    @property
    def hooks(self) -> int:
        """Hooks on it and on its parameters."""
        counts = self._facts.hooks.get(self._index, ())
        return sum(counts) + sum(self._facts.tensor_hooks.get(self._index, ()))

    @property
    def gradients(self) -> list[Gradient]:
        """The last seen gradients of its own parameters, as far as they are known."""
        known = self._outline.seen.gradients.found
        if not known:
            return []
        fqn = self.fqn
        names = (f"{fqn}.{name}" if fqn else name for name, _ in self._own().parameters)
        return [known[name] for name in names if name in known]

    @property
    def init_factor(self) -> float | None:
        """How many times its weights are off their expected scale; None if unknown."""
        return self._outline.seen.inits.factors.get(self.fqn)

    @property
    def rules(self) -> set[str]:
        """Codes of the rules with a finding about it."""
        # The id of a finding starts with its code.
        return {ident[:5] for ident in self._outline.findings_of(self._index)}

    def is_in(self, state: str) -> bool:
        """Whether it is `frozen`, `eval`, `leaf` and so on."""
        return _STATES[state](self)

    def _is_shared(self) -> bool:
        return self._index in self._outline.shared

    def _is_meta(self) -> bool:
        specs = [self._facts.specs[spec] for _, spec in self._own().parameters]
        return any(spec.device_type == "meta" for spec in specs)

    def _is_lazy(self) -> bool:
        return any(self._facts.specs[spec].lazy for _, spec in self._own().parameters)

    def _own(self) -> Layout:
        return self._facts.layouts[self._facts.layout[self._index]]

    def _specs(self) -> list[int]:
        own = self._own()
        return [spec for _, spec in (*own.parameters, *own.buffers)]


class PartFacet(Facet):
    """What is no module but has a row: a child that is None, an unregistered tensor."""

    def __init__(self, outline: Outline, index: int, part: Part) -> None:
        super().__init__(outline, index)
        self._part = part

    @property
    def fqn(self) -> str:
        """The name that a module would have there."""
        return ".".join(part for part in (super().fqn, self._part.name) if part)[:1000]

    @property
    def path(self) -> str:
        """The same in the case that filters compare in."""
        return self.fqn.casefold()

    @property
    def class_name(self) -> str:
        """`None`, `Parameter`."""
        return self._part.class_name

    @property
    def numel(self) -> int:
        """Elements of the tensors."""
        return sum(spec.numel for spec in self._part.specs)

    @property
    def bytes(self) -> int:
        """Logical bytes of the tensors."""
        return sum(spec.bytes for spec in self._part.specs)

    @property
    def devices(self) -> set[str]:
        """Devices of the tensors."""
        return {spec.device for spec in self._part.specs}

    @property
    def dtypes(self) -> set[str]:
        """Dtypes of the tensors."""
        return {spec.dtype for spec in self._part.specs}

    @property
    def hooks(self) -> int:
        """No registry of hooks is read for them."""
        return 0

    @property
    def gradients(self) -> list[Gradient]:
        """Gradients are known of parameters only."""
        return []

    @property
    def init_factor(self) -> float | None:
        """Nothing is expected of them."""
        return None

    @property
    def rules(self) -> set[str]:
        """Codes of the rules with a finding about it."""
        idents = self._outline.ghost_marks.get((self._index, self._part.name), ())
        return {ident[:5] for ident in idents}

    def is_in(self, state: str) -> bool:
        """Whether it is `none`, `unregistered` or a `leaf`."""
        return state in self._part.states


class Part(NamedTuple):
    """What a row that is no module has."""

    name: str
    class_name: str
    specs: tuple[Spec, ...]
    states: frozenset[str]


_STATES: dict[str, Callable[[Facet], bool]] = {
    "frozen": lambda module: module._outline.is_frozen(module._index),
    "eval": lambda module: module._facts.mode[module._index] is False,
    "train": lambda module: module._facts.mode[module._index] is True,
    "shared": Facet._is_shared,
    "leaf": lambda module: not module._facts.children[module._index],
    "none": lambda module: False,
    "unregistered": lambda module: module._outline.is_ghost,
    "lazy": Facet._is_lazy,
    "meta": Facet._is_meta,
}
STATES = tuple(_STATES)
"""What `is:` can ask."""
