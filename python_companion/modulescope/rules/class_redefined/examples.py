"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_CLASS = """
import torch
from torch import nn

class Net(nn.Module):
    def forward(self, x):
        return x + {value}
"""

VALID = [
    Valid(
        _CLASS.format(value=1) + "# %%\nmodel = Net()\n",
        why="built from the class that is there now",
        live=True,
    ),
    Valid(
        _CLASS.format(value=1) + "# %%\nmodel = Net()\n",
        why="built again after the class cell ran again",
        live=True,
        order=(0, 1, 0, 1),
    ),
    Valid(
        _CLASS.format(value=1)
        + "# %%\nmodel = Net()\n# %%\nclass Other(nn.Module):\n    pass\n",
        why="another class is defined",
        live=True,
    ),
    Valid(
        _CLASS.format(value=1) + "# %%\nmodel = Net()\ndel Net\n",
        why="the name is gone, so no newer class is known",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _CLASS.format(value=1)
        + "# %%\nmodel = Net()\n# %%\n"
        + _CLASS.format(value=2).strip("\n"),
        live=True,
        twin=_CLASS.format(value=1)
        + "# %%\nNet()\n# %%\n"
        + _CLASS.format(value=2).strip("\n")
        + "\nmodel = Net()\n",
    ),
    Invalid(
        _CLASS.format(value=1)
        + "# %%\nmodel = nn.Sequential(Net(), nn.ReLU())\n# %%\n"
        + _CLASS.format(value=2).strip("\n"),
        live=True,
    ),
]
