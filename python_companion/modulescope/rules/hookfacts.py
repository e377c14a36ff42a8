"""What several hook rules ask of live hooks: who has them, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import FunctionType
from typing import NamedTuple

from ..live import callables, captured, origins
from ..live.scene import HookEntry, Model, Scene
from . import words
from .base import Subject


class Hooked(NamedTuple):
    """One hook that no installed package defines, and where it sits."""

    model: Model
    entry: HookEntry
    function: FunctionType | None
    """The function that runs; None for a built-in one."""

    @property
    def path(self) -> str:
        """The module that it sits on: `model.blocks.3`."""
        return words.path(self.model.name, self.entry.fqn)

    @property
    def name(self) -> str:
        """The function's name, clean."""
        function = self.function
        return words.clean(
            function.__name__ if function else callables.name(self.entry.function)
        )

    @property
    def qualname(self) -> str:
        """The function's `__qualname__`."""
        return self.function.__qualname__ if self.function else self.name

    @property
    def subject(self) -> Subject:
        """What claims about this hook are about."""
        return Subject("function", "", self.qualname)

    @property
    def files(self) -> frozenset[str]:
        """Where the function is defined, and where it was registered."""
        run = self.entry.registered
        found = {run.file} if run else set()
        if self.function is not None:
            found.add(self.function.__code__.co_filename)
        return frozenset(found)


def user_hooks(scene: Scene, registries: Iterable[str]) -> Iterator[Hooked]:
    """The hooks in some registries whose function no installed package defines."""
    wanted = frozenset(registries)
    for model in scene.models:
        for entry in scene.hooks.get(id(model.module), ()):
            if entry.registry not in wanted:
                continue
            code = callables.code_of(entry.function)
            if code is None or not origins.is_installed(code.co_filename):
                yield Hooked(model, entry, captured.function_of(entry.function))
