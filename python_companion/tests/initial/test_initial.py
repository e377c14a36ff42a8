"""`init_report()` and `init.get`: parameters against their expected initial values."""

import gc
import math
import weakref

import modulescope
import pytest
import torch
from asking import ask
from torch import nn

NET = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(64, 256)
        self.head = nn.Linear(256, 4)
    def forward(self, x):
        return self.head(self.stem(x).relu())
torch.manual_seed(0)
model = Net()
optimizer = torch.optim.SGD(model.parameters(), 0.1)
"""
TRAIN = """
for _ in range(30):
    loss = model(torch.randn(8, 64)).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""


def rows(module, **options):
    found = modulescope.init_report(module, **options)
    return {row.name: row for row in found.rows}


def off(*layers):
    return [n for n, r in rows(nn.Sequential(*layers)).items() if r.verdict != "ok"]


def small(layer):
    nn.init.normal_(layer.weight, std=0.001)
    return layer


def test_a_compiled_model_is_judged_as_the_one_it_was_made_from():
    model = nn.Sequential(small(nn.Linear(64, 64)), nn.ReLU(), nn.Linear(64, 64))
    plain = [row.verdict for row in rows(model).values()]
    compiled = rows(torch.compile(model, backend="eager"))
    assert [row.verdict for row in compiled.values()] == plain
    assert "low" in plain


def test_default_initialisation_of_torch_is_as_expected():
    layers = nn.ModuleDict(
        {
            "linear": nn.Linear(400, 600),
            "conv": nn.Conv2d(64, 128, 3),
            "depthwise": nn.Conv2d(64, 64, 3, groups=64),
            "transposed": nn.ConvTranspose2d(64, 128, 3),
            "lstm": nn.LSTM(64, 256, 2),
            "projected": nn.LSTM(64, 256, proj_size=32),
            "gru": nn.GRU(64, 256),
            "cell": nn.RNNCell(64, 256),
            "embedding": nn.Embedding(1000, 64, padding_idx=0),
            "bag": nn.EmbeddingBag(1000, 64),
            "attention": nn.MultiheadAttention(256, 8),
            "separate": nn.MultiheadAttention(256, 8, kdim=128, vdim=64),
            "bilinear": nn.Bilinear(192, 64, 32),
            "batch": nn.BatchNorm2d(64),
            "group": nn.GroupNorm(4, 64),
            "layer": nn.LayerNorm(64),
            "rms": nn.RMSNorm(64),
            "prelu": nn.PReLU(),
            "transformer": nn.Transformer(64, 4, 2, 2, 128, batch_first=True),
        }
    )
    found = rows(layers)
    assert len(found) == len(list(layers.parameters()))
    assert {r.verdict for r in found.values()} <= {"ok", "unknown"}
    judged = [r for r in found.values() if r.expected.is_judged]
    assert {r.verdict for r in judged} == {"ok"}
    assert len(judged) > 80
    assert all(r.expected is not None for r in found.values())


@pytest.mark.parametrize(
    ("layer", "name", "std"),
    [
        (nn.LSTM(64, 256), "weight_hh_l0", 0.0361),
        (nn.Bilinear(192, 64, 32), "weight", 0.0417),
        (nn.MultiheadAttention(256, 8), "in_proj_weight", 0.0442),
        (nn.Embedding(4000, 64), "weight", 1.0),
        (nn.Conv2d(64, 128, 3), "bias", 0.0241),
    ],
)
def test_the_expected_deviation_is_what_torch_draws(layer, name, std):
    row = rows(layer)[name]
    assert row.expected.std == pytest.approx(std, rel=0.002)
    assert row.ratio == pytest.approx(1, rel=0.2)


def test_he_is_expected_before_a_relu_and_the_plain_scale_elsewhere():
    found = rows(nn.Sequential(nn.Linear(50, 50), nn.ReLU(), nn.Linear(50, 50)))
    assert found["0.weight"].expected.std == pytest.approx(math.sqrt(2 / 50))
    assert "He, fan-in 50" in found["0.weight"].expected.text
    assert found["2.weight"].expected.std == pytest.approx(math.sqrt(1 / 50))


