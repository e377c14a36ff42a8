"""`eval()` and `train()` that NN505 and NN506 insert: run, and each mode looked at.

In these texts a forward pass without gradients is an evaluation, and all others train.
"""

from __future__ import annotations

import pytest
from modulescope.checking.codes import get_rule

from .running import cells_of, claims, edited, run

SETUP = """
import torch
from torch import nn
seen = []
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 1)
        self.drop = nn.Dropout(0.5)
    def forward(self, x):
        seen.append((torch.is_grad_enabled(), self.training))
        return self.drop(self.fc(x))
model = Net()
x = torch.ones(4, 2)
batches = [x] * 6
"""
TRAINS = "opt = torch.optim.SGD(model.parameters(), 0.1)\n"
STEP = "    opt.zero_grad(); model(b).sum().backward(); opt.step()\n"
LOOP = TRAINS + "for i, b in enumerate(batches):\n"


def modes(cells) -> list[tuple[bool, bool]]:
    names, error = run(cells)
    assert not error, error
    return names["seen"]


def edits_of(code: str, rule: str):
    """Each claim, with the cells before and after its edit if it has one."""
    cells = cells_of(SETUP + code)
    for found in claims(cells, [get_rule(rule)]):
        yield found, cells, edited(cells, found) if found.claim.edits else None


EVALUATES = [
    pytest.param(
        "def evaluate(models, x):\n    for model in models:\n"
        "        with torch.no_grad():\n            out = model(x)\n"
        "evaluate([model], x)",
        id="a loop target",
    ),
    pytest.param(
        "def evaluate(models, x):\n    for i, (model, n) in enumerate(models):\n"
        "        with torch.no_grad():\n            out = model(x)\n"
        "evaluate([(model, 1)], x)",
        id="unpacked in a loop",
    ),
    pytest.param(
        "def evaluate(models, x):\n\tfor model in models:\n"
        "\t\twith torch.no_grad():\n\t\t\tout = model(x)\n"
        "evaluate([model], x)",
        id="tabs",
    ),
    pytest.param(
        "from contextlib import nullcontext\n"
        "@torch.no_grad()\ndef evaluate(x):\n    with nullcontext(Net()) as model:\n"
        "        return model(x)\n"
        "evaluate(x)",
        id="bound by with",
    ),
    pytest.param(
        "@torch.no_grad()\ndef evaluate(x):\n    if (model := Net()):\n"
        "        return model(x)\n"
        "evaluate(x)",
        id="bound by :=",
    ),
    pytest.param(
        "@torch.no_grad()\ndef evaluate(x):\n    size = len(x)\n    model = Net()\n"
        "    y = model(x)\n    return y, size\n"
        "evaluate(x)",
        id="bound later",
    ),
    pytest.param(
        "@torch.no_grad()\ndef evaluate(x, model=None):\n"
        "    if model is not None:\n        return model(x)\n"
        "evaluate(x)\nevaluate(x, model)",
        id="optional",
    ),
    pytest.param(
        "@torch.no_grad()\ndef evaluate(x, model=None):\n"
        "    return model(x) if model else 0\n"
        "evaluate(x)",
        id="guarded by an expression",
    ),
    pytest.param(
        "@torch.no_grad()\ndef evaluate(x):\n    global model\n    model = Net()\n"
        "    return model(x)\n"
        "evaluate(x)",
        id="global",
    ),
    pytest.param(
        "@torch.no_grad()\ndef evaluate(models, x):\n"
        "    return [model(x) for model in models]\n"
        "evaluate([model], x)",
        id="a comprehension's target",
    ),
    pytest.param(
        "@torch.no_grad()\ndef evaluate(models, x):\n"
        "    return list(map(lambda model: model(x), models))\n"
        "evaluate([model], x)",
        id="a lambda's argument",
    ),
    pytest.param(
        "def evaluate(x):\n    try:\n        model = Net()\n"
        "    except OSError as model:\n        pass\n"
        "    with torch.no_grad(): y = model(x)\n"
        "evaluate(x)",
        id="bound in try",
    ),
    pytest.param(
        "def evaluate(x):\n    text = '''\n    '''; n = 1\n"
        "    with torch.no_grad(): y = model(x); z = y\n    return z\n"
        "evaluate(x)",
        id="multi-line text, one-line with",
    ),
    pytest.param(
        "for n in range(2):\n    if n: model = Net()\n"
        "    with torch.no_grad(): y = model(x)",
        id="bound again in a loop",
    ),
    pytest.param(
        "def evaluate(x):\n    @torch.no_grad()\n    def once(x):\n"
        "        return model(x)\n    return once(x)\n"
        "evaluate(x)",
        id="a decorated function inside",
    ),
    pytest.param(
        "n = 1; \\\nwith_grad = 0\nif n: y = 1\n"
        "with torch.no_grad():\n    y = model(x)",
        id="lines joined by a backslash",
    ),
    pytest.param(
        "def evaluate(x):\n    match Net():\n        case model:\n"
        "            with torch.no_grad(): return model(x)\n"
        "evaluate(x)",
        id="bound by match",
    ),
    pytest.param(
        "def evaluate(x):\n    class model:\n        pass\n    del model\n"
        "    from builtins import len as model\n    model = Net()\n"
        "    with torch.no_grad():\n        return model(x)\n"
        "evaluate(x)",
        id="bound several times",
    ),
]


