"""Installs the companion in the running kernel, and takes it off again."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from .version import PROTOCOL, __version__

# The companion of a kernel, also one that another copy of this package installed.
_ATTRIBUTE = "_modulescope_companion"


class Hello(dict[str, Any]):
    """What the companion says of itself; shows as JSON."""

    def __repr__(self) -> str:
        return json.dumps(self)

    def _repr_json_(self) -> dict[str, Any]:
        return dict(self)


class Companion:
    """All that `install()` put into one kernel."""

    def __init__(self, shell: Any) -> None:
        from .live.session import Session
        from .protocol.busy import BusyRepair
        from .protocol.comm import Server

        self.version = __version__
        self.shell = shell
        self.pid = os.getpid()
        self.session = Session(shell)
        self.repair = BusyRepair(getattr(shell, "kernel", None))
        self.server = Server(self.session, self.repair, hello)

    def begin(self) -> None:
        """Registers callbacks and comm targets."""
        self.session.begin()
        self.shell.events.register("pre_run_cell", self._pre_run_cell)
        self.shell.events.register("post_run_cell", self._post_run_cell)
        if manager := _comm_manager():
            self.server.register(manager)

    def end(self) -> None:
        """Takes off all that `begin` put on."""
        for event, callback in (
            ("pre_run_cell", self._pre_run_cell),
            ("post_run_cell", self._post_run_cell),
        ):
            try:
                self.shell.events.unregister(event, callback)
            except ValueError:
                continue
        if manager := _comm_manager():
            self.server.unregister(manager)

    def _pre_run_cell(self, info: Any) -> None:
        try:
            if os.getpid() == self.pid:
                self.repair.cell_started()
                self.session.run_started()
        except Exception:
            return

    def _post_run_cell(self, result: Any) -> None:
        try:
            if os.getpid() != self.pid:
                return
            self.repair.cell_ended()
            info = result.info
            ended = self.session.run_ended(
                getattr(info, "cell_id", None),
                result.execution_count,
                info.raw_cell,
                bool(result.success),
            )
            if ended is not None:
                self.server.push_run(*ended)
        except Exception:
            return


def install() -> Hello:
    """Installs the companion in this kernel, once, and says what it is.

    Outside IPython it only says hello.
    """
    shell = _shell()
    if shell is not None:
        companion = getattr(shell, _ATTRIBUTE, None)
        if companion is None or companion.version != __version__:
            if companion is not None:
                companion.end()
            companion = Companion(shell)
            setattr(shell, _ATTRIBUTE, companion)
            companion.begin()
    return hello()


def uninstall() -> None:
    """Leaves the kernel as it was before `install()`."""
    shell = _shell()
    companion = getattr(shell, _ATTRIBUTE, None)
    if companion is not None:
        companion.end()
        delattr(shell, _ATTRIBUTE)


def installed() -> Companion | None:
    """The companion of this kernel; None before `install()`."""
    return getattr(_shell(), _ATTRIBUTE, None)


def hello() -> Hello:
    """Versions and capabilities, as the protocol's `Hello`."""
    from .protocol.handlers import CAPABILITIES

    torch = sys.modules.get("torch")
    return Hello(
        version=__version__,
        protocol=PROTOCOL,
        python=".".join(str(part) for part in sys.version_info[:3]),
        executable=sys.executable or "",
        torch=None if torch is None else str(getattr(torch, "__version__", "")),
        capabilities=list(CAPABILITIES),
    )


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    get_ipython = getattr(ipython, "get_ipython", None)
    return get_ipython() if get_ipython else None


def _comm_manager() -> Any:
    comm = sys.modules.get("comm")
    return comm.get_comm_manager() if comm else None


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext modulescope`: the companion, the magics and watched cells."""
    from . import magics, watched_cells

    install()
    magics.register(shell)
    watched_cells.register(shell)


def unload_ipython_extension(shell: Any) -> None:
    """`%unload_ext modulescope`: leaves the kernel as it was."""
    from . import magics, watched_cells

    watched_cells.unregister(shell)
    magics.unregister(shell)
    uninstall()
