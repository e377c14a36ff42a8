"""The kernel's end of the comms: clients, replies, and whatever else may arrive."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from comm.base_comm import CommManager
from modulescope.kernel.handlers import HANDLERS
from modulescope.kernel.server import Server
from modulescope.protocol.kinds import CAPABILITIES
from modulescope.protocol.wire import send, text
from page import Page


class FakeComm:
    """Our own edge: keeps what was sent."""

    def __init__(self, comm_id: str = "") -> None:
        self.comm_id = comm_id
        self.sent: list[Any] = []
        self.closed = False
        self.receive: Callable[[Any], None] = lambda message: None
        self.on_closed: Callable[[Any], None] = lambda message: None

    def send(self, data: Any, buffers: list[bytes] | None = None) -> None:
        if data.get("packed"):
            assert buffers is not None
            data = json.loads(buffers[0])
        json.dumps(data, allow_nan=False).encode()
        self.sent.append(data)

    def close(self) -> None:
        self.closed = True

    def handle_close(self, message: Any) -> None:
        self.on_closed(message)

    def on_msg(self, callback: Callable[[Any], None]) -> None:
        self.receive = callback

    def on_close(self, callback: Callable[[Any], None]) -> None:
        self.on_closed = callback

    def ask(self, data: Any) -> Any:
        before = len(self.sent)
        self.receive({"content": {"data": data}})
        return self.sent[-1] if len(self.sent) > before else None


@pytest.fixture
def server(page: Page) -> Server:
    return Server(page.companion, page.companion.repair, CommManager())


def opened(server: Server, client: str = "c", data: Any = None) -> FakeComm:
    comm = FakeComm(f"{client}-requests")
    message = {"content": {"data": data or {"client": client}}}
    server.open_requests(comm, message)
    return comm


def pushed(server: Server, client: str = "c") -> FakeComm:
    comm = FakeComm(f"{client}-pushes")
    server.open_pushes(comm, {"content": {"data": {"client": client}}})
    return comm


def check(**changes: Any) -> dict[str, Any]:
    request = {
        "kind": "notebook.check",
        "id": "1",
        "revision": 7,
        "order": ["a"],
        "cells": [{"cell_id": "a", "source": "import torch"}],
        "live": True,
        "min_severity": "hint",
        "ignore": [],
    }
    return {**request, **changes}


OPEN = {
    "kind": "client.open",
    "id": "0",
    "client": "c",
    "path": "a.ipynb",
    "version": "9",
    "protocol": 99,
}


class TestReplies:
    def test_the_first_request_can_come_with_the_opening(self, server: Server):
        [reply] = opened(server, data=OPEN).sent
        assert (reply["kind"], reply["id"]) == ("client.opened", "0")
        assert reply["hello"]["capabilities"] == list(CAPABILITIES)

    def test_a_newer_front_end_is_no_error(self, server: Server):
        assert opened(server).ask(OPEN)["kind"] == "client.opened"

    def test_a_reply_repeats_id_and_revision(self, server: Server):
        reply = opened(server).ask(check(id="x9"))
        assert (reply["kind"], reply["id"], reply["revision"]) == (
            "notebook.findings",
            "x9",
            7,
        )

    def test_an_unknown_kind_is_told_so(self, server: Server):
        reply = opened(server).ask({"kind": "tea.brew", "id": "1"})
        assert reply == {"kind": "unsupported", "id": "1", "asked": "tea.brew"}

    def test_an_exception_becomes_an_error_reply(self, server: Server):
        reply = opened(server).ask(check(min_severity="dreadful"))
        assert reply["kind"] == "error"
        assert reply["message"].startswith("ValueError in notebook.check: ")

    def test_even_an_exit_becomes_an_error_reply(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ):
        def leave(request: Any, client: Any) -> Any:
            raise SystemExit(3)

        monkeypatch.setitem(HANDLERS, "rule.get", leave)
        reply = opened(server).ask({"kind": "rule.get", "id": "1", "code": "NN102"})
        assert reply["message"] == "SystemExit in rule.get: 3"

    def test_a_number_that_json_does_not_know_becomes_an_error_reply(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ):
        reply = {"kind": "rule.page", "id": "1", "x": float("nan")}
        monkeypatch.setitem(HANDLERS, "rule.get", lambda request, client: reply)
        answer = opened(server).ask({"kind": "rule.get", "id": "1", "code": "NN102"})
        assert answer["kind"] == "error"

    def test_an_interrupt_on_the_main_thread_reaches_the_shell(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ):
        def interrupted(request: Any, client: Any) -> Any:
            raise KeyboardInterrupt

        monkeypatch.setitem(HANDLERS, "rule.get", interrupted)
        comm = opened(server)
        request = {"kind": "rule.get", "id": "1", "code": "NN102"}
        with pytest.raises(KeyboardInterrupt):
            comm.ask(request)
        thread = threading.Thread(target=comm.ask, args=(request,))
        thread.start()
        thread.join()
        assert [reply["kind"] for reply in comm.sent] == ["error", "error"]

    def test_every_capability_has_a_handler(self):
        assert set(HANDLERS) == set(CAPABILITIES)

    def test_the_page_of_a_rule_has_its_sections(self, server: Server):
        comm = opened(server)
        page = comm.ask({"kind": "rule.get", "id": "1", "code": "nn102"})
        assert page["name"] == "modules-in-plain-container"
        assert "Why it is bad" in [s["heading"] for s in page["sections"]]
        unknown = comm.ask({"kind": "rule.get", "id": "1", "code": "NN999"})
        assert unknown["message"] == "There is no rule NN999."


class TestWire:
    def test_32_kb_and_more_travel_in_a_buffer(self):
        sent = []
        comm = FakeComm()
        comm.send = lambda data, buffers=None: sent.append((data, buffers))  # type: ignore[method-assign]
        small = {"kind": "k", "id": "1", "text": "x" * 100}
        large = {"kind": "k", "id": "2", "text": "ö" * 20_000}
        send(comm, small)
        send(comm, large)
        assert sent[0] == (small, None)
        head, [buffer] = sent[1]
        assert head == {"kind": "k", "id": "2", "packed": True}
        assert json.loads(buffer) == large

    def test_lone_surrogates_are_replaced(self):
        comm = FakeComm()
        send(comm, {"kind": "k", "id": "1", "names": ["a\ud800b"]})
        assert comm.sent[0]["names"] == ["a?b"]

    def test_a_text_is_cut_at_the_limit(self):
        assert text("x" * 3000) == "x" * 2000
        assert text(10**100, 5) == "<int>"

    def test_a_comm_that_is_gone_is_no_error(self):
        send(None, {"kind": "k", "id": "1"})


class TestClients:
    def test_a_push_goes_to_all(self, server: Server, page: Page):
        comms = [pushed(server, name) for name in "ab"]
        server.push_run(page.session.runs[-1], ["model"])
        assert comms[0].sent == comms[1].sent
        assert comms[0].sent[0]["changed"] == ["model"]
        assert comms[0].sent[0]["cell"] == {"cell_id": "imports", "execution_count": 1}

    def test_a_page_that_opens_late_hears_of_the_last_run(
        self, server: Server, page: Page
    ):
        server.push_run(page.session.runs[-1], ["model"])
        [message] = pushed(server).sent
        assert (message["kind"], message["changed"]) == ("run.done", ["model"])

    def test_what_one_page_changes_in_live_objects_the_others_are_told(
        self, server: Server, page: Page
    ):
        page.run(
            "model = nn.Linear(2, 2)\n"
            "handle = model.register_forward_hook(lambda *args: None)"
        )
        server.push_run(page.session.runs[-1], ["model"])
        mine, others = pushed(server, "a"), pushed(server, "b")
        asker = opened(server, "a")
        mine.sent.clear()
        others.sent.clear()
        model = {"id": "2", "model": "model", "fqn": ""}
        [hook] = asker.ask({"kind": "module.get", **model})["hooks"]
        gone = {"kind": "hook.remove", **model, "hook": "gone"}
        assert asker.ask(gone)["done"] is False
        assert others.sent == []
        answer = asker.ask({**gone, "hook": hook["hook"]})
        assert asker.ask({"kind": "hook.restore", "id": "3", "undo": answer["undo"]})
        assert [message["kind"] for message in others.sent] == ["run.done"] * 2
        assert mine.sent == []

    def test_nothing_is_pushed_on_the_comm_for_requests(
        self, server: Server, page: Page
    ):
        requests = opened(server)
        pushes = pushed(server)
        server.push_run(page.session.runs[-1], [])
        assert (len(requests.sent), len(pushes.sent)) == (0, 1)

    def test_a_reload_replaces_itself(self, server: Server):
        old = opened(server), pushed(server)
        new = opened(server), pushed(server)
        assert [comm.closed for comm in (*old, *new)] == [True, True, False, False]
        assert len(server.clients) == 1

    @pytest.mark.parametrize("first", ["requests", "pushes"])
    def test_a_reload_hears_nothing_of_the_page_that_left(self, page: Page, first: str):
        manager = CommManager()
        server = Server(page.companion, page.companion.repair, manager)
        old = opened(server), pushed(server)
        for comm in old:
            manager.register_comm(comm)
        # The close of the other comm was lost with its subshell.
        manager.comm_close(None, "", {"content": {"comm_id": old[1].comm_id}})
        opens = [opened, pushed] if first == "requests" else [pushed, opened]
        new = [opens[0](server), opens[1](server)]
        assert [comm.closed for comm in (*old, *new)] == [False] * 4
        assert manager.comms == {}
        [client] = server.clients
        assert {id(client.requests), id(client.pushes)} == set(map(id, new))

    def test_a_late_name_replaces_too(self, server: Server):
        old = opened(server, "c")
        new = FakeComm("n")
        server.open_requests(new, {"content": {"data": {}}})
        new.ask(OPEN)
        assert (old.closed, new.closed) == (True, False)
        assert [client.name for client in server.clients] == ["c"]

    def test_the_ninth_client_drops_the_one_that_was_silent_longest(
        self, server: Server
    ):
        comms = [opened(server, str(number)) for number in range(8)]
        comms[0].ask(check())
        opened(server, "9")
        assert [comm.closed for comm in comms] == [False, True, *[False] * 6]
        assert len(server.clients) == 8

    def test_a_closed_page_is_forgotten(self, server: Server):
        comms = opened(server), pushed(server)
        for comm in comms:
            comm.on_closed({})
        assert server.clients == ()

    def test_each_client_has_its_own_notebook(self, server: Server):
        one, other = opened(server, "a"), opened(server, "b")
        one.ask(check(cells=[{"cell_id": "a", "source": "x = ("}]))
        assert one.ask(check(cells=[]))["unparsed"] == ["a"]
        assert other.ask(check(cells=[]))["unparsed"] == []

    def test_a_page_that_cannot_be_reached_harms_no_other(
        self, server: Server, page: Page
    ):
        broken, good = pushed(server, "a"), pushed(server, "b")

        def fail(data: Any, buffers: Any = None) -> None:
            raise OSError

        broken.send = fail  # type: ignore[method-assign]
        server.push_run(page.session.runs[-1], [])
        assert len(good.sent) == 1


def junk(random: random.Random, depth: int = 0) -> Any:
    """Any JSON value, and some that only Python knows."""
    scalars: list[Any] = [
        None,
        True,
        -1,
        0,
        2**80,
        1.5,
        float("inf"),
        "",
        "a",
        "model",
        "NN102",
        "\ud800",
        "x" * 5000,
        "class A(nn.Module):\n  def __init__(self):\n    self.x = [nn.ReLU()]",
        b"bytes",
    ]
    if depth > 2 or random.random() < 0.6:
        return random.choice(scalars)
    size = random.randrange(4)
    if random.random() < 0.5:
        return [junk(random, depth + 1) for _ in range(size)]
    keys = [
        random.choice(["id", "kind", "cell_id", "source", "x"]) for _ in range(size)
    ]
    return {key: junk(random, depth + 1) for key in keys}


def test_10000_malformed_messages_raise_and_print_nothing(
    server: Server, capfd: pytest.CaptureFixture[str]
):
    chance = random.Random(0)
    comm = opened(server)
    fields = {
        "notebook.check": list(check()),
        "client.open": list(OPEN),
        "models.list": [],
        "tree.get": ["model", "fqn", "member", "query", "limit"],
        "module.get": ["model", "fqn"],
        "rule.get": ["code"],
        "fix.apply": ["finding", "fix"],
        "other.kind": ["x"],
    }
    answered = 0
    for number in range(10_000):
        kind = chance.choice(list(fields))
        message: Any = {"kind": kind, "id": str(number)}
        message |= {
            name: junk(chance)
            for name in fields[kind]
            if name not in ("kind", "id") and chance.random() < 0.9
        }
        if chance.random() < 0.1:
            message["id"] = junk(chance)
        if chance.random() < 0.05:
            message = junk(chance)
        if comm.closed:
            comm = opened(server)
        answered += comm.ask(message) is not None
    assert answered > 5000
    for message in (None, 3, {}, {"content": None}, {"content": {}}):
        comm.receive(message)
        server.open_requests(FakeComm(), message)
    assert capfd.readouterr() == ("", "")


def choose(**changes: Any) -> dict[str, Any]:
    request = {"kind": "session.set", "id": "2", "mute": [], "unmute": []}
    return {**request, "told": [], "paused": None, **changes}


def test_choices_are_shared_by_the_pages_of_a_kernel(server: Server):
    first, second = opened(server, "a"), opened(server, "b")
    first.ask(choose(mute=["NN308", "NN102", "no code"], told=["NN501:x"]))
    first.ask(choose(unmute=["NN102"]))
    session = {"muted": ["NN308"], "paused": False, "told": ["NN501:x"]}
    assert second.ask(check())["session"] == session


def test_a_paused_kernel_is_not_swept(server: Server, page: Page):
    page.run(
        "class Net(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.layers = [nn.Linear(2, 2)]\n"
        "model = Net()",
        "net",
    )
    comm = opened(server)
    cells = [{"cell_id": "net", "source": page.cells["net"]}]
    comm.ask(choose(paused=True))
    answer = comm.ask(check(order=["net"], cells=cells))
    assert [f["status"] for f in answer["findings"]] == ["static"]
    assert answer["session"]["paused"] is True
    comm.ask(choose(paused=False))
    answer = comm.ask(check(order=["net"], cells=[]))
    assert [f["status"] for f in answer["findings"]] == ["live"]


def test_a_cell_that_changes_a_choice_is_pushed(page: Page):
    page.run("pass").pushed.clear()
    page.companion.choices.mute(["NN102"])
    page.run("pass", "later")
    assert [cell for cell, _ in page.pushed] == ["later"]
