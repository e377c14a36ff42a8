"""What several hook rules ask of live hooks: who has them, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import FunctionType
from typing import NamedTuple

from ..live import captured, origins
from ..live.scene import HookEntry, Model, Scene
from . import words
from .base import Subject


class Hooked(NamedTuple):
    """One hook of the user, where it sits, and the function that runs."""

    model: Model
    entry: HookEntry
    function: FunctionType

    @property
    def path(self) -> str:
        """The module that it sits on: `model.blocks.3`."""
        return words.path(self.model.name, self.entry.fqn)

    @property
    def name(self) -> str:
        """The function's name, clean."""
        return words.clean(self.function.__name__)

    @property
    def subject(self) -> Subject:
        """What claims about this hook are about."""
        return Subject("function", "", self.function.__qualname__)

    @property
    def files(self) -> frozenset[str]:
        """Where the function is defined, and where it was registered."""
        run = self.entry.registered
        defined = self.function.__code__.co_filename
        return frozenset({defined, run.file} if run else {defined})


def user_hooks(scene: Scene, registries: Iterable[str]) -> Iterator[Hooked]:
    """The hooks in some registries whose function no installed package defines."""
    wanted = frozenset(registries)
    for model in scene.models:
        for entry in scene.hooks.get(id(model.module), ()):
            if entry.registry not in wanted:
                continue
            function = captured.function_of(entry.function)
            if function is not None and not origins.is_installed(
                function.__code__.co_filename
            ):
                yield Hooked(model, entry, function)