@pytest.mark.parametrize("code", EVALUATES)
def test_an_inserted_eval_runs_wherever_its_name_is_bound(code):
    modes(cells_of(SETUP + code))
    for found, _, after in edits_of(code, "NN505"):
        if after is not None:
            assert (False, True) not in modes(after), after[0].source
            left = claims(after, [get_rule("NN505")])
            assert found.claim.subject not in [c.claim.subject for c in left]


def test_models_that_a_loop_goes_through_get_no_edit():
    for case in EVALUATES[:3]:
        assert list(edits_of(case.values[0], "NN505")) == []


def test_eval_stands_below_what_binds_the_model_and_is_shown_first():
    [bound_later] = [case for case in EVALUATES if case.id == "bound later"]
    [(found, _, after)] = edits_of(bound_later.values[0], "NN505")
    assert not found.claim.safe
    assert "    model = Net()\n    model.eval()\n" in after[0].source


SCORES = [
    pytest.param(
        "@torch.no_grad()\ndef score(model):\n    total = model(x).sum()\n"
        "    return total / 2\n",
        id="a function that returns a number",
    ),
    pytest.param(
        "def score(model):\n    with torch.no_grad():\n        y = model(x)\n"
        "    return y\n",
        id="a block of it",
    ),
    pytest.param(
        "@torch.no_grad()\ndef score(model):\n    print(model(x))  # look\n",
        id="a function that returns nothing",
    ),
    pytest.param(
        "@torch.no_grad()\ndef score(model):\n    return model(x)\n",
        id="it returns what the model says",
    ),
    pytest.param(
        "@torch.no_grad()\ndef score(model):\n    for b in batches:\n"
        "        if b.sum() > 0:\n            return 1\n        model(b)\n",
        id="it leaves early",
    ),
]


@pytest.mark.parametrize("apart", ["", "# %%\n"], ids=["one cell", "two cells"])
@pytest.mark.parametrize("code", SCORES)
def test_training_goes_on_in_train_mode_after_an_evaluation_that_was_edited(
    code, apart
):
    text = code + apart + LOOP + "    if i % 3 == 0: score(model)\n" + STEP
    for found, cells, after in edits_of(text, "NN505"):
        assert not found.claim.safe
        if after is not None:
            assert {*modes(after)} == {(True, True), (False, False)}
            assert claims(after, [get_rule("NN505"), get_rule("NN506")]) == []
        else:
            assert modes(cells)


def test_a_block_of_the_loop_itself_restores_train_mode():
    text = LOOP + "    with torch.no_grad():\n        y = model(b)\n" + STEP
    [(found, _, after)] = edits_of(text, "NN505")
    assert not found.claim.safe
    assert {*modes(after)} == {(True, True), (False, False)}


