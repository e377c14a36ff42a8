"""The kernel's end of the two comms.

Requests arrive on `modulescope`, as a rule in a subshell thread, and are answered in
that thread. Pushes leave on `modulescope.push` only: ipykernel 7.4 routes a comm to
the main shell, behind the running cell, once the kernel has sent on it from there.
Nothing here raises or prints: an exception in a comm handler would land in the
notebook's log.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

from ..lint import Linter
from ..live.scene import Run
from ..live.session import Session
from .busy import BusyRepair
from .handlers import answer

TARGET = "modulescope"
PUSH_TARGET = "modulescope.push"
_MAX_CLIENTS = 8
# Above this a message leaves as one binary buffer: JSON of 5 MB costs half a second.
_MAX_JSON_BYTES = 32 * 1024


class Client:
    """One page that is open on this kernel."""

    def __init__(self, name: str, server: Server) -> None:
        self.name = name
        self.server = server
        self.linter = Linter(server.session)
        self.requests: Any = None
        self.pushes: Any = None
        self._lock = threading.Lock()

    @property
    def session(self) -> Session:
        """The memory of the kernel that this client asks about."""
        return self.server.session

    def rename(self, name: str) -> None:
        """Takes the name that the client gives itself."""
        self.server.rename(self, name)

    def handle(self, message: Any) -> None:
        """Answers one message of the request comm."""
        try:
            self.server.repair.arm()
            self.server.touch(self)
            with self._lock:
                reply = answer(message["content"]["data"], self)
            if reply is not None:
                send(self.requests, reply)
        except KeyboardInterrupt:
            if threading.current_thread() is threading.main_thread():
                raise
        except Exception:
            return

    def close(self) -> None:
        """Closes both comms, which frees their subshell threads."""
        for comm in (self.requests, self.pushes):
            if comm is not None:
                _quietly(comm.close)


class Server:
    """The comm targets of one kernel and the clients that opened them."""

    def __init__(
        self, session: Session, repair: BusyRepair, hello: Callable[[], dict[str, Any]]
    ) -> None:
        self.session = session
        self.repair = repair
        self.hello = hello
        self._clients: dict[str, Client] = {}
        self._lock = threading.Lock()
        self._last_run: dict[str, Any] | None = None

    def register(self, manager: Any) -> None:
        """Takes the two targets; an older copy of this package loses them."""
        manager.register_target(TARGET, self._open_requests)
        manager.register_target(PUSH_TARGET, self._open_pushes)

    def unregister(self, manager: Any) -> None:
        """Gives the targets back and closes all clients."""
        for name, opened in (
            (TARGET, self._open_requests),
            (PUSH_TARGET, self._open_pushes),
        ):
            if manager.targets.get(name) == opened:
                manager.unregister_target(name, opened)
        for client in list(self._clients.values()):
            client.close()
        self._clients.clear()

    def push_run(self, run: Run, changed: list[str]) -> None:
        """Tells all clients that a cell has ended."""
        message = {
            "kind": "run.done",
            "id": str(run.number),
            "cell": {
                "cell_id": run.cell.cell_id,
                "execution_count": run.cell.execution_count,
            },
            "changed": [name[:1000] for name in changed[:100]],
        }
        self._last_run = message
        for client in list(self._clients.values()):
            if client.pushes is not None:
                send(client.pushes, message)

    def touch(self, client: Client) -> None:
        """Moves a client to the end of the line of those that may be dropped."""
        with self._lock:
            if self._clients.pop(client.name, None) is not None:
                self._clients[client.name] = client

    def rename(self, client: Client, name: str) -> None:
        """A client says its name; an older one of that name is its own past."""
        with self._lock:
            if self._clients.get(client.name) is client:
                del self._clients[client.name]
            older = self._clients.pop(name, None)
            client.name = name
            self._clients[name] = client
        if older is not None and older is not client:
            if client.pushes is None:
                client.pushes, older.pushes = older.pushes, None
            older.close()

    def _open_requests(self, comm: Any, message: Any) -> None:
        _quietly(lambda: self._attach(comm, message, "requests"))

    def _open_pushes(self, comm: Any, message: Any) -> None:
        _quietly(lambda: self._attach(comm, message, "pushes"))
        # Cells that were queued before this comm ran before it was opened: a page that
        # opens with Run All would never hear of them.
        if self._last_run is not None:
            send(comm, self._last_run)

    def _attach(self, comm: Any, message: Any, side: str) -> None:
        name = _client_name(message) or comm.comm_id
        with self._lock:
            client = self._clients.get(name)
            fresh = client is None or getattr(client, side) is not None
            older = client if fresh else None
            if client is None or fresh:
                client = self._clients[name] = Client(name, self)
            setattr(client, side, comm)
            dropped = self._surplus()
        comm.on_close(lambda _: self._closed(client, comm))
        if side == "requests":
            comm.on_msg(client.handle)
        for gone in (older, *dropped):
            if gone is not None:
                gone.close()

    def _surplus(self) -> list[Client]:
        names = list(self._clients)[: max(0, len(self._clients) - _MAX_CLIENTS)]
        return [self._clients.pop(name) for name in names]

    def _closed(self, client: Client, comm: Any) -> None:
        with self._lock:
            if client.requests is comm:
                client.requests = None
            if client.pushes is comm:
                client.pushes = None
            nothing = client.requests is None and client.pushes is None
            if nothing and self._clients.get(client.name) is client:
                del self._clients[client.name]


def send(comm: Any, message: dict[str, Any]) -> None:
    """Sends a message, a large one as JSON in a buffer; never raises."""

    def go() -> None:
        data = json.dumps(message, separators=(",", ":")).encode()
        if len(data) <= _MAX_JSON_BYTES:
            comm.send(data=message)
        else:
            head = {"kind": message["kind"], "id": message["id"], "packed": True}
            comm.send(data=head, buffers=[data])

    _quietly(go)


def _client_name(message: Any) -> str | None:
    data = message["content"].get("data")
    name = data.get("client") if type(data) is dict else None
    return name[:64] if type(name) is str else None


def _quietly(action: Callable[[], Any]) -> None:
    try:
        action()
    except Exception:
        # A lost page; the next request of a live one shows what is wrong.
        return


__all__ = ["PUSH_TARGET", "TARGET", "Client", "Server", "send"]
