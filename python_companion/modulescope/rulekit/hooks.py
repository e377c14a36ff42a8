"""What several hook rules ask of live hooks: who has them, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import FunctionType
from typing import Any, NamedTuple

from ..objects import callables, classes, closures, walk
from ..objects.dataflow import Flow
from ..session.scene import HookEntry, Model, Scene
from . import words
from .rule import Subject


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
        if "user hooks" not in model.memo:
            model.memo["user hooks"] = list(_user_hooks(scene, model))
        for hooked in model.memo["user hooks"]:
            if hooked.entry.registry in wanted:
                yield hooked


def _user_hooks(scene: Scene, model: Model) -> Iterator[Hooked]:
    for entry in scene.hooks.get(id(model.module), ()):
        if id(entry.module) not in model.ids:
            # The children of a scripted module are new objects each time.
            continue
        code = callables.code_of(entry.function)
        if code is None or not classes.is_installed(code.co_filename):
            yield Hooked(model, entry, closures.function_of(entry.function))


def index_of(model: Model, module: Any) -> int:
    """The place of a module among the nodes of its model."""
    if "indices" not in model.memo:
        found = {id(node.module): index for index, node in enumerate(model.nodes)}
        model.memo["indices"] = found
    index: int = model.memo["indices"][id(module)]
    return index


def flow_of(model: Model) -> Flow:
    """Which module of a model gets the output of which."""
    if "flow" not in model.memo:
        model.memo["flow"] = Flow(model.nodes)
    flow: Flow = model.memo["flow"]
    return flow


def end_of(model: Model, index: int) -> int:
    """The place behind the last module below another one."""
    nodes = model.nodes
    end = index + 1
    while end < len(nodes) and nodes[end].depth > nodes[index].depth:
        end += 1
    return end


def trains_before(model: Model, end: int) -> bool:
    """Whether one of the first modules has a parameter that requires gradients."""
    if "first trained" not in model.memo:
        model.memo["first trained"] = _first_trained(model)
    first: int = model.memo["first trained"]
    return first < end


def _first_trained(model: Model) -> int:
    for index, node in enumerate(model.nodes):
        for _, tensor, kind in walk.own_tensors(node.module):
            facts = walk.tensor_facts(tensor) if kind == "parameter" else None
            if facts is not None and facts.requires_grad:
                return index
    return len(model.nodes)
