"""A light watch: norms, what is not finite, and why there is no gradient."""

import csv
import json
import math
from pathlib import Path

import jsonschema
import numpy as np
import pytest
import torch
from modulescope.gradients.render import gradients_table
from modulescope.gradients.watch import watch
from modulescope.objects.undisturbed import undisturbed
from modulescope.recording.readings import State
from modulescope.values.statistics import FIELDS, measure
from modulescope.values.statistics_light import MEASURED, measure_light
from torch import nn

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "schema/protocol/gradients.schema.json").read_text()
)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.wide, self.head = nn.Linear(200, 100), nn.Linear(100, 1)
        self.idle = nn.Linear(1, 1)

    def forward(self, x):
        return self.head(self.wide(x))


def train(stats, spoil=None):
    torch.manual_seed(0)
    model = Net()
    with watch(model, every=1, stats=stats) as watched:
        for step in range(4):
            model.zero_grad()
            loss = model(torch.ones(3, 200)).square().mean()
            (loss * spoil if step == 2 and spoil is not None else loss).backward()
    assert not watched.problem
    return watched


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
@pytest.mark.parametrize("size", [1, 50, 200_001])
def test_norms_are_those_of_the_full_set(dtype, size):
    torch.manual_seed(0)
    tensors = [torch.randn(size).mul(3).to(dtype), torch.zeros(size, dtype=dtype)]
    with undisturbed():
        light, full = measure_light(tensors), measure(tensors)
    for name in MEASURED:
        at = FIELDS.index(name)
        np.testing.assert_allclose(light[:, at], full[:, at], rtol=2e-5)
    others = [i for i, name in enumerate(FIELDS) if name not in MEASURED]
    assert np.isnan(light[:, others]).all()


@pytest.mark.parametrize("size", [40, 50_000])
@pytest.mark.parametrize("scale", [1e-25, 1e-42, 1e30])
def test_what_squares_cannot_hold_is_measured_all_the_same(size, scale):
    with undisturbed():
        rows = measure_light([torch.full((size,), scale)])
    assert rows[0, 0] == pytest.approx(scale, rel=1e-4)


@pytest.mark.parametrize("size", [40, 50_000])
def test_what_is_not_finite_is_counted(size):
    grad = torch.ones(size)
    grad[3], grad[5], grad[-1] = math.nan, math.inf, -math.inf
    with undisturbed():
        row = measure_light([grad])[0]
    assert row[[FIELDS.index("nan"), FIELDS.index("inf")]].tolist() == [1, 2]
    assert math.isnan(row[0])


def test_a_light_watch_has_the_norms_of_a_full_one():
    light, full = train("light").history, train("full").history
    assert set(light) == {"step", "names", "rms", "nan", "inf", "norm"}
    np.testing.assert_allclose(light["norm"], full["norm"], rtol=1e-5)


def test_reasons_and_the_onset_are_as_in_a_full_one():
    light, full = train("light", math.nan), train("full", math.nan)
    one, other = light.histories["Net"], full.histories["Net"]
    assert (one.states == other.states).all()
    assert State.UNUSED in one.states
    assert one.onsets == other.onsets
    assert one.onsets["NaN"].step == 3


def test_the_document_says_that_it_is_light_and_keeps_the_rest_null():
    document = train("light").to_dict()
    jsonschema.validate(document, SCHEMA)
    json.dumps(document, allow_nan=False)
    assert document["stats"] == "light"
    [row, *_] = document["models"][0]["rows"]
    assert set(row["max"]) == {None}
    assert {row["last"][key] for key in ("mean", "std", "min", "max", "zero")} == {None}
    assert row["flags"] == "...."


def test_exact_zeros_are_still_told():
    document = train("light", 0.0).to_dict()
    rows = {row["name"]: row["flags"] for row in document["models"][0]["rows"]}
    assert rows["head.weight"] == "..0."


def test_texts_say_what_was_not_recorded():
    watched = train("light")
    sentence = "Mean, std, min, max and zeros were not recorded."
    assert sentence in repr(watched)
    assert sentence in gradients_table(watched.to_dict())
    assert sentence not in repr(train("full"))


def test_csv_leaves_the_columns_empty(tmp_path):
    path = tmp_path / "gradients.csv"
    train("light").save_csv(str(path))
    with open(path, newline="", encoding="utf-8") as file:
        [row, *_] = csv.DictReader(file)
    assert float(row["rms"]) > 0
    assert row["mean"] == row["std"] == row["min"] == row["max"] == row["zero"] == ""


def test_clipping_is_the_second_point_there_too():
    torch.manual_seed(0)
    model = Net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1, stats="light") as watched:
        model(torch.ones(3, 200)).square().sum().backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1e-3)
        optimizer.step()
    history = watched.histories["Net"]
    assert history.at_step[0, 0] < history.values[0, 0, 0]


def test_another_word_is_refused():
    with pytest.raises(ValueError, match="full"):
        watch(nn.Linear(1, 1), stats="some")
