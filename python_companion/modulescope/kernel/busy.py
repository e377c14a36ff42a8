"""Keeps the kernel's indicator truthful while a cell runs.

A comm message that is answered during a cell ends with `status: idle`, and the front
end then believes that the kernel is idle. After each such answer we say `busy` again.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any


class BusyRepair:
    """Publishes `busy` again after a reply that was sent while a cell ran."""

    def __init__(self, kernel: Any) -> None:
        self._kernel = kernel
        self._depth = 0
        self._answered: Any = None
        """What was answered last since the last cell, if anything was."""
        # The same lock for both: no busy may follow the cell's own idle.
        self._lock = threading.Lock()

    def cell_started(self) -> None:
        """A cell starts; they can nest."""
        with self._lock:
            self._depth += 1
            # The kernel is busy a moment before its cell starts, and says idle for what
            # it answers in that moment.
            if self._answered is not None:
                self._say_busy(self._answered)
                self._answered = None

    def set_depth(self, depth: int) -> None:
        """So many cells are running now; none is the end of the user's cell."""
        with self._lock:
            self._depth = depth

    def arm(self) -> None:
        """Called inside a handler: repairs right after the shell has said idle.

        `call_soon` is right: the shell says idle in the same step after the handler,
        so the callback always comes after it; a timer could overtake it. A cell may
        start while the handler runs, so only the callback looks for one.
        """
        if threading.current_thread() is threading.main_thread():
            return
        try:
            # The message's own parent: with the cell's, the cell's recorded start
            # time would be overwritten.
            parent = self._kernel.get_parent("shell")
            asyncio.get_running_loop().call_soon(self._publish, parent)
        except Exception:
            return

    def _publish(self, parent: Any) -> None:
        with self._lock:
            if self._depth:
                self._say_busy(parent)
            else:
                self._answered = parent

    def _say_busy(self, parent: Any) -> None:
        try:
            kernel = self._kernel
            kernel.session.send(
                kernel.iopub_socket,
                "status",
                {"execution_state": "busy"},
                parent=parent,
                ident=kernel._topic("status"),
            )
        except Exception:
            return
