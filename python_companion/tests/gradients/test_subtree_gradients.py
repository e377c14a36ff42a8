"""`grads.get`: the recorded gradients of one subtree."""

import json
import math
from pathlib import Path
from textwrap import indent

import jsonschema
import pytest
import torch
from asking import ask

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "schema/protocol/gradients.schema.json").read_text()
)
NET = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(4, 8)
        self.body = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8))
        self.head = nn.Linear(8, 2)
    def forward(self, x):
        return self.head(self.body(self.stem(x)))
torch.manual_seed(0)
model = Net()
optimizer = torch.optim.Adam(model.parameters())
"""
STEP = """
loss = model(torch.randn(8, 4)).square().mean()
optimizer.zero_grad()
loss.backward()
optimizer.step()
"""
LOOP = f"for _ in range(5):\n{indent(STEP, '    ')}"
WATCHED = f"""
import modulescope
with modulescope.watch(model, every=1):
{indent(LOOP, "    ")}"""


def gradients(page, fqn="", model="model"):
    reply = ask(page, "grads.get", model=model, fqn=fqn)
    if reply["document"] is not None:
        jsonschema.validate(reply["document"], SCHEMA)
    return reply["document"], reply["text"]


def names(document):
    return [row["name"] for row in document["models"][0]["rows"]]


@pytest.fixture
def built(page):
    return page.run(NET, "net")


def watched(page):
    page.run(WATCHED, "watch")
    assert not page.failed
    return page


def test_without_a_backward_there_is_the_empty_state(built):
    assert gradients(built) == (
        None,
        "No gradients recorded. Put %%nn watch on the training cell, or run "
        "backward().",
    )


def test_without_a_watch_one_step_is_read_from_grad(built):
    built.run(STEP, "train")
    document, text = gradients(built, "body")
    assert names(document) == [
        "body.0.weight", "body.0.bias", "body.2.weight", "body.2.bias"
    ]  # fmt: skip
    assert text.startswith("One step, read from `.grad`.")
    assert (document["steps"], document["recorded"]) == (1, 1)
    grad = built.names["model"].body[0].weight.grad
    rms = grad.square().mean().sqrt().item()
    assert document["models"][0]["rows"][0]["rms"][0] == pytest.approx(rms, rel=1e-3)
    assert document["models"][0]["optimizer"] == {"name": "Adam", "eps": 1e-08}


def test_a_watch_tells_all_its_steps_of_the_subtree(built):
    document, text = gradients(watched(built), "head")
    assert names(document) == ["head.weight", "head.bias"]
    assert (document["steps"], document["recorded"]) == (5, 5)
    assert document["models"][0]["first_steps"] == [1, 2, 3, 4, 5]
    assert text == "Recorded in [3]."


def test_training_after_the_watch_is_told(built):
    watched(built).run(STEP, "train")
    document, text = gradients(built, "head")
    assert document["recorded"] == 5
    assert "went through backward() since" in text


def test_the_whole_model_is_its_own_subtree(built):
    document, _ = gradients(watched(built))
    assert len(names(document)) == 8


def test_a_part_of_a_model_is_found_in_its_recording(built):
    document, _ = gradients(watched(built), "2", model="model.body")
    assert names(document) == ["body.2.weight", "body.2.bias"]


def test_a_nan_is_counted_where_it_is(built):
    built.run(STEP, "train")
    with torch.no_grad():
        built.names["model"].head.weight.grad[0, 0] = math.nan
        built.names["model"].head.bias.grad[0] = math.inf
    document, _ = gradients(built, "head")
    weight, bias = document["models"][0]["rows"]
    assert (weight["flags"], bias["flags"]) == ("N", "I")
    assert (weight["last"]["nan"], bias["last"]["inf"]) == (1, 1)


def test_a_frozen_parameter_and_one_that_was_not_reached_have_none(built):
    built.run("model.stem.requires_grad_(False); model.body(torch.ones(2, 8)).sum()"
              ".backward()", "part")  # fmt: skip
    document, _ = gradients(built)
    flags = {row["name"]: row["flags"] for row in document["models"][0]["rows"]}
    assert flags["stem.weight"] == flags["head.weight"] == "-"
    assert flags["body.0.weight"] == "."
    states = {r["name"]: r["last"]["state"] for r in document["models"][0]["rows"]}
    assert (states["stem.weight"], states["head.weight"]) == ("frozen", "unreached")


def test_reading_changes_no_gradient(built):
    built.run(STEP, "train")
    weight = built.names["model"].head.weight
    grad, before = weight.grad, (weight.grad._version, weight._version)
    gradients(built)
    assert weight.grad is grad
    assert (grad._version, weight._version) == before


def test_a_model_that_is_gone_is_said_to_be(built):
    assert gradients(built, model="gone") == (
        None,
        "`gone` no longer exists in the kernel.",
    )


def test_a_subtree_without_recorded_parameters_is_read_from_grad(built):
    watched(built).run("model.extra = nn.Linear(2, 2)", "extra")
    assert gradients(built, "extra")[1].startswith("No gradients recorded")