def test_layers_that_are_frozen_alone_stay_so():
    text = (
        LOOP
        + "    model.drop.eval()\n"
        + STEP
        + ("with torch.no_grad():\n    y = model(x)\n")
    )
    assert [after for _, _, after in edits_of(text, "NN505")] in ([], [None])


VALIDATE = (
    "def validate(net):\n    net.eval()\n    with torch.no_grad():\n        net(x)\n"
)
TRAINING = [
    pytest.param(
        VALIDATE + LOOP + "    if i % 3 == 0: validate(model)\n" + STEP,
        True,
        id="evaluates first, by a function",
    ),
    pytest.param(
        VALIDATE + LOOP + "    validate(model)\n    opt.zero_grad()\n"
        "    loss = model(b).sum()\n    loss.backward()\n    opt.step()\n",
        True,
        id="one statement a line",
    ),
    pytest.param(
        VALIDATE + LOOP + STEP + "    validate(model)\n",
        True,
        id="trains first",
    ),
    pytest.param(
        LOOP + "    model.eval()\n    with torch.no_grad():\n        y = model(b)\n"
        "    opt.zero_grad()\n    z = model(b)\n    loss = z.sum()\n"
        "    loss.backward()\n    opt.step()\n",
        True,
        id="evaluates in its own body",
    ),
    pytest.param(
        VALIDATE + LOOP + "    try:\n        validate(model)\n        opt.zero_grad()\n"
        "        loss = model(b).sum()\n        loss.backward()\n        opt.step()\n"
        "    finally:\n        pass\n",
        True,
        id="all in a block",
    ),
    pytest.param(
        VALIDATE + LOOP + "    if i % 2: validate(model)\n    else:\n"
        "        opt.zero_grad()\n        loss = model(b).sum()\n"
        "        loss.backward()\n        opt.step()\n",
        False,
        id="in the other branch",
    ),
    pytest.param(
        VALIDATE + LOOP + "    a = model(b); validate(model)\n    opt.zero_grad()\n"
        "    loss = (a + model(b)).sum()\n    loss.backward()\n    opt.step()\n",
        False,
        id="between two forward passes",
    ),
    pytest.param(
        VALIDATE + "validate(model)\n" + LOOP + STEP, True, id="before the loop"
    ),
    pytest.param(
        VALIDATE
        + TRAINS
        + "for epoch in range(2):\n    for b in batches:\n"
        + "    "
        + STEP
        + "    validate(model)\n",
        True,
        id="after each epoch",
    ),
    pytest.param(
        TRAINS + "models = [model]\nmodel.eval()\nfor model in models:\n"
        "    for b in batches:\n    " + STEP,
        True,
        id="the loop around binds the model",
    ),
    pytest.param(
        TRAINS + "model.eval()\nn = 1; b = x\nwhile n: opt.zero_grad(); "
        "model(b).sum().backward(); opt.step(); n -= 1\n",
        True,
        id="a loop on one line",
    ),
]


@pytest.mark.parametrize(("code", "has_edit"), TRAINING)
def test_an_inserted_train_stands_behind_what_evaluates(code, has_edit):
    assert (True, False) in modes(cells_of(SETUP + code))
    [(_, _, after)] = edits_of(code, "NN506")
    assert (after is not None) is has_edit
    if after is not None:
        assert (True, False) not in modes(after), after[0].source
        assert (False, True) not in modes(after), after[0].source
        assert claims(after, [get_rule("NN505"), get_rule("NN506")]) == []


@pytest.mark.parametrize(
    "code",
    [
        LOOP + "    model.eval()\n" + STEP,
        TRAINS + "model.eval()\nfor b in batches:\n" + STEP,
    ],
    ids=["in the loop", "above it"],
)
def test_eval_right_above_training_may_be_meant_so_its_edit_is_shown_first(code):
    [(found, _, after)] = edits_of(code, "NN506")
    assert after is not None and not found.claim.safe
