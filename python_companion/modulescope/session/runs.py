"""Which cells ran: the bridge between cells, code objects and live objects.

`install()` loads this in kernels that may never import torch, so it imports nothing
and works out a run's file name only when somebody asks.
"""

from __future__ import annotations

import linecache
import re
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .scene import Run

# A long session keeps its latest runs; older ones only lose their cell numbers.
_MAX_RUNS = 5000
# ipykernel hashes a cell's text in pure Python, about 1 µs for 4 characters.
_MAX_HASHED = 200_000
# Compiled, and kept by `re`, when the first cell is looked at: a kernel starts sooner.
_TIMED = r"(?:\s*%%nn\b[^\n]*\n)*\s*%%time(?!\w)"

# What the name of a cell's code begins with in IPython; its number follows, and the
# hash of its text after that. In a kernel it is the hash alone.
_NUMBERED = "<ipython-input-"

_Record = tuple[int, "str | None", "int | None", str, str, bool]


class RunLog:
    """All runs of this kernel, in the order of execution.

    The cell's own thread writes, others read.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._lock = threading.Lock()
        self._records: list[_Record] = []
        self._runs: list[Run] = []
        self._files: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        # The cells that run now, outermost first: `%%capture` runs a cell in a cell.
        self._open: list[tuple[Any, str | None, str]] = []
        self.number = 0
        """The number of the latest run; runs count from 1."""
        self.epoch = 0
        """Counts cells that started: tells whether one did since a moment."""

    @property
    def busy(self) -> bool:
        """Whether a cell is running."""
        return bool(self._open)

    @property
    def running(self) -> str | None:
        """The id of the cell that runs now, if it has one."""
        return self._open[0][1] if self._open else None

    @property
    def depth(self) -> int:
        """How many cells run inside one another."""
        return len(self._open)

    @property
    def runs(self) -> tuple[Run, ...]:
        """A snapshot; the cell's thread may add runs meanwhile."""
        with self._lock:
            new = self._records[len(self._runs) :]
            if new:
                from ..findings import CellRef
                from .scene import Run

                self._runs += (
                    Run(
                        number,
                        CellRef(cell_id, count),
                        text,
                        self._file(code, count),
                        success,
                    )
                    for number, cell_id, count, text, code, success in new
                )
            return tuple(self._runs)

    def start(self, token: Any, cell_id: str | None, source: str) -> None:
        """A cell starts; `token` is what `end` gets for the same run."""
        self.epoch += 1
        self._open.append((token, cell_id, source))

    def end(
        self,
        token: Any,
        cell_id: str | None,
        count: int | None,
        source: str,
        success: bool,
    ) -> bool:
        """A cell ended; False if nothing ran, as with an empty cell.

        A cell that was run by another one counts as a run of that one's text: it
        wrote the text that the user sees.
        """
        if not source or source.isspace():
            # IPython announces the end of an empty cell, but not its start.
            return False
        for index in reversed(range(len(self._open))):
            if self._open[index][0] is token:
                # Whatever was above it ended without telling.
                del self._open[index:]
                break
        code = source
        if self._open:
            _, cell_id, source = self._open[0]
            count = getattr(self._shell, "execution_count", count)
        self._add(cell_id, count, source, code, success)
        return True

    def lost(self) -> None:
        """A cell ended, and not even IPython knows which."""
        if self._open:
            self._open.pop()

    def _add(
        self,
        cell_id: str | None,
        count: int | None,
        text: str,
        code: str,
        success: bool,
    ) -> None:
        with self._lock:
            text = self._texts.setdefault(text, text)
            code = self._texts.setdefault(code, code)
            last = self._records[-1] if self._records else None
            if last and cell_id and last[1:4] == (None, count, text):
                # The history knew it already: it is the cell that installed us.
                del self._records[-1], self._runs[len(self._records) :]
                self.number -= 1
            self.number += 1
            self._records.append((self.number, cell_id, count, text, code, success))
            if len(self._records) > _MAX_RUNS:
                self._shorten()

    def _shorten(self) -> None:
        gone = _MAX_RUNS // 5
        del self._records[:gone], self._runs[:gone]
        kept = {text for record in self._records for text in (record[3], record[4])}
        self._texts = {text: text for text in kept}
        self._files = {k: v for k, v in self._files.items() if k in kept}

    def _file(self, code: str, count: int | None) -> str:
        """The `co_filename` of what a run of this text defined."""
        found = self._files.get(code)
        if found is None:
            found = self._compiled_as(code, count)
            if not found.startswith(_NUMBERED):
                self._files[code] = found
        return found

    def _compiled_as(self, code: str, count: int | None) -> str:
        if re.match(_TIMED, code):
            return "<timed exec>"
        if len(code) > _MAX_HASHED:
            return ""
        shell = self._shell
        # IPython ends each text with a newline.
        whole = code if code.endswith("\n") else f"{code}\n"
        try:
            number = count or shell.execution_count
            name = str(shell.compile.get_code_name(code, whole, number))
        except Exception:
            return ""
        return _with_magics(name) if name.startswith(_NUMBERED) else name

    def add_history(self) -> None:
        """Adds the runs from before the companion was there, without cell ids."""
        history = getattr(self._shell, "history_manager", None)
        for count, source in enumerate(getattr(history, "input_hist_raw", None) or ()):
            if source:
                self._add(None, count, source, source, True)

    def adopt(self, cells: Iterable[tuple[str, str]]) -> None:
        """Gives runs without a cell id the one cell that has their text."""
        with self._lock:
            lost = [i for i, record in enumerate(self._records) if record[1] is None]
            if not lost:
                return
            owners: dict[str, list[tuple[str, str]]] = {}
            for cell_id, source in cells:
                owners.setdefault(source.strip(), []).append((cell_id, source))
            for index in lost:
                number, _, count, text, code, success = self._records[index]
                found = owners.get(text.strip(), ())
                if len(found) != 1:
                    continue
                [(cell_id, source)] = found
                if code == text == source.rstrip("\n"):
                    # The history leaves out the newlines at the end, the name of the
                    # code is a hash of all.
                    text = code = source
                self._records[index] = (number, cell_id, count, text, code, success)
                del self._runs[index:]


def _with_magics(name: str) -> str:
    """The name that IPython gave: it hashes what it has made of a cell's magics."""
    if name in linecache.cache:
        return name
    start = f"{name.rpartition('-')[0]}-"
    # The latest: after a `%reset` numbers begin anew.
    names = reversed(list(linecache.cache))
    return next((each for each in names if each.startswith(start)), name)
