"""One page that asks this kernel."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from ..session.import_guard import inside
from .kinds import CAPABILITIES
from .wire import quietly, send, text

if TYPE_CHECKING:
    from ..checking.linter import Linter
    from ..session.current import Companion
    from ..session.session import Session

# What these change, when they are done, no run tells of.
_CHANGING = ("fix.apply", "hook.remove", "hook.restore")


class Server(Protocol):
    """What a client asks of the end of the comms that it came through."""

    companion: Companion

    def rename(self, client: Client, name: str) -> None:
        """Knows the client by another name."""

    def touch(self, client: Client) -> None:
        """A client has spoken, which the front end takes for the end of a run."""

    def forget(self, comm: Any) -> None:
        """Ends a comm whose page has left."""

    def push_change(self, by: Client) -> None:
        """Tells all other clients that one of them changed live objects."""


class Client:
    """One page that is open on this kernel."""

    def __init__(
        self, name: str, server: Server, handlers: Callable[[], Mapping[str, Handler]]
    ) -> None:
        self.name = name
        self.server = server
        self._handlers = handlers
        self.requests: Any = None
        self.pushes: Any = None
        # A page closes both, but the message to a subshell that ends can be lost.
        self.has_left = False
        self._linter: Linter | None = None
        self._lock = threading.Lock()

    @property
    def session(self) -> Session:
        """The memory of the kernel that this client asks about."""
        return self.server.companion.session

    @property
    def linter(self) -> Linter:
        """What checks this client's notebook."""
        if self._linter is None:
            from ..checking.linter import Linter

            self._linter = Linter(self.session)
        return self._linter

    def rename(self, name: str) -> None:
        """Takes the name that the client gives itself."""
        self.server.rename(self, name)

    @inside
    def handle(self, message: Any) -> None:
        """Answers one message of the request comm."""
        try:
            self.server.touch(self)
            with self._lock:
                self._answer(message["content"]["data"])
        except KeyboardInterrupt:
            if threading.current_thread() is threading.main_thread():
                raise
        except BaseException:
            return

    def _answer(self, request: Any) -> None:
        if type(request) is not dict or type(request.get("id")) is not str:
            # There is nothing that a reply could name.
            return
        ident, kind = text(request["id"], 64), request.get("kind")
        if kind not in CAPABILITIES:
            reply = {"kind": "unsupported", "id": ident, "asked": text(kind, 100)}
            send(self.requests, reply)
            return
        try:
            reply = self._handlers()[kind]({**request, "id": ident}, self)
        except BaseException as error:
            reply = failure(ident, kind, error)
            if isinstance(error, KeyboardInterrupt):
                send(self.requests, reply)
                raise
        try:
            send(self.requests, reply)
        except Exception as error:
            send(self.requests, failure(ident, kind, error))
        if kind in _CHANGING and reply.get("done") is True:
            self.server.push_change(self)

    def close(self) -> None:
        """Closes both comms, which frees their subshell threads."""
        end = self.server.forget if self.has_left else _close
        for comm in (self.requests, self.pushes):
            if comm is not None:
                quietly(partial(end, comm))


Handler = Callable[[Any, Client], Any]
"""Answers one kind of request; `answers.Answers` says which gets and gives what."""


def failure(ident: str, kind: str, error: BaseException) -> dict[str, Any]:
    """The reply to a request that could not be answered."""
    reason = f"{type(error).__name__} in {kind}"
    try:
        reason = f"{reason}: {error}"
    except Exception:
        # The text of an error can be code of the user, too.
        pass
    return {"kind": "error", "id": ident, "message": text(reason)}


def _close(comm: Any) -> None:
    comm.close()
