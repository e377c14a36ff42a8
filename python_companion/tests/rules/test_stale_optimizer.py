"""NN501 on live objects, and everything that must not be taken for it."""

from __future__ import annotations

import pytest
from modulescope.rules.stale_optimizer import RULE

from . import demo
from .scenes import message, notebook

NET = "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n" + (
    "        self.fc = nn.Linear(2, 3)\n    def forward(self, x):\n"
    "        return self.fc(x)\n"
)
STEP = "loss = F.cross_entropy(model(X), y)\nloss.backward()\nopt.step()\n"
OPT = "opt = torch.optim.Adam(model.parameters())"


def stale_demo():
    return notebook(
        demo.DATA,
        demo.NET,
        demo.INIT,
        demo.BUILD,
        demo.OPTIMIZER,
        demo.PLOT,
        demo.AGAIN,
    ).run(demo.TRAIN)


def test_the_demo_is_found_after_its_training_cell():
    (verdict,) = stale_demo().confirmed(RULE)
    assert message(RULE, verdict) == (
        "`optimizer` updates tensors that are not in `model`"
    )
    assert verdict.evidence == (
        "`optimizer` holds 4 tensors, 0 of which belong to `model`",
        "`model` was rebuilt in [7]; `optimizer` was built in [5]",
        "`backward()` ran in [8]: 0 of 4 parameters of `model` changed",
    )


def test_the_places_are_the_optimizer_the_rebuilt_model_and_the_training_loop():
    (verdict,) = stale_demo().confirmed(RULE)
    assert verdict.cell == ("cell-5", 5)
    assert verdict.range == ((0, 0), (0, 9))
    (related,) = verdict.related
    assert related.cell == ("cell-7", 7)
    assert related.range == ((0, 0), (0, 5))
    assert related.note == "`model` was rebuilt here, after the optimizer"
    assert verdict.affects[0].range is not None
    assert [(p.cell, p.note) for p in verdict.affects] == [
        (("cell-8", 8), "training loop")
    ]


def test_the_fix_re_runs_the_cell_of_the_optimizer():
    (verdict,) = stale_demo().confirmed(RULE)
    (fix,) = verdict.fixes
    assert (fix.title, fix.kind, fix.run) == (
        "Re-run cell [5]",
        "run",
        (("cell-5", 5),),
    )


def test_re_running_the_optimizer_cell_ends_it():
    book = stale_demo()
    (verdict,) = book.confirmed(RULE)
    book.run(demo.OPTIMIZER, "cell-5").run(demo.TRAIN, "cell-8")
    assert book.verdicts(RULE) == []
    assert verdict.when_gone
    assert verdict.when_gone(book.scene()) == (
        "`optimizer` now holds 4 of 4 parameters of `model` (was 0)."
    )


def test_it_is_silent_before_the_new_model_is_trained():
    book = notebook(demo.DATA, NET, "model = Net()", OPT, "model = Net()")
    assert book.verdicts(RULE) == []


def test_a_training_function_that_uses_the_global_optimizer_counts():
    book = notebook(
        demo.DATA,
        NET,
        "model = Net()",
        OPT,
        "def train():\n    F.cross_entropy(model(X), y).backward()\n    opt.step()",
        "model = Net()",
        "train()  # backward",
    )
    assert len(book.confirmed(RULE)) == 1


def test_another_architecture_is_found_by_the_name_of_the_model():
    book = notebook(
        demo.DATA,
        NET,
        "model = Net()",
        OPT,
        "model = nn.Sequential(nn.Linear(2, 9), nn.ReLU(), nn.Linear(9, 3))",
        STEP,
    )
    (verdict,) = book.confirmed(RULE)
    assert verdict.values["n"] == "2"


def test_no_run_fix_is_offered_if_the_same_cell_rebuilds_the_model():
    both = "model = Net()\nopt = torch.optim.Adam(model.parameters())\nmodel = Net()"
    (verdict,) = notebook(demo.DATA, NET, both, STEP).confirmed(RULE)
    assert verdict.fixes == ()
    assert verdict.evidence[1] == "`opt` and `model` were both built in [3]"


LOOK_ALIKES = [
    pytest.param(["model = Net()", OPT, STEP], id="a healthy training"),
    pytest.param(
        ["model = Net()", OPT, "old = model\nmodel = Net()", STEP],
        id="the old model is still there",
    ),
    pytest.param(
        ["model = Net()", OPT, "kept = {'old': model}\nmodel = Net()", STEP],
        id="the old model is in a dict",
    ),
    pytest.param(
        [
            "model = Net()",
            "p = torch.zeros(96, 2, requires_grad=True)",
            "opt = torch.optim.SGD([p], 1.0)",
            "F.cross_entropy(model(X + p), y).backward()\nopt.step()",
        ],
        id="an adversarial input",
    ),
    pytest.param(
        [
            "model = Net()",
            "def attack():\n    p = torch.zeros(96, 2, requires_grad=True)\n"
            "    F.cross_entropy(model(X + p), y).backward()\n"
            "    return torch.optim.SGD([p], 1.0)",
            "opt = attack()  # backward",
        ],
        id="raw tensors of a function",
    ),
    pytest.param(
        [
            "gen = nn.Linear(2, 2)\ndis = nn.Linear(2, 1)",
            "opt_g = torch.optim.Adam(gen.parameters())\n"
            "opt_d = torch.optim.Adam(dis.parameters())",
            "dis(gen(X)).mean().backward()\nopt_g.step()",
        ],
        id="a GAN step of the generator",
    ),
    pytest.param(
        [
            "model = Net()\nteacher = Net().requires_grad_(False)",
            OPT,
            "(model(X) - teacher(X)).pow(2).mean().backward()\nopt.step()",
        ],
        id="a frozen teacher",
    ),
    pytest.param(
        ["model = Net()\nema = Net()", OPT, STEP],
        id="an EMA copy",
    ),
    pytest.param(
        [
            "model = Net()\nmodel.fc.weight.requires_grad_(False)",
            "opt = torch.optim.Adam(p for p in model.parameters() if p.requires_grad)",
            STEP,
        ],
        id="a frozen base",
    ),
    pytest.param(
        ["model = Net()", "opt = torch.optim.SGD(model.parameters(), lr=0.0)", STEP],
        id="a learning rate of zero",
    ),
    pytest.param(
        [
            "model = Net()",
            OPT,
            "model = Net()",
            "F.cross_entropy(model(X), y).backward()",
        ],
        id="a look at gradients without the optimizer",
    ),
    pytest.param(
        [
            "model = Net()",
            OPT,
            "model = Net()\nlocal = torch.optim.SGD(model.parameters(), 0.1)\n"
            "F.cross_entropy(model(X), y).backward()\nlocal.step()\ndel local",
        ],
        id="made and trained in one cell by another optimizer",
    ),
    pytest.param(
        [
            "model = Net()\nmodel.more = [nn.Linear(2, 2)]",
            "opt = torch.optim.SGD(model.more[0].parameters(), 0.1)",
            STEP,
        ],
        id="an optimizer of layers in a plain list",
    ),
]


@pytest.mark.parametrize("cells", LOOK_ALIKES)
def test_look_alikes_are_silent(cells):
    assert notebook(demo.DATA, NET, *cells).verdicts(RULE) == []
