"""All that is put into one kernel."""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

from ..protocol.kinds import CAPABILITIES
from ..session import current, import_guard
from ..session.import_guard import inside
from ..session.session import Session, loaded_torch
from ..version import PROTOCOL, __version__
from . import first_use
from .busy import BusyRepair
from .targets import Targets, manager

if TYPE_CHECKING:
    from ..hooks.undo import Undo
    from ..session.choices import Choices
    from ..snapshots.presets import Presets
    from ..snapshots.shelf import Shelf
    from .server import Server


class Hello(dict[str, Any]):
    """What the companion says of itself; shows as JSON."""

    def __repr__(self) -> str:
        return json.dumps(self)

    def _repr_json_(self) -> dict[str, Any]:
        return dict(self)


class Companion(current.Companion):
    """All that `install()` put into one kernel."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.pid = os.getpid()
        self.repair = BusyRepair(getattr(shell, "kernel", None))
        self.targets = Targets(lambda: self.server)
        self.first_use = first_use.FirstUse(shell)
        self._session = Session(shell)
        self._server: Server | None = None
        self._choices: Choices | None = None
        self._shelf: Shelf | None = None
        self._presets: Presets | None = None
        self._undo: Undo | None = None
        self._lock = threading.Lock()

    @property
    def session(self) -> Session:
        """The memory of this kernel's runs and models."""
        return self._session

    @property
    def server(self) -> Server:
        """The pages that are open; made with the first page or push."""
        with self._lock:
            if self._server is None:
                from .server import Server

                self._server = Server(self, self.repair, manager())
            return self._server

    @property
    def choices(self) -> Choices:
        """What the user chose for this kernel; made when it is first needed."""
        with self._lock:
            if self._choices is None:
                from ..session.choices import Choices

                self._choices = Choices()
            return self._choices

    @property
    def shelf(self) -> Shelf:
        """The kept snapshots; made when it is first needed."""
        with self._lock:
            if self._shelf is None:
                from ..snapshots.shelf import Shelf

                self._shelf = Shelf()
            return self._shelf

    @property
    def presets(self) -> Presets:
        """The snapshots that a click arms; made when it is first needed."""
        shelf = self.shelf
        with self._lock:
            if self._presets is None:
                from ..snapshots.presets import Presets

                self._presets = Presets(self.session, shelf)
            return self._presets

    @property
    def undo(self) -> Undo:
        """The hooks taken off since the last run; made when it is first needed."""
        with self._lock:
            if self._undo is None:
                from ..hooks.undo import Undo

                self._undo = Undo()
            return self._undo

    def hello(self) -> Hello:
        """What `install()` says."""
        return hello()

    def begin(self) -> None:
        """Registers callbacks and comm targets."""
        import_guard.begin()
        self.session.log.add_history()
        events = self.shell.events
        events.register("pre_run_cell", self._pre_run_cell)
        events.register("post_run_cell", self._post_run_cell)
        self.first_use.begin()
        self.targets.register()
        if loaded_torch() is not None:
            self.session.look(ran=False)

    def end(self) -> None:
        """Takes off all that `begin` put on."""
        self.first_use.end()
        if self._presets is not None:
            self._presets.end()
        for event, callback in (
            ("pre_run_cell", self._pre_run_cell),
            ("post_run_cell", self._post_run_cell),
        ):
            try:
                self.shell.events.unregister(event, callback)
            except ValueError:
                continue
        self.targets.unregister()
        if self._server is not None:
            self._server.close()
        import_guard.end()

    def _is_elsewhere(self) -> bool:
        """Whether this is a forked worker, or a cell that runs beside the user's."""
        return (
            os.getpid() != self.pid
            or threading.current_thread() is not threading.main_thread()
        )

    @inside
    def _pre_run_cell(self, info: Any) -> None:
        if self._is_elsewhere():
            return
        try:
            self.repair.cell_started()
            if self._undo is not None:
                self._undo.forget()
            cell_id = getattr(info, "cell_id", None)
            self.session.run_started(cell_id, info.raw_cell, info)
            if self._presets is not None and self.session.log.depth == 1:
                self._presets.run_started()
        except Exception:
            return

    @inside
    def _post_run_cell(self, result: Any) -> None:
        if self._is_elsewhere():
            return
        try:
            self._ended(result)
        except (Exception, KeyboardInterrupt):
            # The cell has ended: an interrupt has nothing left to stop.
            return
        finally:
            if self._presets is not None and not self.session.busy:
                # Nothing stays wrapped, whatever happened above.
                self._presets.end_run()
            self.repair.set_depth(self.session.log.depth)

    def _ended(self, result: Any) -> None:
        if result is None:
            self.session.log.lost()
            return
        info = result.info
        ended = self.session.run_ended(
            getattr(info, "cell_id", None),
            result.execution_count,
            info.raw_cell,
            bool(result.success),
            info,
        )
        if self._presets is not None and not self.session.busy:
            self._presets.run_ended(ended.run.cell if ended else None)
        if ended is None:
            return
        if (watching := sys.modules.get("modulescope.gradients.watching")) is not None:
            watching.cell_ended(result.execution_count)
        news = self.choices.take_news()
        if ended.changed is not None or news:
            self.server.push_run(ended.run, ended.changed or [])


def hello() -> Hello:
    """Versions and capabilities, as the protocol's `Hello`."""
    torch = loaded_torch()
    return Hello(
        version=__version__,
        protocol=PROTOCOL,
        python=".".join(str(part) for part in sys.version_info[:3]),
        executable=sys.executable or "",
        torch=None if torch is None else str(vars(torch).get("__version__", "")),
        capabilities=list(CAPABILITIES),
    )
