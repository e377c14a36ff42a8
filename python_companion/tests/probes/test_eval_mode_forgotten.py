"""NN505: what the text claims, asked of models that ran."""

from __future__ import annotations

import pytest
from modulescope.findings import Severity
from modulescope.rules import get_rule

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
