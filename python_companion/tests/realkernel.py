"""A real ipykernel for tests: runs cells with ids and talks to the companion.

`Kernel` is the process and its channels; `Notebook` is one page that is open on it,
with cells and the two comms. Nothing is mocked: messages take the way that they take
from JupyterLab, through a subshell where the kernel has them.
"""

from __future__ import annotations

import ast
import json
import os
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.manager import KernelManager

_EXPRESSION = Path(__file__).parents[2] / "src/companion/expression.ts"
# What the front end sends. Strings of TypeScript and of Python are alike here.
HELLO = ast.literal_eval(_EXPRESSION.read_text().split("EXPRESSION =")[1].strip(" \n;"))
_DEADLINE_S = 60.0
_MOST_TURNS = 3

Message = dict[str, Any]


class Kernel:
    """One kernel process."""

    def __init__(
        self,
        folder: Path | None = None,
        python: str | None = None,
        env: dict[str, str] | None = None,
    ) -> None:
        self.manager = KernelManager(kernel_name="python3")
        if python is not None:
            self.manager.kernel_spec.argv[0] = python
        self.manager.start_kernel(env={**os.environ, **(env or {})}, cwd=folder)
        self.iopub: list[Message] = []
        """All messages of the iopub channel, oldest first."""
        self._caused: defaultdict[str, list[Message]] = defaultdict(list)
        self.replies: dict[str, Message] = {}
        self._connect()

    def _connect(self) -> None:
        self.client = self.manager.client()
        # A clone of the manager's session counts its message ids from 0 again.
        self.client.session.session = uuid.uuid4().hex
        self.client.start_channels()
        self._poller = zmq.Poller()
        for channel in self._channels:
            self._poller.register(channel.socket, zmq.POLLIN)
        self.client.wait_for_ready(timeout=_DEADLINE_S)

    @property
    def _channels(self) -> tuple[Any, ...]:
        client = self.client
        return client.shell_channel, client.control_channel, client.iopub_channel

    def close(self) -> None:
        """Ends the process."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def restart(self) -> None:
        """Restarts the process, as the restart button does."""
        self.client.stop_channels()
        self.manager.restart_kernel(now=True)
        self._connect()

    def interrupt(self) -> None:
        """Interrupts the running cell."""
        self.manager.interrupt_kernel()

    def send(
        self, kind: str, content: Message, subshell: str | None = None, **metadata: Any
    ) -> str:
        """Sends a message on the shell channel; returns its id."""
        message = self.client.session.msg(kind, content, metadata=metadata)
        if subshell is not None:
            message["header"]["subshell_id"] = subshell
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def until(self, done: Callable[[], Any], seconds: float = _DEADLINE_S) -> Any:
        """Reads messages until something is true.

        Raises:
            TimeoutError: It does not become true in time.
        """
        end = time.monotonic() + seconds
        while True:
            self.pump()
            if found := done():
                return found
            if time.monotonic() > end:
                raise TimeoutError(f"after {seconds} s: {self.iopub[-5:]}")
            # Not longer: what is waited for need not be a message.
            self._poller.poll(20)

    def pump(self, seconds: float = 0.0) -> None:
        """Reads what has arrived, for this long."""
        end = time.monotonic() + seconds
        while True:
            *answering, iopub = self._channels
            for message in chain(*map(_arrived, answering)):
                self.replies[message["parent_header"].get("msg_id", "")] = message
            for message in _arrived(iopub):
                message["received"] = time.monotonic()
                self.iopub.append(message)
                self._caused[message["parent_header"].get("msg_id", "")].append(message)
            left = end - time.monotonic()
            if left <= 0:
                return
            self._poller.poll(1000 * left)

    def reply(self, message_id: str, seconds: float = _DEADLINE_S) -> Message:
        """Waits for the reply to a message on the shell or control channel."""
        found: Message = self.until(lambda: self.replies.get(message_id), seconds)
        return found

    def start(
        self,
        source: str,
        cell_id: str | None = None,
        silent: bool = False,
        expressions: dict[str, str] | None = None,
    ) -> str:
        """Sends a cell, without waiting for it."""
        content = {
            "code": source,
            "silent": silent,
            "store_history": not silent,
            "user_expressions": expressions or {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        metadata = {"cellId": cell_id} if cell_id else {}
        return self.send("execute_request", content, **metadata)

    def finish(self, message_id: str, seconds: float = _DEADLINE_S) -> Message:
        """Waits until a cell has ended; its reply, with all that it printed."""
        reply = self.reply(message_id, seconds)
        self.until(lambda: self.is_idle(message_id))
        content = dict(reply["content"])
        content["text"] = "".join(
            message["content"]["text"]
            for message in self.of(message_id)
            if message["msg_type"] == "stream"
        )
        return content

    def run(self, source: str, cell_id: str | None = None, **options: Any) -> Message:
        """Runs a cell to its end."""
        return self.finish(self.start(source, cell_id, **options))

    def value(self, expression: str) -> Any:
        """The value of an expression, read without leaving a trace."""
        code = f"__import__('json').dumps({expression})"
        reply = self.run("", silent=True, expressions={"value": code})
        found = reply["user_expressions"]["value"]
        assert found["status"] == "ok", found
        return json.loads(eval(found["data"]["text/plain"]))

    def of(self, message_id: str) -> list[Message]:
        """The iopub messages that a message caused."""
        return list(self._caused[message_id])

    def is_idle(self, message_id: str) -> bool:
        """Whether the kernel has said that a message is dealt with."""
        return any(
            message["msg_type"] == "status"
            and message["content"]["execution_state"] == "idle"
            for message in self.of(message_id)
        )

    def subshell(self) -> str | None:
        """Makes a subshell; None if the kernel has none (ipykernel before 7)."""
        info = self.reply(self.send("kernel_info_request", {}))["content"]
        if "kernel subshells" not in info.get("supported_features", ()):
            return None
        message = self.client.session.msg("create_subshell_request", {})
        self.client.control_channel.send(message)
        reply = self.reply(message["header"]["msg_id"])
        return str(reply["content"]["subshell_id"])


class Notebook:
    """One page on a kernel: its cells, its two comms, what it was told."""

    def __init__(self, kernel: Kernel, client: str | None = None) -> None:
        self.kernel = kernel
        self.client = client or uuid.uuid4().hex
        self.cells: dict[str, str] = {}
        """The texts of the code cells by id, top to bottom."""
        self.path = "spiral.ipynb"
        self.subshell: str | None = None
        self._sent: dict[str, str] = {}
        self._revision = 0
        self._begin = len(kernel.iopub)

    def install(self) -> Message:
        """Says hello as the extension does; returns what the kernel answers."""
        reply = self.kernel.run("", silent=True, expressions={"hello": HELLO})
        return dict(reply["user_expressions"]["hello"])

    def open(self, subshell: bool = True) -> Notebook:
        """Installs the companion and opens the comms."""
        hello = self.install()
        assert hello["status"] == "ok", hello
        self.subshell = self.kernel.subshell() if subshell else None
        self._sent = {}
        self.requests, self.pushing = uuid.uuid4().hex, uuid.uuid4().hex
        self.opening: Message = {
            "kind": "client.open",
            "id": "open",
            "client": self.client,
            "path": self.path,
            "version": "0.1.0",
            "protocol": 1,
        }
        self._open(self.requests, "modulescope", self.opening)
        self._open(self.pushing, "modulescope.push", {"client": self.client})
        reply = self.answer("open")
        assert reply["kind"] == "client.opened", reply
        return self

    def _open(self, comm: str, target: str, data: Message) -> None:
        content = {"comm_id": comm, "target_name": target, "data": data}
        opened = self.kernel.send("comm_open", content, self._way(comm))
        self.kernel.until(lambda: self.kernel.is_idle(opened))

    def _way(self, comm: str) -> str | None:
        return self.subshell if comm == self.requests else None

    def close(self) -> None:
        """Closes the comms, as a page does that is left."""
        for comm in (self.requests, self.pushing):
            self.kernel.send("comm_close", {"comm_id": comm}, self._way(comm))

    def run(self, source: str, cell_id: str | None = None) -> Message:
        """Runs a cell; a new id, or none, adds it at the end."""
        cell_id = cell_id or f"cell-{len(self.cells) + 1}"
        self.cells[cell_id] = source
        return self.kernel.run(source, cell_id)

    def rerun(self, *cell_ids: str) -> None:
        """Runs cells again, with the text they have now."""
        for cell_id in cell_ids:
            self.kernel.run(self.cells[cell_id], cell_id)

    def edit(self, cell_id: str, source: str) -> None:
        """Changes the text of a cell, or adds one, without running it."""
        self.cells[cell_id] = source

    def post(self, data: Any, buffers: list[bytes] | None = None) -> str:
        """Sends data on the request comm, whatever it is."""
        content = {"comm_id": self.requests, "data": data}
        return self.kernel.send("comm_msg", content, self.subshell)

    def ask(self, kind: str, seconds: float = _DEADLINE_S, **payload: Any) -> Message:
        """Sends a request and waits for its reply."""
        ident = uuid.uuid4().hex[:12]
        self.post({"kind": kind, "id": ident, **payload})
        return self.answer(ident, seconds)

    def answer(self, ident: str, seconds: float = _DEADLINE_S) -> Message:
        """Waits for the reply to a request."""
        found: Message = self.kernel.until(
            lambda: next((m for m in self.heard() if m.get("id") == ident), None),
            seconds,
        )
        return found

    def check(
        self,
        live: bool = True,
        ignore: tuple[str, ...] = (),
        min_severity: str = "hint",
        seconds: float = _DEADLINE_S,
        enable: tuple[str, ...] = (),
    ) -> Message:
        """The findings of the notebook; sends only texts that have changed."""
        self._revision += 1
        changed = {k: v for k, v in self.cells.items() if self._sent.get(k) != v}
        self._sent.update(changed)
        reply = self.ask(
            "notebook.check",
            seconds,
            revision=self._revision,
            order=list(self.cells),
            cells=[{"cell_id": k, "source": v} for k, v in changed.items()],
            live=live,
            min_severity=min_severity,
            ignore=list(ignore),
            enable=list(enable),
        )
        assert reply["kind"] == "notebook.findings", reply
        return reply

    def findings(self, code: str = "", live: bool = True) -> list[Message]:
        """The findings, or those of one rule, once all rules had their turn."""
        reply = self.check(live)
        for _ in range(_MOST_TURNS):
            # Beside other work a sweep can be cut; who was left out is asked first.
            if not reply["slowed"]:
                break
            reply = self.check(live)
        return [f for f in reply["findings"] if not code or f["code"] == code]

    def apply(self, finding: Message, fix: int = 0) -> None:
        """Applies an edit fix to the texts, as the front end does."""
        for edit in reversed(finding["fixes"][fix]["edits"]):
            source = self.cells[edit["cell_id"]]
            begin = _offset(source, edit["range"]["start"])
            end = _offset(source, edit["range"]["end"])
            self.cells[edit["cell_id"]] = source[:begin] + edit["text"] + source[end:]

    def heard(self) -> list[Message]:
        """All replies to this page."""
        return self._messages(self.requests)

    @property
    def pushes(self) -> list[Message]:
        """All pushes to this page."""
        self.kernel.pump()
        return self._messages(self.pushing)

    def _messages(self, comm: str) -> list[Message]:
        found = []
        for message in self.kernel.iopub[self._begin :]:
            content = message["content"]
            if message["msg_type"] != "comm_msg" or content["comm_id"] != comm:
                continue
            data = content["data"]
            if data.get("packed"):
                data = json.loads(bytes(message["buffers"][0]))
            found.append(data)
        return found

    def noise(self) -> list[Message]:
        """What no cell printed: text and errors that are nobody's output."""
        self.kernel.pump()
        cells = {"execute_request"}
        return [
            message
            for message in self.kernel.iopub[self._begin :]
            if message["msg_type"] in ("stream", "error", "display_data")
            and message["parent_header"].get("msg_type") not in cells
        ]


@contextmanager
def real_kernel(**options: Any) -> Iterator[Kernel]:
    """A kernel process that ends with the block."""
    kernel = Kernel(**options)
    try:
        yield kernel
    finally:
        kernel.close()


def _arrived(channel: Any) -> Iterator[Message]:
    while True:
        try:
            yield channel.get_msg(timeout=0)
        except Empty:
            return


def _offset(text: str, position: Message) -> int:
    """The index of a position whose character counts UTF-16 units."""
    lines = text.split("\n")
    line = lines[position["line"]].encode("utf-16-le")[: 2 * position["character"]]
    before = sum(len(line) + 1 for line in lines[: position["line"]])
    return before + len(line.decode("utf-16-le"))
