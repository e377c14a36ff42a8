"""NN501 where the model is built and trained in one cell, in a real kernel.

The new model is seen for the first time when its training is over.
"""

from __future__ import annotations

import pytest
from realkernel import Notebook

SETUP = """
import copy
import torch
from torch import nn
import torch.nn.functional as F
torch.manual_seed(0)
X = torch.randn(32, 4)
Y = X.sum(1, keepdim=True) + 2
class Net(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, width), nn.Tanh(), nn.Linear(width, 1))
    def forward(self, x):
        return self.layers(x)
"""
TRAIN = """
def train(model, opt, steps=5):
    for _ in range(steps):
        opt.zero_grad()
        loss = F.mse_loss(model(X), Y)
        loss.backward()
        opt.step()
    return loss.item()
"""
BUILD = "model = Net()\nopt = torch.optim.Adam(model.parameters())"
CALL = "train(model, opt)"
LOOP = """
for _ in range(5):
    opt.zero_grad()
    F.mse_loss(model(X), Y).backward()
    opt.step()
"""
AGAIN = "model = Net(16)\n"
TRAINER = """
class Trainer:
    def __init__(self):
        self.model = Net()
        self.opt = torch.optim.Adam(self.model.parameters())
    def rebuild(self, width):
        self.model = Net(width)
    def fit(self):
        for _ in range(5):
            self.opt.zero_grad()
            F.mse_loss(self.model(X), Y).backward()
            self.opt.step()
"""
CUSTOM = """
class Net(nn.Module):
    def __init__(self, width=8, depth=1):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(4))
        hidden = [nn.Linear(width, width) for _ in range(depth)]
        self.layers = nn.Sequential(nn.Linear(4, width), *hidden, nn.Linear(width, 1))
        self.apply(self._init)
    def _init(self, module):
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=0.2)
            nn.init.zeros_(module.bias)
    def forward(self, x):
        return self.layers(x * self.scale)
"""


def optimizer(call: str) -> str:
    return f"model = Net()\nopt = torch.optim.{call}"


STALE = {
    "a train function": [TRAIN, BUILD, CALL, AGAIN + CALL],
    "the loop inline": [BUILD, LOOP, AGAIN + LOOP],
    "gradients cleared after the step": [
        BUILD,
        LOOP,
        AGAIN + "for _ in range(5):\n    F.mse_loss(model(X), Y).backward()\n"
        "    opt.step()\n    opt.zero_grad()",
    ],
    "gradients of the model cleared": [
        BUILD,
        AGAIN + LOOP.replace("opt.zero_grad", "model.zero_grad"),
    ],
    "a watched cell": [BUILD, LOOP, "%%nn watch\n" + AGAIN + LOOP],
    "gradients never cleared": [
        BUILD,
        LOOP,
        AGAIN + LOOP.replace("opt.zero_grad()", "pass"),
    ],
    "a function that returns the model": [
        BUILD,
        LOOP,
        "def rebuilt(width):\n    model = Net(width)"
        + LOOP.replace("\n", "\n    ")
        + "\n    return model\nmodel = rebuilt(16)",
    ],
    "functions that call each other": [
        TRAIN,
        BUILD,
        "def epoch(model):\n    return train(model, opt, 2)\n"
        "def fit(model):\n    for _ in range(2):\n        epoch(model)",
        "fit(model)",
        AGAIN + "fit(model)",
    ],
    "a trainer that rebuilds": [
        TRAINER,
        "trainer = Trainer()\ntrainer.fit()",
        "trainer.rebuild(16)\ntrainer.fit()",
    ],
    "built and trained first in one cell": [TRAIN, BUILD + "\n" + CALL, AGAIN + CALL],
    "SGD with momentum": [
        TRAIN,
        optimizer("SGD(model.parameters(), 0.01, momentum=0.9)"),
        CALL,
        AGAIN + CALL,
    ],
    "AdamW": [TRAIN, optimizer("AdamW(model.parameters())"), CALL, AGAIN + CALL],
    "a scheduler beside": [
        BUILD + "\nsched = torch.optim.lr_scheduler.StepLR(opt, 2)",
        LOOP + "    sched.step()",
        AGAIN + LOOP + "    sched.step()",
    ],
    "moved to another type": [
        TRAIN + "X, Y = X.double(), Y.double()",
        "model = Net().to(torch.float64)\nopt = torch.optim.Adam(model.parameters())",
        CALL,
        "model = Net(16).to(torch.float64)\n" + CALL,
    ],
    "clipped gradients": [
        BUILD,
        AGAIN
        + LOOP.replace(
            "    opt.step",
            "    nn.utils.clip_grad_norm_(model.parameters(), 1.0)\n    opt.step",
        ),
    ],
    "a left-over p": [
        TRAIN,
        BUILD,
        "for p in model.parameters():\n    pass",
        CALL,
        AGAIN + CALL,
    ],
    "a left-over name, param and layer": [
        TRAIN,
        BUILD,
        "for name, param in model.named_parameters():\n    pass\n"
        "for layer in model.layers:\n    pass",
        CALL,
        AGAIN + CALL,
    ],
    "a copy that another name had": [
        TRAIN,
        BUILD + "\nbest = copy.deepcopy(model)",
        CALL,
        "model = best\n" + CALL,
    ],
    "initialised by hand": [CUSTOM, TRAIN, BUILD, CALL, AGAIN + CALL],
    "initialised by hand, with another depth": [
        CUSTOM,
        TRAIN,
        BUILD,
        CALL,
        "model = Net(16, depth=3)\n" + CALL,
    ],
    "a model that is initialised after it is built": [
        TRAIN,
        "def init(m):\n    if isinstance(m, nn.Linear):\n"
        "        nn.init.xavier_uniform_(m.weight)",
        "model = Net()",
        "model.apply(init)",
        "opt = torch.optim.Adam(model.parameters())",
        CALL,
        "model = Net(16)\nmodel.apply(init)\n" + CALL,
    ],
}

