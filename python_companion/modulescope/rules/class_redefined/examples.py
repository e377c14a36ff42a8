"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_CLASS = """
import torch
from torch import nn

class Net(nn.Module):
    def forward(self, x):
        return x + {value}
"""

_BASE = _CLASS.format(value=1)
_SUB = """
# %%
class Sub(Net):
    pass
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
    Valid(
        _BASE + _SUB + "model = Sub()\n",
        why="the subclass cell and the model ran after the base cell",
        live=True,
        order=(0, 1, 0, 1),
    ),
    Valid(
        _CLASS.format(value=1)
        + "# %%\nclass Net(Net):\n    def forward(self, x):\n"
        + "        return super().forward(x) + 1\nmodel = Net()\n",
        why="a class that extends its namesake on purpose",
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
    Invalid(
        _BASE + _SUB + "# %%\nmodel = Sub()\n",
        live=True,
        order=(0, 1, 2, 0),
    ),
    Invalid(
        _BASE
        + _SUB
        + "# %%\nmodel = nn.Sequential(Sub())\n# %%\n"
        + _CLASS.format(value=2).strip("\n"),
        live=True,
        twin=_BASE
        + _SUB
        + "# %%\nSub()\n# %%\n"
        + _CLASS.format(value=2).strip("\n")
        + _SUB.replace("# %%\n", "")
        + "model = nn.Sequential(Sub())\n",
    ),
]
