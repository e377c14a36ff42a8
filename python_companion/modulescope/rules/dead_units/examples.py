"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_START = """
import torch
from torch import nn
from modulescope import watch
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(8, 64), nn.{activation}(), nn.Linear(64, 1))
{change}
# %%
with watch(model, every=1):
    for _ in range(3):
        model.zero_grad()
        model(torch.randn(32, 8)).square().sum().backward()
"""
_DEAD = "nn.init.constant_(model[0].bias, -100.0)"

VALID = [
    Valid(
        _START.format(activation="ReLU", change="pass"),
        why="most units are awake for some sample",
        live=True,
    ),
    Valid(
        _START.format(activation="LeakyReLU", change=_DEAD),
        why="a leaky ReLU passes a gradient back",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _START.format(activation="ReLU", change=_DEAD),
        live=True,
        twin=_START.format(activation="ReLU", change="pass"),
    ),
]
