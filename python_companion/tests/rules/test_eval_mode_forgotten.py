"""NN505: what the text claims, asked of models that ran."""

from __future__ import annotations

import pytest
from modulescope.checking.codes import get_rule
from modulescope.findings import Severity

from .scenes import message, notebook

NN505 = get_rule("NN505")
assert NN505
DROP = "model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))\nx = torch.ones(4, 2)"
NORM = "model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))\nx = torch.ones(4, 2)"
CALL = "with torch.no_grad():\n    out = model(x)"
EVALUATE = "def evaluate(net, x):\n    with torch.no_grad():\n        return net(x)"


def test_active_dropout_is_found():
    (verdict,) = notebook(DROP, CALL).confirmed(NN505)
    assert message(NN505, verdict) == (
        "`model` ran in train mode in `torch.no_grad()`: 1 dropout layer active"
    )
    assert verdict.evidence == (
        "`model` was in train mode in [2]: 1 dropout layer active",
    )
    assert verdict.severity is None


def test_it_is_an_error_when_running_statistics_moved():
    (verdict,) = notebook(NORM, CALL).confirmed(NN505)
    assert verdict.severity is Severity.ERROR
    assert verdict.evidence[1] == (
        "the running statistics of 1 batch norm layer moved in [2]"
    )


def test_training_in_the_same_cell_may_have_moved_them():
    train = "model(x).sum().backward()\n" + CALL
    (verdict,) = notebook(NORM, train).confirmed(NN505)
    assert verdict.severity is None


def test_the_model_that_a_function_is_given_is_asked():
    book = notebook(DROP, EVALUATE, "y = evaluate(model, x)")
    (verdict,) = book.confirmed(NN505)
    assert verdict.values["model"] == "model"
    assert verdict.cell == ("cell-2", 2)


def test_a_function_that_nobody_called_has_no_evidence():
    assert notebook(DROP, EVALUATE).verdicts(NN505) == []


def test_layers_of_both_kinds_are_counted():
    book = notebook(
        "model = nn.Sequential(nn.Dropout(0.1), nn.BatchNorm1d(2), nn.BatchNorm1d(2))\n"
        "x = torch.ones(4, 2)",
        CALL,
    )
    (verdict,) = book.confirmed(NN505)
    assert verdict.values["layers"] == "1 dropout and 2 batch norm layers"


def test_a_model_without_such_layers_refutes_the_claim():
    book = notebook(
        "model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.0))\nx = torch.ones(4, 2)",
        CALL,
    )
    assert [v.kind for v in book.verdicts(NN505)] == ["refuted"]


def test_eval_mode_refutes_the_claim():
    book = notebook(DROP, "for m in model.modules():\n    m.training = False", CALL)
    assert [v.kind for v in book.verdicts(NN505)] == ["refuted"]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([DROP, "model.eval()\nmodel[1].train()", CALL], id="MC dropout"),
        pytest.param(
            [NORM, "model[1].momentum = None\nmodel[1].reset_running_stats()", CALL],
            id="statistics estimated anew",
        ),
        pytest.param(
            [DROP, "model.eval()", CALL, "model.train()"], id="train mode later"
        ),
        pytest.param([DROP, "y = model(x)"], id="no evaluation"),
        pytest.param(
            [DROP, "with torch.no_grad():\n    w = model[0].weight.norm()"],
            id="not called",
        ),
    ],
)
def test_meant_modes_are_silent(cells):
    assert notebook(*cells).confirmed(NN505) == []


def test_a_metaclass_with_an_equality_of_its_own_is_not_asked():
    asked = (
        "class Meta(type):\n"
        "    def __eq__(cls, other):\n        raise SystemExit\n"
        "    def __hash__(cls):\n        raise SystemExit\n"
        "class Odd(nn.Dropout, metaclass=Meta):\n    pass\n"
        "model = nn.Sequential(nn.Linear(2, 2), Odd(0.5))\nx = torch.ones(4, 2)"
    )
    (verdict,) = notebook(asked, CALL).confirmed(NN505)
    assert verdict.values["layers"] == "1 dropout layer"


@pytest.mark.parametrize(
    ("layer", "layers"),
    [
        ("nn.InstanceNorm1d(2, track_running_stats=True)", "1 instance norm layer"),
        ("nn.RReLU()", "1 RReLU layer"),
        ("nn.LSTM(2, 2, 2, dropout=0.1)", "1 dropout layer"),
    ],
)
def test_each_kind_of_layer_is_counted(layer, layers):
    made = f"model = nn.Sequential({layer})\nx = torch.ones(4, 2, 2)"
    (verdict,) = notebook(made, CALL).confirmed(NN505)
    assert verdict.values["layers"] == layers


def test_only_the_submodule_that_is_called_is_asked():
    made = (
        "class Net(nn.Module):\n"
        "    def __init__(self):\n        super().__init__()\n"
        "        self.encoder = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))\n"
        "        self.head = nn.Sequential(nn.Linear(2, 2))\n"
        "    def forward(self, x):\n        return self.head(self.encoder(x))\n"
        "model = Net()\nx = torch.ones(4, 2)"
    )
    call = "with torch.no_grad():\n    out = model.{}(x)"
    assert notebook(made, call.format("head")).confirmed(NN505) == []
    (verdict,) = notebook(made, call.format("encoder")).confirmed(NN505)
    assert verdict.values["model"] == "model.encoder"


def test_a_class_that_no_text_shows_is_asked_when_it_ran():
    book = notebook("known = [nn.Sequential(nn.Dropout(0.5))]\nx = torch.ones(4, 2)")
    book.run("model = known[0]").run(CALL)
    assert not book.scene(NN505).claims
    (verdict,) = book.confirmed(NN505)
    assert verdict.cell == ("cell-3", 3)


def test_a_forward_that_reads_its_mode_is_not_refuted():
    made = (
        "class Net(nn.Module):\n    def forward(self, x):\n"
        "        return F.dropout(x, 0.5, self.training)\n"
        "model = Net()\nx = torch.ones(4, 2)"
    )
    assert notebook(made, CALL).verdicts(NN505) == []


TRAINING = "model.train()\nmodel(x).sum().backward()"


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        pytest.param([TRAINING], [TRAINING], 1, id="trained again"),
        pytest.param([], [TRAINING], 0, id="it may have come in eval mode"),
        pytest.param([TRAINING], ["model.eval()", TRAINING], 0, id="eval in between"),
    ],
)
def test_a_training_that_runs_again_takes_no_evidence_away(before, after, count):
    made = ["known = [nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))]"]
    made += ["model = known[0]\nx = torch.ones(4, 2)"]
    book = notebook(*made, *before, CALL, *after)
    assert len(book.confirmed(NN505)) == count
