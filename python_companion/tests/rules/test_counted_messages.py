"""Messages about one thing, and about two, as a user reads them."""

from __future__ import annotations

import pytest
from modulescope.checking.codes import get_rule

from .scenes import message, notebook

IMPORTS = "import torch\nfrom torch import nn"
TRAIN = (
    "optimizer = torch.optim.SGD([p for p in net.parameters() if p.requires_grad], 0.1)"
    "\nnet(torch.randn(4, 2)).sum().backward()\noptimizer.step()"
)


def norms(number: int) -> list[str]:
    layers = "".join("nn.BatchNorm1d(2), " for _ in range(number))
    net = f"net = nn.Sequential({layers}nn.Linear(2, 2))"
    freeze = f"for p in net[:{number}].parameters():\n    p.requires_grad = False"
    return [net, freeze, TRAIN]


def late(number: int) -> list[str]:
    bias = "bias=True" if number == 2 else "bias=False"
    return [
        "net = nn.Sequential(nn.Linear(2, 2))",
        "optimizer = torch.optim.SGD(net.parameters(), 0.1)",
        f"net.append(nn.Linear(2, 2, {bias}))",
        "net(torch.ones(1, 2)).sum().backward()\noptimizer.step()",
    ]


def hidden(number: int) -> list[str]:
    return [
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        f"        self.layers = [nn.Linear(2, 2) for _ in range({number})]\n"
        "net = Net()"
    ]


def broken(number: int) -> list[str]:
    return [
        "net = nn.Linear(2, 2)",
        f"with torch.no_grad():\n    net.weight.view(-1)[:{number}] = float('nan')",
    ]


@pytest.mark.parametrize(
    ("code", "cells", "number", "said"),
    [
        (
            "NN511",
            norms,
            1,
            "1 frozen batch norm layer of `net` keeps changing its running statistics",
        ),
        (
            "NN511",
            norms,
            2,
            "2 frozen batch norm layers of `net` keep changing their running "
            "statistics",
        ),
        ("NN502", late, 1, "1 trainable parameter of `net` is in no optimizer"),
        ("NN502", late, 2, "2 trainable parameters of `net` are in no optimizer"),
        (
            "NN102",
            hidden,
            1,
            "`net.layers` is a Python list, so its module is not registered",
        ),
        (
            "NN102",
            hidden,
            2,
            "`net.layers` is a Python list, so its 2 modules are not registered",
        ),
        ("NN408", broken, 1, "1 of 4 values of `net.weight` is NaN"),
        ("NN408", broken, 2, "2 of 4 values of `net.weight` are NaN"),
    ],
)
def test_one_is_said_as_one_and_two_as_two(code, cells, number, said):
    rule = get_rule(code)
    assert rule
    (verdict,) = notebook(IMPORTS, *cells(number)).confirmed(rule)
    assert message(rule, verdict) == said
