"""`hooks(model)`: every hook of a model, where it comes from, and its removal."""

from __future__ import annotations

import fnmatch
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..objects import walk
from ..session.current import installed
from ..session.scene import Scene
from ..session.without_kernel import scene_of
from .edits import restore
from .registered import Registered, global_hooks, registered_hooks
from .rows import HookRow, Runs, hook_rows, own_ids, registering
from .undo import remove_all

if TYPE_CHECKING:
    from .edits import Removal


def hooks(model: object) -> HookTable:
    """All hooks on a model, its submodules and parameters, and torch's global ones.

    Returns:
        A table of this moment. For what is no module, `is_module` is False.
    """
    if not walk.is_module(model):
        return HookTable(None, ())
    companion = installed()
    names = {"model": model}
    scene = companion.session.scene(names=names) if companion else scene_of(names)
    return table_of(scene, model)


def table_of(scene: Scene, model: Any, name: str = "") -> HookTable:
    """The table of a model, with what a scene knows of its cells."""
    runs = Runs(scene.runs, registering(scene, model))
    rows = hook_rows(_all(model), runs, own_ids(model))
    return HookTable(weakref.ref(model), rows, name)


def _all(model: Any) -> list[Registered]:
    return [*registered_hooks(walk.nodes(model)[0]), *global_hooks()]


class HookTable:
    """The hooks of one model at one moment; it does not keep the model alive."""

    def __init__(
        self,
        model: Callable[[], Any] | None,
        rows: Sequence[HookRow],
        name: str = "",
    ) -> None:
        self.is_module = model is not None
        self.rows = tuple(rows)
        self.name = name
        """The model's variable, where it is known."""
        self._model = model or (lambda: None)

    def __len__(self) -> int:
        """How many hooks there are."""
        return len(self.rows)

    def __iter__(self) -> Iterator[HookRow]:
        """The hooks, in the order of the modules and of their calls."""
        return iter(self.rows)

    def remove(
        self,
        function: str | Callable[..., Any] | None = None,
        *,
        kind: str | None = None,
        path: str | None = None,
        cell: int | None = None,
        ids: Sequence[str] = (),
    ) -> RemovedHooks:
        """Takes your hooks off that fit all that is given, or none if one resists.

        What torch and libraries put there stays, and is listed as kept.

        Args:
            function: Its name, or the function itself.
            kind: `forward`, `state_dict_pre`, `tensor`, `global forward`, ….
            path: A pattern for the module's name: `blocks.*`; empty for the root.
            cell: The number of the cell that registered it, `9` for [9]; where that is
                not known, of the cell that defined the function.
            ids: The ids that the table shows, or their first parts.

        Raises:
            ValueError: Nothing is given, so all hooks would be meant.
            modulescope.hooks.edits.CannotEdit: Nothing was changed.
        """
        if not ids and (function, kind, path, cell) == (None,) * 4:
            raise ValueError("say which hooks: by function, kind, path, cell or ids")
        tests = _tests(function, kind, path, cell, ids)
        meant = [row for row in self.rows if all(test(row) for test in tests)]
        now = {} if (model := self._model()) is None else _by_token(model)
        going = [row for row in meant if row.removable and row.hook in now]
        chosen = [now[row.hook] for row in going]
        if callable(function):
            fits = [hook.function is function for hook in chosen]
            going = [row for row, fit in zip(going, fits, strict=True) if fit]
            chosen = [hook for hook, fit in zip(chosen, fits, strict=True) if fit]
        removals = remove_all(chosen)
        return RemovedHooks(going, [row for row in meant if row.kept], removals)

    def to_dict(self) -> dict[str, Any]:
        """The hooks as JSON-ready data, version 1."""
        return {
            "version": 1,
            "is_module": self.is_module,
            "hooks": [_plain(row) for row in self.rows],
        }

    def __repr__(self) -> str:
        """The complete text."""
        from .render import hooks_text

        return hooks_text(self.to_dict(), self.name, all_rows=True)

    def _repr_html_(self) -> str:
        from .render import hooks_html

        return hooks_html(self.to_dict(), self.name)


class RemovedHooks:
    """What a removal did, and its undoing."""

    def __init__(
        self,
        removed: Sequence[HookRow],
        kept: Sequence[HookRow],
        removals: Sequence[Removal],
    ) -> None:
        self.removed = tuple(removed)
        self.kept = tuple(kept)
        """Hooks that were meant, but belong to torch or a library."""
        self._removals = list(removals)

    def __len__(self) -> int:
        """How many hooks were removed."""
        return len(self.removed)

    def undo(self) -> None:
        """Puts them back, order and flags as they were; a second time does nothing.

        Raises:
            modulescope.hooks.edits.CannotEdit: What one of them sat on is gone.
        """
        while self._removals:
            restore(self._removals[-1])
            self._removals.pop()

    def __repr__(self) -> str:
        from .render import removed_text

        rows = [_plain(row) for row in self.removed]
        return removed_text(rows, [_plain(row) for row in self.kept])


def _tests(
    function: Any, kind: Any, path: Any, cell: Any, ids: Sequence[str]
) -> list[Callable[[HookRow], bool]]:
    found: list[Callable[[HookRow], bool]] = []
    if isinstance(function, str):
        found.append(lambda row: function in (row.function, _last(row.function)))
    if kind is not None:
        wanted = kind.strip().casefold()
        found.append(lambda row: wanted in (row.kind, row.kind.partition(" (")[0]))
    if path is not None:
        found.append(lambda row: fnmatch.fnmatchcase(row.fqn, path))
    if cell is not None:
        found.append(lambda row: _cell(row) == cell)
    if ids:
        found.append(lambda row: bool({row.hook, row.hook.partition("-")[0]} & {*ids}))
    return found


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _cell(row: HookRow) -> int | None:
    cell = row.registered_cell or row.defined_cell
    return None if cell is None else cell.execution_count


def _by_token(model: Any) -> dict[str, Registered]:
    return {hook.token: hook for hook in _all(model)}


def _plain(row: HookRow) -> dict[str, Any]:
    found = asdict(row)
    for key in ("defined_cell", "registered_cell"):
        found[key] = None if found[key] is None else found[key]._asdict()
    return found
