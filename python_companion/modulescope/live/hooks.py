"""The hooks of a module and of its parameters: what runs, and where it comes from."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..findings import CellRef
from . import callables, walk
from .collect import HOOK_KINDS
from .origins import is_installed
from .scene import Run

# Where torch notes how a hook wants to be called.
_SIDECARS = {
    "_forward_pre_hooks": (("_forward_pre_hooks_with_kwargs", "with kwargs"),),
    "_forward_hooks": (
        ("_forward_hooks_with_kwargs", "with kwargs"),
        ("_forward_hooks_always_called", "always called"),
    ),
}
_TENSOR_REGISTRIES = {
    "tensor": "_backward_hooks",
    "post_accumulate": "_post_accumulate_grad_hooks",
}
_SOURCE = 4000


class Registered(NamedTuple):
    """One entry of a hook registry."""

    fqn: str
    """Of the module that it sits on, or whose parameter it sits on."""
    kind: str
    registry: str
    owner: Any
    key: Any
    function: Any


@dataclass(frozen=True)
class HookRow:
    """One hook, described; nothing in it refers to the function."""

    fqn: str
    kind: str
    function: str
    order: int
    owner: str
    """`torch`, `ours`, `library`, `user` or `unknown`."""
    defined: str
    defined_cell: CellRef | None
    defined_line: int | None
    registered_cell: CellRef | None
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


def registered_hooks(nodes: Sequence[walk.Node]) -> Iterator[Registered]:
    """All hooks of some modules and of their parameters, in the order they run."""
    seen: set[int] = set()
    for node in nodes:
        for registry, kind in HOOK_KINDS.items():
            found = walk.registry(node.module, registry)
            for key, function in found.items():
                text = kind + _flags(node.module, registry, key)
                yield Registered(node.fqn, text, registry, node.module, key, function)
        for name, tensor, held_as in walk.own_tensors(node.module):
            if held_as == "parameter" and id(tensor) not in seen:
                seen.add(id(tensor))
                yield from _tensor_hooks(node.fqn, name, tensor)


def hook_rows(nodes: Sequence[walk.Node], runs: Runs) -> list[HookRow]:
    """Describes all hooks of some modules."""
    rows: list[HookRow] = []
    siblings: dict[tuple[int, str], list[Registered]] = {}
    for hook in registered_hooks(nodes):
        earlier = siblings.setdefault((id(hook.owner), hook.registry), [])
        rows.append(_row(hook, earlier, runs))
        earlier.append(hook)
    return rows


def _flags(module: Any, registry: str, key: Any) -> str:
    flags = [
        text
        for sidecar, text in _SIDECARS.get(registry, ())
        if key in walk.registry(module, sidecar)
    ]
    return f" ({', '.join(flags)})" if flags else ""


def _tensor_hooks(fqn: str, name: str, tensor: Any) -> Iterator[Registered]:
    torch = sys.modules["torch"]
    for kind, registry in _TENSOR_REGISTRIES.items():
        try:
            with torch._C.DisableTorchFunction():
                found = vars(torch._C.TensorBase)[registry].__get__(tensor)
        except Exception:
            continue
        for key, function in walk.registry_items(found):
            text = f"{kind} ({name})"[:50]
            yield Registered(fqn, text, registry, tensor, key, function)


def _row(hook: Registered, earlier: Sequence[Registered], runs: Runs) -> HookRow:
    code = callables.code_of(hook.function)
    run = runs.of_file(code.co_filename) if code else None
    registered = runs.registered(hook)
    line = code.co_firstlineno if code else 0
    equal = (
        order
        for order, other in enumerate(earlier, 1)
        if callables.same(hook.function, other.function)
    )
    return HookRow(
        fqn=hook.fqn,
        kind=hook.kind,
        function=callables.name(hook.function),
        order=len(earlier) + 1,
        owner=_owner(hook.function, code.co_filename if code else "", run),
        defined=_defined(code.co_filename, line, run) if code else "",
        defined_cell=run.cell if run else None,
        defined_line=line - 1 if run else None,
        registered_cell=registered.cell if registered else None,
        source=callables.source(code, run.source if run else None)[:_SOURCE]
        if code
        else "",
        same_as_order=next(equal, None),
    )


def _owner(function: Any, file: str, run: Run | None) -> str:
    package = callables.module_name(function).partition(".")[0]
    if run is not None:
        return "user"
    if package in ("torch", "modulescope"):
        return "torch" if package == "torch" else "ours"
    if not file:
        return "unknown"
    return "library" if is_installed(file) else "user"


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
