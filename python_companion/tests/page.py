"""Cells in a real IPython shell in this process, with the companion beside them.

Quicker than a kernel and as real, except for messages and threads; for those see
`realkernel`.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from ipykernel.compiler import XCachingCompiler
from IPython.core.interactiveshell import InteractiveShell
from modulescope.checking.linter import Linter, Outcome
from modulescope.findings import Finding
from modulescope.kernel.companion import Companion
from modulescope.session.session import Session
from traitlets.config import Config

IMPORTS = "import torch\nfrom torch import nn\nimport torch.nn.functional as F"


class Page:
    """A notebook: its cells, its shell, and what the companion says of them."""

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        self.shell: Any = InteractiveShell(
            config=config, user_module=ModuleType("page")
        )
        self.shell.compile = XCachingCompiler()
        self.companion = Companion(self.shell)
        self.companion.begin()
        self.pushed: list[tuple[str | None, list[str]]] = []
        self.companion.server.push_run = self._pushed  # type: ignore[method-assign]
        self.cells: dict[str, str] = {}
        self.linter = Linter(self.session)
        self._sent: dict[str, str] = {}
        self.run(IMPORTS, "imports")

    def _pushed(self, run: Any, changed: list[str]) -> None:
        self.pushed.append((run.cell.cell_id, changed))

    @property
    def session(self) -> Session:
        """The companion's memory."""
        return self.companion.session

    @property
    def names(self) -> dict[str, Any]:
        """The namespace of the cells."""
        found: dict[str, Any] = self.shell.user_ns
        return found

    def run(self, source: str, cell_id: str | None = None) -> Page:
        """Runs a cell; a new id, or none, adds it at the end."""
        cell_id = cell_id or f"cell-{len(self.cells)}"
        self.cells[cell_id] = source
        result = self.shell.run_cell(source, store_history=True, cell_id=cell_id)
        self.failed = not result.success
        return self

    def rerun(self, *cell_ids: str) -> Page:
        """Runs cells again, with the text they have now."""
        for cell_id in cell_ids:
            self.run(self.cells[cell_id], cell_id)
        return self

    def edit(self, cell_id: str, old: str, new: str) -> None:
        """Changes the text of a cell without running it."""
        assert old in self.cells[cell_id]
        self.cells[cell_id] = self.cells[cell_id].replace(old, new)

    def check(self, live: bool = True, **options: Any) -> Outcome:
        """Checks the notebook; sends only texts that have changed."""
        changed = {k: v for k, v in self.cells.items() if self._sent.get(k) != v}
        self._sent.update(changed)
        return self.linter.check(list(self.cells), changed, live, **options)

    def findings(self, code: str = "", live: bool = True) -> list[Finding]:
        """The findings, or those of one rule."""
        return [f for f in self.check(live).findings if not code or f.code == code]

    def close(self) -> None:
        """Takes the companion off, and lets go of everything."""
        self.companion.end()
        self.names.clear()
        # It would live until the process ends, and collect all garbage there once more.
        atexit.unregister(self.shell.atexit_operations)


@contextmanager
def open_page() -> Iterator[Page]:
    """A page that is closed with the block."""
    made = Page()
    try:
        yield made
    finally:
        made.close()
