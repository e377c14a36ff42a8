"""What a filter can ask of one module."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .facts import Layout
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
    def states(self) -> set[str]:
        """What `is:` can ask: `frozen`, `eval`, `leaf` and so on."""
        facts, index = self._facts, self._index
        chips = {chip["kind"] for chip in self._outline.chips(index)}
        specs = [facts.specs[spec] for _, spec in self._own().parameters]
        found = {
            "shared": "shared" in chips or index in facts.alias_of.values(),
            "lazy": "lazy" in chips,
            "unregistered": self._outline.is_ghost,
            "leaf": not facts.children[index],
            "eval": facts.mode[index] is False,
            "train": facts.mode[index] is True,
            "meta": any(spec.device_type == "meta" for spec in specs),
            "frozen": self._outline.is_frozen(index),
        }
        return {state for state, holds in found.items() if holds}

    def _own(self) -> Layout:
        return self._facts.layouts[self._facts.layout[self._index]]

    def _specs(self) -> list[int]:
        own = self._own()
        return [spec for _, spec in (*own.parameters, *own.buffers)]