def test_the_bias_of_a_layer_whose_weight_is_elsewhere_has_the_same_expectation():
    layer = nn.utils.parametrizations.weight_norm(nn.Linear(64, 256))
    assert rows(layer)["bias"].expected.text.startswith("U(±1/√n), n = 64 fan-in")


def test_nothing_is_expected_of_a_bias_without_a_known_fan_in():
    layer = nn.utils.parametrizations.weight_norm(nn.Conv2d(3, 16, 3))
    found = rows(layer)["bias"]
    assert found.expected is None
    assert found.note == "No expectation for this layer type."


def test_a_weight_that_starts_small_is_low():
    found = rows(nn.Sequential(small(nn.Linear(64, 64)), nn.ReLU(), nn.Linear(64, 2)))
    assert found["0.weight"].verdict == "low"
    assert found["0.weight"].ratio < 0.01
    assert found["2.weight"].verdict == "ok"


def test_a_weight_that_starts_large_is_high():
    layer = nn.Linear(64, 64)
    nn.init.normal_(layer.weight)
    assert rows(nn.Sequential(layer, nn.ReLU()))["0.weight"].verdict == "high"


@pytest.mark.parametrize(
    "after",
    [
        pytest.param((nn.BatchNorm1d(64), nn.ReLU()), id="a norm layer follows"),
        pytest.param((), id="it is the output"),
    ],
)
def test_a_small_weight_where_that_is_usual_is_ok(after):
    assert off(small(nn.Linear(64, 64)), *after) == []


