"""`grads.get` while a cell records: what is there so far, from another thread."""

import json
import threading
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest
import torch
from asking import ask
from modulescope.gradients.watch import watch

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "schema/protocol/gradients.schema.json").read_text()
)
SETUP = """
import threading, modulescope
turn, go = threading.Event(), threading.Event()
def pause():
    # Another thread asks now.
    turn.set(); go.wait(20); go.clear()
model = nn.Sequential(nn.Linear(2, 4), nn.Sequential(nn.Linear(4, 4), nn.ReLU()))
def step():
    model.zero_grad()
    model(torch.ones(3, 2)).sum().backward()
"""
LOOP = """
with modulescope.watch({watched}, every=1) as watch:
    pause()
    step()
    step()
    pause()
"""


@pytest.fixture
def built(page):
    return page.run(SETUP, "setup")


@contextmanager
def asking(page, *actions):
    """Does one thing after the other in another thread, at each pause of the cell."""
    failures = []

    def run():
        for action in actions:
            page.names["turn"].wait(20)
            page.names["turn"].clear()
            try:
                action()
            except BaseException as error:
                failures.append(error)
            page.names["go"].set()

    thread = threading.Thread(target=run)
    thread.start()
    yield
    thread.join(20)
    assert not failures, failures


def seen(page, fqn=""):
    reply = ask(page, "grads.get", model="model", fqn=fqn)
    if reply["document"] is not None:
        jsonschema.validate(reply["document"], SCHEMA)
    return reply


def test_a_running_watch_is_shown_before_and_while_it_records(built):
    replies = []
    with asking(built, *2 * [lambda: replies.append(seen(built, "1"))]):
        built.run(LOOP.format(watched="model"), "loop")
    assert not built.failed
    before, meanwhile = replies
    assert before["document"]["state"] == "waiting"
    assert before["document"]["models"] == []
    document = meanwhile["document"]
    assert (document["state"], document["recorded"]) == ("recording", 2)
    assert document["watch"] == built.names["watch"].token
    [model] = document["models"]
    assert [row["name"] for row in model["rows"]] == ["1.0.weight", "1.0.bias"]
    assert all(reply["again_ms"] >= 250 for reply in replies)


def test_the_same_is_stored_once_the_watch_has_ended(built):
    with asking(built, *2 * [lambda: None]):
        built.run(LOOP.format(watched="model"), "loop")
    reply = seen(built, "1")
    assert (reply["document"]["state"], reply["document"]["watch"]) == ("done", "")
    assert reply["again_ms"] is None


def test_an_old_recording_gives_way_to_the_running_one(built):
    built.run("with modulescope.watch(model, every=1): step()", "old")
    replies = []
    with asking(built, lambda: replies.append(seen(built)), lambda: None):
        built.run(LOOP.format(watched="model"), "loop")
    assert replies[0]["document"]["state"] == "waiting"


def test_a_watched_part_is_found_below_its_model(built):
    replies = []
    with asking(built, lambda: None, lambda: replies.append(seen(built, "1.0"))):
        built.run(LOOP.format(watched="model[1]"), "loop")
    [model] = replies[0]["document"]["models"]
    assert [row["name"] for row in model["rows"]] == ["0.weight", "0.bias"]
    assert seen(built, "1.0")["document"]["state"] == "done"


def test_a_cell_without_a_watch_is_asked_again_later(built):
    replies = []
    with asking(built, lambda: replies.append(seen(built))):
        built.run("pause()", "busy")
    assert replies[0]["document"] is None
    assert replies[0]["text"] == "Gradients are read when the kernel is idle."
    assert replies[0]["again_ms"] >= 2000


def test_what_answers_take_is_paid_from_the_budget():
    model = torch.nn.Linear(1, 1)
    with watch(model, every=1) as watched:
        watched.owe(0.25)
        model(torch.ones(1)).sum().backward()
    assert watched.overhead > 0.5


def test_reading_from_another_thread_meets_no_half_made_column():
    """Columns are joined every few steps; each copy is whole."""
    torch.manual_seed(0)
    model = torch.nn.Sequential(*(torch.nn.Linear(2, 2) for _ in range(40)))
    copies, ended = [], threading.Event()

    def read():
        while not ended.is_set():
            copies.append(watched.below("Sequential", "0"))

    with watch(model, every=1) as watched:
        thread = threading.Thread(target=read)
        thread.start()
        for _ in range(1200):
            model(torch.ones(1, 2)).sum().backward()
        ended.set()
        thread.join()
    assert not watched.problem
    for one in filter(None, copies):
        assert len(one.first_steps) == len(one.states) == one.columns
        assert (one.last_steps >= one.first_steps).all()
        assert (one.states == 0).all()
