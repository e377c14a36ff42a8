"""Hooks as rows: what runs, where it is defined, who registered it, what it holds."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..findings import CellRef
from ..objects import callables, registries, walk
from ..session.scene import Run, Scene
from . import owners
from .memory import held_bytes
from .registered import Registered
from .registering import registering_line

_SOURCE = 4000


@dataclass(frozen=True)
class HookRow:
    """One hook, described; nothing in it refers to the function."""

    fqn: str
    hook: str
    """The token of this registration."""
    kind: str
    function: str
    order: int
    with_kwargs: bool
    always_called: bool
    owner: str
    """`you`, `ours`, `torch`, or the name of a library."""
    removable: bool
    kept: str
    """Why it stays: `torch (weight_norm)`; empty for the user's own."""
    held_bytes: int | None
    defined: str
    defined_cell: CellRef | None
    defined_line: int | None
    registered_cell: CellRef | None
    registered_line: int | None
    source: str
    same_as_order: int | None


class Runs:
    """What is known of the cells that ran: whose code it is, who registered it."""

    def __init__(
        self,
        runs: Sequence[Run] = (),
        registered: Callable[[Registered], Run | None] = lambda hook: None,
    ) -> None:
        self._by_file = {run.file: run for run in runs if run.file}
        self.registered = registered

    def of_file(self, file: str) -> Run | None:
        """The latest run whose code has this file name."""
        return self._by_file.get(file)


def hook_rows(
    hooks: Iterable[Registered], runs: Runs, own: Collection[int] = ()
) -> list[HookRow]:
    """Describes hooks.

    Args:
        hooks: In the order they run.
        runs: The cells that ran.
        own: Ids of the model's modules and tensors, which are no burden of a hook.
    """
    rows: list[HookRow] = []
    siblings: dict[tuple[int, str], list[Registered]] = {}
    for hook in hooks:
        earlier = siblings.setdefault((id(hook.owner), hook.registry), [])
        rows.append(_row(hook, earlier, runs, own))
        earlier.append(hook)
    return rows


def _row(
    hook: Registered, earlier: Sequence[Registered], runs: Runs, own: Collection[int]
) -> HookRow:
    code = callables.code_of(hook.function)
    run = runs.of_file(code.co_filename) if code else None
    registered = runs.registered(hook)
    line = code.co_firstlineno if code else 0
    owner = owners.owner(hook.function, run)
    kept = owners.kept(hook.function, owner)
    equal = (
        order
        for order, other in enumerate(earlier, 1)
        if callables.same(hook.function, other.function)
    )
    return HookRow(
        fqn=hook.fqn,
        hook=hook.token,
        kind=hook.kind_text,
        function=callables.name(hook.function),
        order=len(earlier) + 1,
        with_kwargs=hook.with_kwargs,
        always_called=hook.always_called,
        owner=owner,
        removable=not kept,
        kept=kept,
        held_bytes=held_bytes(hook.function, own),
        defined=_defined(code.co_filename, line, run) if code else "",
        defined_cell=run.cell if run else None,
        defined_line=line - 1 if run else None,
        registered_cell=registered.cell if registered else None,
        registered_line=registering_line(hook, registered) if registered else None,
        source=callables.source(code, run.source if run else None)[:_SOURCE]
        if code
        else "",
        same_as_order=next(equal, None),
    )


def _defined(file: str, line: int, run: Run | None) -> str:
    if run is not None:
        count = run.cell.execution_count
        return f"cell [{'?' if count is None else count}] line {line}"
    return f"{short_path(file)}:{line}"


def short_path(file: str) -> str:
    """A path without the folders that say where it is installed or who the user is."""
    file = file.replace(os.sep, "/")
    for folder in ("/site-packages/", "/dist-packages/"):
        if folder in file:
            return file.rpartition(folder)[2]
    return "/".join(file.split("/")[-2:])


def registering(scene: Scene, root: Any) -> Callable[[Registered], Run | None]:
    """What tells which run registered a hook of a model."""
    runs = {
        (id(entry.module), entry.registry, entry.key): entry.registered
        for entry in scene.hooks.get(id(root), ())
    }
    by_number = {run.number: run for run in scene.runs}

    def registered(hook: Registered) -> Run | None:
        run = runs.get((id(hook.owner), hook.registry, registries.number(hook.key)))
        return run or by_number.get(scene.run_of_handle(hook.key) or 0)

    return registered


def own_ids(root: Any) -> set[int]:
    """The ids of a model's modules, parameters and buffers."""
    found: set[int] = set()
    for node in walk.nodes(root)[0]:
        found.add(id(node.module))
        found.update(id(tensor) for _, tensor, _ in walk.own_tensors(node.module))
    return found