FINE = {
    "built anew, both": [TRAIN, BUILD, CALL, BUILD + "\n" + CALL],
    "folds": [
        TRAIN,
        "for fold in range(3):\n    model = Net()\n"
        "    opt = torch.optim.Adam(model.parameters())\n    train(model, opt)",
        "for fold in range(3):\n    model = Net()\n"
        "    opt = torch.optim.Adam(model.parameters())\n    train(model, opt)",
    ],
    "a sweep": [
        TRAIN,
        BUILD,
        "best = 9e9\nfor width in (4, 8):\n    model = Net(width)\n"
        "    opt = torch.optim.SGD(model.parameters(), 0.01)\n"
        "    loss = train(model, opt)\n    if loss < best:\n"
        "        best, best_model = loss, copy.deepcopy(model)",
    ],
    "a sweep in a function": [
        TRAIN,
        BUILD,
        CALL,
        "def run(width):\n    model = Net(width)\n"
        "    opt = torch.optim.SGD(model.parameters(), 0.01)\n"
        "    train(model, opt)\n    return model\nmodel = run(16)",
    ],
    "one step in a function": [
        TRAIN,
        BUILD,
        CALL,
        "def run(width):\n    model = Net(width)\n"
        "    opt = torch.optim.SGD(model.parameters(), 0.01)\n"
        "    train(model, opt, 1)\n    return model\nmodel = run(16)",
    ],
    "a fused optimizer in a function": [
        TRAIN,
        BUILD,
        CALL,
        "def run(width):\n    model = Net(width)\n"
        "    opt = torch.optim.Adam(model.parameters(), fused=True)\n"
        "    train(model, opt)\n    return model\nmodel = run(16)",
    ],
    "a GAN": [
        "G, D = nn.Linear(2, 4), Net()\nopt_g = torch.optim.Adam(G.parameters())\n"
        "opt_d = torch.optim.Adam(D.parameters())",
        "for _ in range(3):\n    opt_d.zero_grad()\n"
        "    D(G(torch.randn(8, 2)).detach()).mean().backward()\n    opt_d.step()\n"
        "    opt_g.zero_grad()\n    D(G(torch.randn(8, 2))).mean().backward()\n"
        "    opt_g.step()",
    ],
    "a GAN in one cell, twice": [
        "G, D = nn.Linear(2, 4), Net()\nopt_g = torch.optim.Adam(G.parameters())\n"
        "opt_d = torch.optim.Adam(D.parameters())\nfor _ in range(3):\n"
        "    D(G(torch.randn(8, 2))).mean().backward()\n    opt_g.step()\n"
        "    opt_g.zero_grad()",
    ]
    * 2,
    "an average and a target network": [
        TRAIN,
        BUILD + "\nema, target = copy.deepcopy(model), copy.deepcopy(model)",
        CALL,
        BUILD + "\nema, target = copy.deepcopy(model), copy.deepcopy(model)\n" + CALL,
        "with torch.no_grad():\n    for a, b in zip(ema.parameters(), "
        "model.parameters()):\n        a.lerp_(b, 0.1)",
    ],
    "a frozen teacher": [
        BUILD + "\nteacher = Net(16).requires_grad_(False)",
        "teacher = Net(16).requires_grad_(False)\nfor _ in range(3):\n"
        "    opt.zero_grad()\n    (model(X) - teacher(X)).pow(2).mean().backward()\n"
        "    opt.step()",
    ],
    "a frozen base": [
        "base = Net().requires_grad_(False)\nhead = nn.Linear(1, 1)\n"
        "opt = torch.optim.Adam(head.parameters())",
        "base = Net(16).requires_grad_(False)\nfor _ in range(3):\n"
        "    opt.zero_grad()\n    head(base(X)).mean().backward()\n    opt.step()",
    ],
    "a copy that another name had, and its gradients": [
        TRAIN,
        BUILD + "\nbest = copy.deepcopy(model)",
        CALL,
        "model = best\nF.mse_loss(model(X), Y).backward()",
    ],
    "a copy that another name had, with a new optimizer": [
        TRAIN,
        BUILD + "\nbest = copy.deepcopy(model)",
        CALL,
        "model = best\nopt = torch.optim.Adam(model.parameters())\n" + CALL,
    ],
    "an optimizer for each phase": [
        TRAIN,
        "model = Net()\nopt = torch.optim.SGD(model.layers[2].parameters(), 0.1)",
        CALL,
        "opt = torch.optim.Adam(model.parameters())\n" + CALL,
    ],
    "an optimizer that is merely left over": [
        TRAIN,
        BUILD,
        CALL,
        "model = Net(16)\nnew = torch.optim.Adam(model.parameters())\n"
        "train(model, new)",
    ],
    "an optimizer that is left over, beside steps by hand": [
        TRAIN,
        BUILD,
        CALL,
        "model = Net(16)\nfor _ in range(3):\n"
        "    F.mse_loss(model(X), Y).backward()\n    with torch.no_grad():\n"
        "        for p in model.parameters():\n            p -= 0.1 * p.grad\n"
        "            p.grad = None\nF.mse_loss(model(X), Y).backward()",
    ],
    "a look at the gradients of a new model": [
        TRAIN,
        BUILD,
        CALL,
        "model = Net(16)\nF.mse_loss(model(X), Y).backward()",
    ],
    "a look at gradients where only a function names the optimizer": [
        TRAIN,
        BUILD,
        CALL,
        "def go_on():\n    opt.step()\nmodel = Net(16)\n"
        "F.mse_loss(model(X), Y).backward()",
    ],
    "a copy of the best model": [
        TRAIN,
        BUILD,
        CALL + "\nbest_model = copy.deepcopy(model)",
        "best_model = copy.deepcopy(model)\n" + CALL,
    ],
    "an optimizer of a model that is out of sight": [
        "agents = {'a': {'b': [Net()]}}\n"
        "opt = torch.optim.Adam(agents['a']['b'][0].parameters())",
        "model = Net()\nfor _ in range(4):\n    opt.zero_grad()\n"
        "    y = agents['a']['b'][0](X)\n    (y + model(X)).mean().backward()\n"
        "    opt.step()",
    ],
    "the same, where gradients are cleared after the step": [
        "agents = {'a': {'b': [[Net()]]}}\n"
        "opt = torch.optim.Adam(agents['a']['b'][0][0].parameters())",
        "model = Net()\nfor _ in range(9):\n"
        "    y = agents['a']['b'][0][0](X)\n    (y + model(X)).mean().backward()\n"
        "    opt.step()\n    opt.zero_grad()",
    ],
}


