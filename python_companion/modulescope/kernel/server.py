"""The kernel's end of the two comms.

Requests arrive on the one, as a rule in a subshell thread, and are answered in that
thread. Pushes leave on the other only: ipykernel 7.4 routes a comm to the main shell,
behind the running cell, once the kernel has sent on it from there.
Nothing here raises or prints: an exception in a comm handler would land in the
notebook's log.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from ..protocol.client import Client
from ..protocol.wire import quietly, send, text
from ..session.import_guard import inside

if TYPE_CHECKING:
    from ..protocol import messages
    from ..protocol.client import Handler
    from ..session.current import Companion
    from ..session.scene import Run
    from .busy import BusyRepair

_MAX_CLIENTS = 8


class Server:
    """The clients that opened the comm targets of one kernel."""

    def __init__(self, companion: Companion, repair: BusyRepair, manager: Any) -> None:
        self.companion = companion
        self.repair = repair
        self._manager = manager
        # Oldest first, by the time of the last message.
        self._clients: dict[str, Client] = {}
        self._lock = threading.Lock()
        self._last_run: messages.RunDone | None = None

    @property
    def clients(self) -> tuple[Client, ...]:
        """The open pages, the one that was silent longest first."""
        with self._lock:
            return tuple(self._clients.values())

    def close(self) -> None:
        """Closes all clients."""
        for client in self.clients:
            client.close()
        self._clients.clear()

    def push_run(self, run: Run, changed: list[str]) -> None:
        """Tells all clients that a cell has ended."""
        message: messages.RunDone = {
            "kind": "run.done",
            "id": str(run.number),
            "cell": {
                "cell_id": run.cell.cell_id,
                "execution_count": run.cell.execution_count,
            },
            "changed": [text(name, 1000) for name in changed[:100]],
            "session": self._session,
        }
        self._last_run = message
        for client in self.clients:
            quietly(partial(send, client.pushes, message))

    def push_change(self, by: Client) -> None:
        """Tells all other clients that one of them changed live objects."""
        for client in self.clients:
            if client is not by:
                self._push_again(client.pushes)

    def forget(self, comm: Any) -> None:
        """Ends a comm whose page has left, as if the page's own message had come.

        A message of ours would reach the page after it, whose console would complain.
        """
        message = {"content": {"comm_id": comm.comm_id}}
        self._manager.comm_close(None, None, message)

    def touch(self, client: Client) -> None:
        """A client has spoken: it is the last of those that may be dropped."""
        self.repair.arm()
        with self._lock:
            if self._clients.get(client.name) is client:
                del self._clients[client.name]
                self._clients[client.name] = client

    def rename(self, client: Client, name: str) -> None:
        """A client says its name; an older one of that name is its own past."""
        with self._lock:
            if self._clients.get(client.name) is client:
                del self._clients[client.name]
            older = self._clients.pop(name, None)
            client.name = name
            self._clients[name] = client
            if older and not older.has_left and client.pushes is None:
                client.pushes, older.pushes = older.pushes, None
        if older is not None:
            older.close()

    def open_requests(self, comm: Any, message: Any) -> None:
        """A page opened the comm on which it asks."""
        quietly(lambda: self._attach(comm, message, "requests"))

    def open_pushes(self, comm: Any, message: Any) -> None:
        """A page opened the comm on which it is told."""
        quietly(lambda: self._attach(comm, message, "pushes"))
        # Cells that were queued before this comm ran before it was opened: a page that
        # opens with Run All would never hear of them.
        self._push_again(comm)

    def _push_again(self, comm: Any) -> None:
        """Says once more that the last cell has ended: there is news to look at."""
        if self._last_run is not None:
            last: messages.RunDone = {**self._last_run, "session": self._session}
            quietly(partial(send, comm, last))

    @property
    def _session(self) -> messages.Session:
        return cast("messages.Session", self.companion.choices.to_dict())

    def _attach(self, comm: Any, message: Any, side: str) -> None:
        self.repair.arm()
        name = _client_name(message) or comm.comm_id
        with self._lock:
            client = self._clients.pop(name, None)
            older = client
            if client is None or client.has_left or getattr(client, side) is not None:
                client = Client(name, self, _handlers)
            else:
                older = None
            setattr(client, side, comm)
            self._clients[name] = client
            dropped = self._surplus()
        comm.on_close(lambda _: self._closed(client, comm))
        if side == "requests":
            comm.on_msg(client.handle)
            if _is_request(message):
                # Before the kernel knows a comm, a message on it makes ipykernel 7.4
                # print "No such comm": the first request can come with the opening.
                client.handle(message)
        for gone in (older, *dropped):
            if gone is not None:
                gone.close()

    def _surplus(self) -> list[Client]:
        names = list(self._clients)[: max(0, len(self._clients) - _MAX_CLIENTS)]
        return [self._clients.pop(name) for name in names]

    @inside
    def _closed(self, client: Client, comm: Any) -> None:
        self.repair.arm()
        with self._lock:
            client.has_left = True
            if client.requests is comm:
                client.requests = None
            if client.pushes is comm:
                client.pushes = None
            nothing = client.requests is None and client.pushes is None
            if nothing and self._clients.get(client.name) is client:
                del self._clients[client.name]


def _handlers() -> Mapping[str, Handler]:
    """The answer to each kind; loaded with the first request."""
    from .handlers import HANDLERS

    return cast("Mapping[str, Handler]", HANDLERS)


def _client_name(message: Any) -> str | None:
    data = message["content"].get("data")
    name = data.get("client") if type(data) is dict else None
    return text(name, 64) if type(name) is str and name else None


def _is_request(message: Any) -> bool:
    data = message["content"].get("data")
    return type(data) is dict and "kind" in data