def test_a_layer_whose_use_cannot_be_read_is_not_judged():
    class Own(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = small(nn.Linear(64, 64))

    row = rows(Own())["layer.weight"]
    assert row.expected.std == pytest.approx(1 / 8)
    assert row.verdict == "unknown"
    assert row.note.startswith("What follows this layer cannot be read")


def test_zeros_are_taken_as_deliberate():
    layer = nn.Linear(64, 64)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    found = rows(nn.Sequential(layer, nn.ReLU()))
    assert (found["0.weight"].verdict, found["0.bias"].verdict) == ("unknown", "ok")


def test_a_type_without_expectation_says_so():
    class Own(nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = nn.Parameter(torch.ones(8))

    row = rows(Own())["scale"]
    assert (row.expected, row.verdict) == (None, "unknown")
    assert row.note == "No expectation for this layer type."
    assert row.mean == 1.0


def test_the_histogram_has_41_bins_that_hold_all_values_and_the_band():
    row = rows(nn.Linear(64, 64))["weight"]
    assert len(row.histogram.counts) == 41
    assert sum(row.histogram.counts) == row.sampled == 4096
    assert row.histogram.low <= row.expected.band[0] < row.expected.band[1]
    constant = rows(nn.LayerNorm(8))["weight"].histogram
    assert constant.low < 1 < constant.high
    assert sum(constant.counts) == 8


def test_a_tensor_that_cannot_be_read_has_a_reason_and_no_figures():
    meta, lazy = nn.Linear(4, 4, device="meta"), nn.LazyLinear(4)
    found = rows(nn.ModuleList([meta, lazy]))
    assert found["0.weight"].note == "On meta: it has no values."
    assert math.isnan(found["0.weight"].std)
    assert "Not initialised yet" in found["1.weight"].note


def test_a_shared_parameter_is_one_row():
    model = nn.Sequential(nn.Linear(8, 8), nn.Linear(8, 8))
    model[1].weight = model[0].weight
    assert list(rows(model)) == ["0.weight", "0.bias", "1.bias"]


def test_a_report_is_text_html_and_json():
    model = nn.Sequential(*(small(nn.Linear(64, 64)) for _ in range(8)), nn.ReLU())
    report = modulescope.init_report(model)
    assert "1–5.weight" in repr(report)
    assert "× low" in repr(report)
    assert "<script" not in report._repr_html_()
    assert report.to_dict()["version"] == 1
    assert len(report.to_dict()["rows"]) == 16


def test_what_is_no_module_is_refused():
    with pytest.raises(TypeError, match="got int"):
        modulescope.init_report(3)


def test_a_report_leaves_no_trace_and_keeps_nothing_alive():
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU()).train()
    weight = model[0].weight
    before = weight._version, torch.random.get_rng_state()
    report = modulescope.init_report(model, exact=True)
    assert (weight._version, weight.grad) == (before[0], None)
    assert torch.equal(torch.random.get_rng_state(), before[1])
    assert torch.is_grad_enabled()
    gone = weakref.ref(model)
    del model, weight
    gc.collect()
    assert gone() is None
    assert len(report.rows) == 2


def test_before_training_the_values_of_now_are_told(page):
    page.run(NET, "net")
    reply = ask(page, "init.get", model="model", fqn="", exact=False)
    assert [row["of"] for row in reply["rows"]] == ["now"] * 4
    assert (reply["updated"], reply["note"]) == (0, "")
    assert reply["rows"][0]["expected"]["text"].startswith("He, fan-in 64")


def test_after_training_the_initial_values_are_told(page):
    page.run(NET + "nn.init.normal_(model.stem.weight, std=0.002);", "net")
    page.run(TRAIN, "train")
    reply = ask(page, "init.get", model="model", fqn="stem", exact=False)
    [weight, _] = reply["rows"]
    assert (weight["of"], weight["verdict"]) == ("birth", "low")
    assert weight["std"] == pytest.approx(0.002, rel=0.05)
    assert reply["updated"] == 30
    assert reply["note"] == (
        "Weights have been written 30 times since they were first seen; this is no "
        "longer their initial state."
    )


def test_the_writes_of_a_step_are_not_told_as_so_many_updates(page):
    page.run(NET.replace("SGD", "AdamW"), "net")
    page.run(TRAIN, "train")
    reply = ask(page, "init.get", model="model", fqn="stem", exact=False)
    # AdamW writes a weight twice in each of the 30 steps.
    assert "written 60 times" in reply["note"]
    assert "updated" not in reply["note"]


def test_a_model_that_was_made_and_trained_in_one_cell_has_no_verdict(page):
    page.run(NET + TRAIN, "all")
    reply = ask(page, "init.get", model="model", fqn="", exact=False)
    assert reply["updated"] is None
    assert "may no longer be their initial state" in reply["note"]
    assert {row["of"] for row in reply["rows"]} == {"now"}


def test_a_model_that_is_gone_is_said_to_be(page):
    reply = ask(page, "init.get", model="gone", fqn="", exact=True)
    assert reply["note"] == "`gone` no longer exists in the kernel."


def test_a_part_of_a_model_is_named_below_what_was_asked_for(page):
    page.run(NET + "box = {'a': model}", "net")
    for model, fqn, name in (
        ("model", "stem", "stem"),
        ("model.stem", "", ""),
        ("box['a']", "head", "head"),
    ):
        reply = ask(page, "init.get", model=model, fqn=fqn, exact=False)
        assert {row["fqn"] for row in reply["rows"]} == {name}


def test_modules_in_a_plain_list_are_read_too(page):
    page.run(NET + "model.blocks = [nn.Linear(4, 4)]", "net")
    reply = ask(page, "init.get", model="model", fqn="blocks.0", exact=False)
    assert [row["fqn"] for row in reply["rows"]] == ["blocks.0"] * 2


def test_parameters_and_buffers_are_measured_with_their_gradients(page):
    page.run(NET + "model.norm = nn.BatchNorm1d(4)", "net")
    page.run(TRAIN, "train")
    reply = ask(page, "params.measure", model="model", fqn="")
    found = {row["fqn"]: row for row in reply["rows"]}
    model = page.names["model"]
    weight = model.head.weight
    assert found["head.weight"]["std"] == pytest.approx(
        weight.double().std(correction=0).item(), rel=1e-6
    )
    rms = weight.grad.double().square().mean().sqrt().item()
    assert found["head.weight"]["grad_rms"] == pytest.approx(rms, rel=1e-6)
    assert found["norm.running_var"]["mean"] == 1.0
    assert found["norm.weight"]["grad_rms"] is None
    assert found["norm.num_batches_tracked"]["zero"] == 1.0
