"""The hooks of the models of a scene, read when a rule asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ..objects import raw, registries
from ..objects.registries import HOOK_REGISTRIES
from .scene import HookEntry, Model, Run
from .signature import HookKey


class HooksOfModels(Mapping[int, tuple[HookEntry, ...]]):
    """By `id` of a model's root module its hooks, which are read when asked for.

    Most requests of the panel do not ask, and 36,000 modules take 0.3 seconds.
    """

    def __init__(
        self,
        models: Iterable[Model],
        read: Callable[[Model], tuple[HookEntry, ...]],
    ) -> None:
        self._models = {id(model.module): model for model in models}
        self._read = read
        self._found: dict[int, tuple[HookEntry, ...]] = {}

    def __getitem__(self, key: int) -> tuple[HookEntry, ...]:
        if key not in self._found:
            self._found[key] = self._read(self._models[key])
        return self._found[key]

    def __iter__(self) -> Iterator[int]:
        return iter(self._models)

    def __len__(self) -> int:
        return len(self._models)


def hook_entries(
    model: Model, registered: Mapping[HookKey, Run | None]
) -> tuple[HookEntry, ...]:
    """The hooks of a model with the run that registered each."""
    found: list[HookEntry] = []
    for node in model.nodes:
        attributes = raw.instance_dict(node.module)
        for registry in HOOK_REGISTRIES:
            if registries.is_empty(attributes.get(registry)):
                continue
            for key, function in registries.read(node.module, registry).items():
                number = registries.number(key)
                run = registered.get((id(node.module), registry, number))
                found.append(
                    HookEntry(node.fqn, node.module, registry, number, function, run)
                )
    return tuple(found)