def _cases(cells: dict[str, list[str]]) -> list:
    return [pytest.param(sources, id=name) for name, sources in cells.items()]


def _codes(notebook: Notebook) -> list[str]:
    found = notebook.findings("NN501")
    assert all(f["status"] == "live" for f in found)
    return [f["message"] for f in found]


def _run(notebook: Notebook, cells: list[str]) -> None:
    for number, source in enumerate([SETUP, *cells]):
        reply = notebook.run(source, f"cell{number}")
        assert reply["status"] == "ok", reply


@pytest.mark.parametrize("cells", _cases(STALE))
def test_a_model_that_is_rebuilt_and_trained_in_one_cell(notebook: Notebook, cells):
    _run(notebook, cells)
    assert len(_codes(notebook)) == 1


@pytest.mark.parametrize("cells", _cases(STALE))
def test_it_is_found_too_when_the_cell_runs_again(notebook: Notebook, cells):
    _run(notebook, cells)
    notebook.rerun(f"cell{len(cells)}")
    assert len(_codes(notebook)) == 1


@pytest.mark.parametrize("cells", _cases(FINE))
def test_what_only_looks_like_it_is_silent(notebook: Notebook, cells):
    _run(notebook, cells)
    assert _codes(notebook) == []
    notebook.rerun(f"cell{len(cells)}")
    assert _codes(notebook) == []


def test_the_evidence_names_the_cell_that_did_both(notebook: Notebook):
    _run(notebook, STALE["a train function"])
    (found,) = notebook.findings("NN501")
    counts = [found["evidence"][i] for i in (1, 2)]
    assert "`model` was rebuilt in [" in counts[0]
    assert counts[1].endswith("0 of 4 parameters of `model` changed")
    # The cell would make the optimizer stale again.
    assert found["fixes"] == []


def test_a_new_optimizer_ends_it(notebook: Notebook):
    _run(notebook, STALE["a train function"])
    notebook.run("opt = torch.optim.Adam(model.parameters())")
    assert _codes(notebook) == []


def test_a_cell_that_was_interrupted_counts(notebook: Notebook):
    _run(notebook, [BUILD, LOOP])
    notebook.run(AGAIN + LOOP + "raise KeyboardInterrupt")
    assert len(_codes(notebook)) == 1


def test_a_cell_that_failed_before_it_built_its_optimizer_does_not(notebook: Notebook):
    _run(notebook, [BUILD, LOOP])
    notebook.run(
        AGAIN + "F.mse_loss(model(X), Y).backward()\nraise ValueError\n"
        "opt = torch.optim.Adam(model.parameters())\nopt.step()"
    )
    assert _codes(notebook) == []
