import json
from pathlib import Path

import jsonschema
import pytest
import torch
from modulescope.gradients.document import LIVE_BYTES, encode_gradients
from modulescope.gradients.render import gradients_text, ordinal, sparkline, summary
from modulescope.gradients.watch import GradientWatch
from modulescope.recording.options import RecordingOptions
from torch import nn

PROTOCOL = Path(__file__).parents[3] / "schema" / "protocol"
SCHEMA = json.loads((PROTOCOL / "gradients.schema.json").read_text())


def closed(schema):
    """Readers skip what they do not know; a writer has nothing to add."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    only = {"additionalProperties": False} if "required" in schema else {}
    return {key: closed(each) for key, each in schema.items()} | only


def validate(document):
    jsonschema.validate(document, closed(SCHEMA))
    # What JSON cannot carry (NaN) must not be in it.
    return json.dumps(document, allow_nan=False, separators=(",", ":"))


def record(module, steps, spoil=lambda step: None):
    watched = GradientWatch(lambda: {"model": module}, RecordingOptions(every=1))
    x = torch.ones(1, next(iter(module.parameters())).shape[-1])
    with watched:
        for step in range(1, steps + 1):
            module.zero_grad()
            spoil(step)
            module(x).sum().backward()
    assert not watched.problem
    return watched


def test_the_example_has_the_shape_of_the_schema():
    validate(json.loads((PROTOCOL / "examples" / "gradients.json").read_text()))


def test_what_a_watch_sends_has_the_shape_of_the_schema():
    module = nn.Sequential(*(nn.Linear(4, 4) for _ in range(6)))

    def spoil(step):
        if step == 3:
            module[1].bias.data[0] = float("nan")
        if step == 2:
            module[5].weight.requires_grad_(False)

    document = record(module, 5, spoil).to_dict()
    validate(document)
    [model] = document["models"]
    assert all(len(row["flags"]) == 5 for row in model["rows"])
    assert [row["name"] for row in model["rows"]][:4] == [
        "0.weight",
        "0.bias",
        "1–3.weight",
        "1–3.bias",
    ]


def test_an_empty_watch_has_the_shape_of_the_schema():
    watched = GradientWatch(dict)
    validate(encode_gradients(watched, "waiting", "Waiting for the first backward()"))


@pytest.mark.parametrize("limit", [LIVE_BYTES, 20_000])
@pytest.mark.parametrize("layers", [3, 300])
def test_the_size_is_bounded(limit, layers):
    class Wide(nn.Module):
        def __init__(self):
            super().__init__()
            for index in range(layers):
                # Different names and sizes: nothing folds.
                self.register_parameter(
                    f"{'long_name_' * 5}x{index}", nn.Parameter(torch.ones(index + 1))
                )

        def forward(self, x):
            return sum((p * p).sum() for p in self.parameters()) * x

    watched = record(Wide(), 120)
    text = validate(encode_gradients(watched, "done", limit=limit))
    assert len(text) <= limit


def test_a_fold_shows_the_nan_of_a_single_member():
    module = nn.Sequential(*(nn.Linear(4, 4, bias=False) for _ in range(8)))

    class Spoiled(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x.clone()

        @staticmethod
        def backward(ctx, grad):
            return grad * float("nan")

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = module

        def forward(self, x):
            for index, layer in enumerate(self.layers):
                weight = Spoiled.apply(layer.weight) if index == 3 else layer.weight
                x = nn.functional.linear(x, weight)
            return x

    document = record(Net(), 4).to_dict()
    [row] = [r for r in document["models"][0]["rows"] if r["count"] > 1]
    assert row["name"] == "layers.1–6.weight"
    assert row["flags"] == "NNNN"
    assert row["last"]["num_bad"] == 1
    assert "1 of 6 not finite" in gradients_text(document)
    assert "NaN first seen at step 1 in layers.3.weight" in gradients_text(document)


def test_names_that_are_no_unicode_are_escaped():
    module = nn.Module()
    module.register_parameter("w\ud800", nn.Parameter(torch.ones(2)))
    module.forward = lambda x: module._parameters["w\ud800"].sum() * x
    document = record(module, 1).to_dict()
    validate(document)
    assert document["models"][0]["rows"][0]["name"] == "w\\ud800"


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")],
)
def test_ordinals(number, text):
    assert ordinal(number) == text


def test_bars_stand_on_the_fixed_scale_and_flags_stay():
    row = {"flags": "...NI-0?", "rms": [1e-8, 1e-4, 1.0] + [None] * 5}
    assert sparkline(row) == "▁▅█N∞–0?"


def test_a_nan_anywhere_in_a_bar_shows():
    row = {"flags": "." * 79 + "N" + "." * 80, "rms": [1.0] * 160}
    assert sparkline(row) == "███N████"


def test_of_a_short_loop_the_time_is_told_and_of_a_long_one_the_share():
    document = {"steps": 40, "recorded": 3, "every": None}
    short = summary({**document, "overhead": 0.468, "spent_s": 0.0056})
    assert short == "40 steps · about every 13th step · overhead 6 ms"
    long = summary({**document, "overhead": 0.0056, "spent_s": 0.056})
    assert long.endswith("overhead 0.6 %")
    assert summary({**document, "overhead": 0.0}).endswith("overhead 0.0 %")
