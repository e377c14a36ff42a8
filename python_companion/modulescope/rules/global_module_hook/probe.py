"""The live half: the notebook's own functions in torch's global hook registries."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ...findings import CellRef, Fix, Range
from ...objects import closures, raw, registries
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Run, Scene
from . import FUNCTIONS, RULE

_REGISTRIES = {
    registries.GLOBAL_FORWARD_PRE: "forward",
    registries.GLOBAL_FORWARD: "forward",
    registries.GLOBAL_BACKWARD_PRE: "backward",
    registries.GLOBAL_BACKWARD: "backward",
}
# By id of the hook, beside the registry of forward hooks.
_SIDECARS = registries.notes(registries.GLOBAL_FORWARD)


class _Entry(NamedTuple):
    registry: str
    key: int
    function: Any


@RULE.probe
def global_hooks(scene: Scene) -> Iterator[Verdict]:
    """Confirms each function of a cell that fires for every module."""
    found: dict[int, list[_Entry]] = {}
    for entry in _entries():
        function = closures.function_of(entry.function)
        if function is not None and scene.run_of_file(function.__code__.co_filename):
            found.setdefault(id(function.__code__), []).append(entry)
    for entries in found.values():
        yield _verdict(scene, entries)


def _entries() -> Iterator[_Entry]:
    module = sys.modules.get("torch.nn.modules.module")
    for registry in _REGISTRIES if module is not None else ():
        for key, function in raw.dict_items(vars(module).get(registry)):
            yield _Entry(registry, key, function)


def _verdict(scene: Scene, entries: list[_Entry]) -> Verdict:
    function = closures.function_of(entries[-1].function)
    assert function is not None
    event = _REGISTRIES[entries[-1].registry]
    run = _registering_run(scene, function.__name__)
    cell, span = _place(scene, run, function)
    return Verdict(
        subject=Subject("function", "", function.__name__),
        kind="confirmed",
        values={"function": words.clean(function.__name__), "event": event},
        evidence=(
            f"{words.count(len(entries), 'global hook')} of this function "
            f"{words.form(len(entries), 'is', 'are')} registered in torch",
        ),
        built_from=frozenset(
            {function.__code__.co_filename, *([run.file] if run else [])}
        ),
        cell=cell,
        range=span,
        fixes=(
            Fix(
                f"Remove {words.count(len(entries), 'global hook')}",
                "kernel",
                confirm=(
                    "This takes the hook off torch itself. Your code is not edited: "
                    "running the cell again registers it again."
                ),
            ),
        ),
        action=_removal(entries, words.clean(function.__name__)),
        cause=function.__qualname__,
    )


def _registering_run(scene: Scene, name: str) -> Run | None:
    """The latest run whose text registers this function for all modules."""
    for run in reversed(scene.runs):
        found = provenance.words(run.source)
        if name in found and not found.isdisjoint(FUNCTIONS):
            return run
    return None


def _place(
    scene: Scene, run: Run | None, function: Any
) -> tuple[CellRef | None, Range | None]:
    if run is None:
        return provenance.function_range(scene, function.__code__)
    return run.cell, provenance.call_range(run, FUNCTIONS, function.__name__)


def _removal(entries: list[_Entry], name: str) -> Callable[[], str]:
    """Takes these hooks off; it knows them by registry, key and identity."""
    planned = [(entry.registry, entry.key, id(entry.function)) for entry in entries]

    def remove() -> str:
        removed = sum(_remove(*plan) for plan in planned)
        if removed == 0:
            return f"The global hook `{name}` was already gone. Nothing was removed."
        return f"Removed {words.count(removed, 'global hook')} `{name}`."

    return remove


def _remove(registry: str, key: int, function: int) -> bool:
    attributes = vars(sys.modules["torch.nn.modules.module"])
    hooks = attributes.get(registry)
    if not isinstance(hooks, dict) or id(hooks.get(key)) != function:
        return False
    del hooks[key]
    for sidecar in _SIDECARS:
        attributes.get(sidecar, {}).pop(key, None)
    return True
