"""`GradientWatch.widget()`: a real ipywidgets widget of the document."""

import json
import subprocess
import sys

import pytest
import torch
from modulescope.gradients.watch import watch
from modulescope.version import __version__
from torch import nn

torch.manual_seed(0)


@pytest.fixture
def model():
    return nn.Sequential(nn.Linear(2, 4), nn.Linear(4, 1))


def step(model):
    model.zero_grad()
    model(torch.ones(3, 2)).sum().backward()


def test_the_widget_names_the_package_that_draws_it(model):
    state = watch(model).widget().get_state()
    assert state["_model_module"] == state["_view_module"] == "modulescope"
    assert state["_model_module_version"] == __version__
    assert (state["_model_name"], state["_view_name"]) == (
        "GradientsModel",
        "GradientsView",
    )


def test_the_document_is_what_the_output_of_a_cell_holds(model):
    with watch(model, every=1) as watched:
        widget = watched.widget()
        assert widget.document["state"] == "waiting"
        step(model)
        step(model)
    assert widget.document == watched.to_dict()
    assert widget.document["state"] == "done"
    json.dumps(widget.document, allow_nan=False)


def test_updates_come_at_most_four_times_a_second(model):
    seen = []
    with watch(model, every=1, budget=1.0) as watched:
        watched.widget().observe(lambda change: seen.append(change), "document")
        for _ in range(50):
            step(model)
    assert 1 <= len(seen) <= 3


def test_a_watch_has_one_widget(model):
    watched = watch(model)
    assert watched.widget() is watched.widget()


def test_a_view_can_pause_and_go_on(model):
    with watch(model, every=1) as watched:
        widget = watched.widget()
        step(model)
        widget._handle_custom_msg({"action": "pause"}, [])
        step(model)
        assert widget.document["state"] == "paused"
        widget._handle_custom_msg({"action": "resume"}, [])
        step(model)
    assert watched.history["step"].tolist() == [1, 3]


@pytest.mark.parametrize("content", [{}, {"action": 3}, None, "pause"])
def test_something_else_from_a_view_is_passed_over(model, content):
    with watch(model) as watched:
        watched.widget()._handle_custom_msg(content, [])
        assert not watched.is_paused


def test_a_closed_widget_is_told_nothing_more(model):
    with watch(model, every=1) as watched:
        widget = watched.widget()
        widget.close()
        step(model)
    assert not watched.listeners
    assert widget.document["state"] == "waiting"


def test_the_bundle_stays_readable_without_a_view(model):
    with watch(model, every=1) as watched:
        step(model)
    bundle = watched.widget()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "Gradients of Sequential" in bundle["text/plain"]
    assert bundle["image/png"]


def test_watching_does_not_import_ipywidgets():
    code = (
        "import sys, torch; from modulescope import watch\n"
        "m = torch.nn.Linear(1, 1)\n"
        "with watch(m): m(torch.ones(1)).sum().backward()\n"
        "print('ipywidgets' in sys.modules, 'traitlets' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False"]
