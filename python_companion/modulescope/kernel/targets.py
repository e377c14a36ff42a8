"""The comm targets of one kernel; what answers there is loaded with the first page.

Requests arrive on `modulescope`, pushes leave on `modulescope.push`. Nothing here
raises or prints: an exception in a comm handler would land in the notebook's log.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..session.import_guard import inside

if TYPE_CHECKING:
    from .server import Server


class Targets:
    """Where pages open their two comms."""

    def __init__(self, server: Callable[[], Server]) -> None:
        """Registers nothing yet.

        Args:
            server: Gives what the comms are for; not called before there is one.
        """
        self._server = server
        self._pid = os.getpid()
        self._opened = {
            "modulescope": self._open_requests,
            "modulescope.push": self._open_pushes,
        }

    def register(self) -> None:
        """Takes the two targets; an older copy of this package loses them."""
        if found := manager():
            for name, opened in self._opened.items():
                found.register_target(name, opened)

    def unregister(self) -> None:
        """Gives the targets back."""
        if found := manager():
            for name, opened in self._opened.items():
                if found.targets.get(name) == opened:
                    found.unregister_target(name, opened)

    @inside
    def _open_requests(self, comm: Any, message: Any) -> None:
        self._quietly(lambda: self._server().open_requests(comm, message))

    @inside
    def _open_pushes(self, comm: Any, message: Any) -> None:
        self._quietly(lambda: self._server().open_pushes(comm, message))

    def _quietly(self, action: Callable[[], None]) -> None:
        # A forked worker has the comms of its parent.
        if os.getpid() != self._pid:
            return
        try:
            action()
        except Exception:
            return


def manager() -> Any:
    """The comm manager of this process; None without a kernel."""
    comm = sys.modules.get("comm")
    return comm.get_comm_manager() if comm else None
