"""Which cells ran: the bridge between cells, code objects and live objects."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

from ..findings import CellRef
from .scene import Run

# A long session keeps its latest runs; older ones only lose their cell numbers.
_MAX_RUNS = 5000


class RunLog:
    """All runs of this kernel, in the order of execution."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._runs: deque[Run] = deque(maxlen=_MAX_RUNS)
        self._number = 0

    @property
    def runs(self) -> tuple[Run, ...]:
        """A snapshot; other threads may add runs meanwhile."""
        return tuple(self._runs)

    def file_of(self, source: str) -> str:
        """The `co_filename` that the code of a cell with this text gets."""
        shell = self._shell
        try:
            name = shell.compile.get_code_name(source, source, shell.execution_count)
        except Exception:
            return ""
        return str(name)

    def add(
        self, cell_id: str | None, count: int | None, source: str, success: bool
    ) -> Run:
        """Records a run that has ended."""
        self._number += 1
        cell = CellRef(cell_id, count)
        run = Run(self._number, cell, source, self.file_of(source), success)
        self._runs.append(run)
        return run

    def add_history(self) -> None:
        """Adds the runs from before the companion was there, without cell ids."""
        for count, source in enumerate(_history(self._shell)):
            if source:
                self.add(None, count, source, True)

    def adopt(self, cells: Iterable[tuple[str, str]]) -> None:
        """Gives runs without a cell id the one cell that has their text."""
        if all(run.cell.cell_id for run in self._runs):
            return
        owners: dict[str, list[str]] = {}
        for cell_id, source in cells:
            owners.setdefault(source, []).append(cell_id)
        for index, run in enumerate(self._runs):
            found = owners.get(run.source, ())
            if run.cell.cell_id is None and len(found) == 1:
                cell = run.cell._replace(cell_id=found[0])
                self._runs[index] = run._replace(cell=cell)


def _history(shell: Any) -> Sequence[str]:
    history = getattr(shell, "history_manager", None)
    return list(getattr(history, "input_hist_raw", ()) or ())
