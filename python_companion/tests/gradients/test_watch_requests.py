"""`watch.set`: the pause of a drawing, of whatever kind of watch."""

import pytest
from asking import ask

SETUP = """
import modulescope
model = nn.Linear(2, 1)
def step(model=model):
    model.zero_grad()
    model(torch.ones(3, 2)).sum().backward()
"""


def told(page, action, token):
    return ask(page, "watch.set", action=action, watch=token, model="", budget=None)


@pytest.fixture
def built(page, monkeypatch):
    # As in a kernel, where `get_ipython()` is the shell of the notebook.
    for cls in type(page.shell)._walk_mro():
        monkeypatch.setattr(cls, "_instance", page.shell)
    return page.run(SETUP, "setup")


BARE = """
watch = modulescope.watch(every=1)
watch.__enter__()
step()
"""


@pytest.mark.parametrize("models", ["", "model, "], ids=["bare", "named"])
def test_a_watch_that_no_cell_began_pauses_and_goes_on(built, models):
    built.run(BARE.replace("watch(", f"watch({models}"), "watch")
    watch = built.names["watch"]
    try:
        assert told(built, "pause", watch.token)["state"] == "paused"
        built.run("step()", "paused")
        assert told(built, "resume", watch.token)["state"] == "recording"
        built.run("step()", "on")
    finally:
        watch.stop()
    assert watch.history["step"].tolist() == [1, 3]


def test_a_watch_across_cells_pauses_by_the_token_of_its_drawing(built):
    ask(built, "watch.set", action="start", watch="", model="", budget=None)
    token = told(built, "none", "")["watch"]
    assert told(built, "pause", token)["state"] == "paused"
    assert told(built, "resume", token)["state"] == "waiting"
    assert told(built, "stop", token)["state"] == "off"


def test_a_watch_that_ended_is_said_to_be_off(built):
    built.run(f"{BARE}watch.stop()", "watch")
    assert told(built, "pause", built.names["watch"].token)["state"] == "off"


def test_a_watch_that_nobody_keeps_has_ended(built):
    reply = told(built, "pause", "0" * 32)
    assert (reply["state"], reply["message"]) == ("off", "This recording has ended.")
