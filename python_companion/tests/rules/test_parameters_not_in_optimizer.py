"""NN502 on live models and optimizers."""

from __future__ import annotations

import pytest
from modulescope.checking.codes import get_rule
from modulescope.findings import Severity

from .scenes import message, notebook

NN502 = get_rule("NN502")
assert NN502
MODEL = "model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))"
OPT = "opt = torch.optim.SGD(model.parameters(), lr=0.1)"


def swapped():
    return notebook(
        "class N(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.body = nn.Linear(4, 8)\n        self.head = nn.Linear(8, 2)\n",
        "model = N()",
        OPT,
        "model.head = nn.Linear(8, 3)",
    )


def test_a_head_that_was_swapped_after_the_optimizer_is_found():
    (verdict,) = swapped().confirmed(NN502)
    assert message(NN502, verdict) == (
        "2 trainable parameters of `model` are in no optimizer"
    )
    assert verdict.evidence == (
        "`opt` holds 2 of 4 trainable parameters of `model`",
        "in no optimizer: `head.weight` and `head.bias` (27 elements)",
        "`opt` also holds 2 tensors that no model has",
    )
    assert verdict.severity is None


def test_it_is_placed_at_the_new_layer_and_relates_to_the_optimizer():
    (verdict,) = swapped().confirmed(NN502)
    assert verdict.cell == ("cell-4", 4)
    assert verdict.range == ((0, 0), (0, 10))
    (related,) = verdict.related
    assert (related.cell, related.range) == (("cell-3", 3), ((0, 0), (0, 3)))
    assert verdict.fixes[0].title == "Re-run cell [3]"


def test_building_the_optimizer_again_ends_it():
    book = swapped()
    (verdict,) = book.confirmed(NN502)
    book.run(OPT, "cell-3")
    assert book.confirmed(NN502) == []
    assert verdict.when_gone
    assert verdict.when_gone(book.scene()) == (
        "All 4 trainable parameters of `model` are in an optimizer now (2 were not)."
    )


def test_less_than_half_covered_is_a_warning():
    book = notebook(MODEL, "opt = torch.optim.SGD(model[2].parameters(), lr=0.1)")
    (verdict,) = book.confirmed(NN502)
    assert verdict.severity is Severity.WARNING


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([MODEL, OPT], id="covered"),
        pytest.param([MODEL, "model[2] = nn.Linear(8, 3)", OPT], id="swapped before"),
        pytest.param(
            [
                MODEL,
                "a = torch.optim.SGD(model[0].parameters())",
                "b = torch.optim.SGD(model[2].parameters())",
            ],
            id="two optimizers together",
        ),
        pytest.param(
            [
                MODEL,
                "model[0].requires_grad_(False)",
                "opt = torch.optim.SGD(model[2].parameters())",
            ],
            id="frozen body",
        ),
        pytest.param([MODEL, OPT, "other = nn.Linear(2, 2)"], id="another model"),
        pytest.param([MODEL, OPT, "import copy\nema = copy.deepcopy(model)"], id="EMA"),
        pytest.param(
            [
                MODEL,
                OPT,
                "model[2] = nn.Linear(8, 3)\n"
                "opt.add_param_group({'params': model[2].parameters()})",
            ],
            id="add_param_group",
        ),
        pytest.param(
            [MODEL + "\nmodel[2].weight = nn.Parameter(model[2].weight)", OPT],
            id="a shared weight",
        ),
    ],
)
def test_covered_models_are_silent(cells):
    assert notebook(*cells).confirmed(NN502) == []
