"""Edits beside code that needs things as they were: in the cell, or in another one."""

from __future__ import annotations

import pytest
from modulescope.checking.codes import get_rule

from .running import cells_of, claims, edited, run

TORCH = "import torch\nfrom torch import nn\n"
NET = TORCH + (
    "class Net(nn.Module):\n    def __init__(self):\n{body}"
    "    def forward(self, x):\n        return x * self.a\n"
)
MODEL = TORCH + (
    "model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())\nx = torch.ones(4, 2)\n"
    "opt = torch.optim.SGD(model.parameters(), 0.1)\n"
)
TRAIN = (
    "for _ in range(3):\n    opt.zero_grad()\n    loss = model(x).sum()\n"
    "    loss.backward()\n    opt.step()\n"
)
LISTS = NET.replace("x * self.a", "[layer(x) for layer in self.a]")
LIST = LISTS.format(
    body="        super().__init__()\n        self.a = [nn.Linear(2, 2)]\n"
)


def net(*lines: str) -> str:
    return NET.format(body="".join(f"        {line}\n" for line in lines))


CASES = [
    pytest.param(
        "NN105",
        net("self.a = torch.zeros(3)", "super().__init__()") + "Net()",
        id="a tensor before Module is set up",
    ),
    pytest.param(
        "NN102",
        LIST.replace("        super().__init__()\n", "").replace(
            "2)]\n", "2)]\n        super().__init__()\n"
        )
        + "Net()",
        id="a list before Module is set up",
    ),
    pytest.param(
        "NN104",
        net("self.a = torch.zeros(3, requires_grad=True)", "super().__init__()")
        + "Net()",
        id="a trainable tensor before Module is set up",
    ),
    pytest.param(
        "NN102",
        LIST + "net = Net()\nnet.a.reverse()",
        id="a method of lists that ModuleList has not",
    ),
    pytest.param(
        "NN102",
        LIST + "assert isinstance(Net().a, list)",
        id="the type is asked for",
    ),
    pytest.param(
        "NN102",
        LIST + "net = Net()\nnet.a = []",
        id="another list is assigned",
    ),
    pytest.param(
        "NN102",
        LIST + "    @property\n    def a(self): return self._a\n"
        "    @a.setter\n    def a(self, v): self._a = v\n"
        "net = Net()\nassert net._a",
        id="a property of that name",
    ),
    pytest.param(
        "NN104",
        net("super().__init__()", "self.a = torch.zeros(3, requires_grad=True)")
        + "net = Net()\nnet.a = torch.ones(3)",
        id="another tensor is assigned",
    ),
    pytest.param(
        "NN202",
        MODEL + "def keep(m, i, o): pass\n"
        "handle = model.register_forward_hook(keep)\n# %%\n"
        "model[0].register_forward_hook(keep)\n# %%\n"
        "handle.remove()\nassert not model._forward_hooks",
        id="a handle of another cell",
    ),
    pytest.param(
        "NN512",
        MODEL + "total = 0\n" + TRAIN + "    total += loss\nprint(total)\n# %%\n"
        "print(total.item())",
        id="a sum that another cell reads as a tensor",
    ),
    pytest.param(
        "NN512",
        MODEL + "total = 0\n" + TRAIN + "    total += loss\nprint(total)\n# %%\n"
        "total.mean().backward(retain_graph=True)",
        id="a sum that another cell goes backward through",
    ),
    pytest.param(
        "NN520",
        MODEL + "model.eval()\nouts = []\nfor i in range(3):\n"
        "    outs.append(model(x))\n# %%\nouts[0].sum().backward()",
        id="outputs that another cell goes backward through",
    ),
    pytest.param(
        "NN116",
        TORCH + "class Net(nn.Module):\n    def foward(self, x):\n        return x\n"
        "# %%\nassert Net().foward(1) == 1",
        id="a method that another cell calls",
    ),
]


@pytest.mark.parametrize(("code", "text"), CASES)
def test_a_safe_edit_breaks_none_of_it(code, text):
    cells = cells_of(text)
    _, error = run(cells)
    assert error in ("", "RuntimeError")
    found = claims(cells, [get_rule(code)])
    assert found
    for claim in found:
        if claim.claim.safe:
            assert run(edited(cells, claim))[1] == error


def test_what_another_cell_says_later_is_heard():
    rule = get_rule("NN512")
    above = MODEL + "total = 0\n" + TRAIN + "    total += loss\nprint(total)\n# %%\n"
    safe = [
        [found.claim.safe for found in claims(cells_of(above + below), [rule])]
        for below in ("total + 1", "total.item()", "total + 1")
    ]
    assert safe == [[True], [False], [True]]


@pytest.mark.parametrize(
    "value",
    [
        "torch.randn(4)",
        "torch.rand(4) * 0.1",
        "torch.normal(0.0, 1.0, (4,))",
        "0.02 * torch.randn(4)",
    ],
)
def test_a_tensor_that_was_drawn_is_no_buffer_unasked(value):
    cells = cells_of(net("super().__init__()", f"self.a = {value}"))
    (found,) = claims(cells, [get_rule("NN105")])
    assert found.claim.edits and not found.claim.safe


def test_a_tensor_that_is_initialised_is_no_buffer_unasked():
    lines = "super().__init__()", "self.a = torch.empty(4)", "nn.init.ones_(self.a)"
    (found,) = claims(cells_of(net(*lines)), [get_rule("NN105")])
    assert found.claim.edits and not found.claim.safe


@pytest.mark.parametrize(
    "name",
    [
        "weight",
        "bias",
        "gamma",
        "cls_token",
        "pos_embed",
        "in_proj_weight",
        "position_embeddings",
        "logit_scale",
        "W",
        "alpha2",
    ],
)
@pytest.mark.parametrize("value", ["torch.ones(4)", "torch.zeros(1, 4)"])
def test_a_tensor_that_is_named_like_a_parameter_is_no_buffer_unasked(name, value):
    code = net("super().__init__()", f"self.{name} = {value}")
    cells = cells_of(code.replace("self.a\n", f"self.{name}\n"))
    (found,) = claims(cells, [get_rule("NN105")])
    assert found.claim.edits and not found.claim.safe


@pytest.mark.parametrize(
    "line",
    [
        "self.mean = torch.zeros(4)",
        "self.mask = torch.ones(4, 4)",
        "self.weighted = torch.zeros(4)",
        "self.weight = torch.tensor([0.2, 0.8])",
        "self.bias = torch.eye(4)",
        "self.freqs = torch.arange(8)",
    ],
)
def test_a_statistic_or_a_table_is_a_buffer(line):
    attr = line.split(" ")[0]
    cells = cells_of(net("super().__init__()", line).replace("self.a\n", f"{attr}\n"))
    (found,) = claims(cells, [get_rule("NN105")])
    assert found.claim.safe
