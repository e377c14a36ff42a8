"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_SETUP = """
import torch
from torch import nn
model = nn.Linear(4, 1)
"""
_STEP = """
optimizer.zero_grad()
model(torch.ones(2, 4)).sum().backward()
optimizer.step()
"""

_ADAM = _SETUP + "optimizer = torch.optim.Adam(model.parameters())\n"

VALID = [
    Valid(
        _SETUP + "model.double()\noptimizer = torch.optim.Adam(model.parameters())\n",
        why="the optimizer comes after the conversion",
        live=True,
    ),
    Valid(
        _SETUP + "optimizer = torch.optim.Adam(model.parameters())\nmodel.double()\n",
        why="there is no state before the first step",
        live=True,
    ),
    Valid(
        _SETUP
        + "optimizer = torch.optim.Adam(model.parameters())"
        + _STEP
        + "model.double()\noptimizer.load_state_dict(optimizer.state_dict())\n",
        why="the state was converted",
        live=True,
    ),
    Valid(
        _SETUP
        + "optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)"
        + _STEP
        + "model.double()\n",
        why="momentum works in any floating type",
        live=True,
    ),
    Valid(
        _SETUP
        + """
class Mine(torch.optim.Adam):
    pass
optimizer = Mine(model.parameters())"""
        + _STEP
        + "model.double()\n",
        why="a class of the user may keep its state as it likes",
        live=True,
    ),
    Valid(
        _ADAM + "# %%" + _STEP + "# %%\nmodel.double()\n",
        why="converted before the first step, after the cells were run again",
        live=True,
        order=(0, 1, 0, 2),
    ),
    Valid(
        _ADAM + "# %%\nmodel.double()\n# %%" + _STEP + "# %%\nmodel.float()\n",
        why="converted there and back",
        live=True,
        order=(0, 2, 1, 3),
    ),
    Valid(
        _ADAM + "# %%" + _STEP + "# %%\nif False:\n    model.double()\n",
        why="the conversion cannot be reached",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _SETUP
        + "optimizer = torch.optim.Adam(model.parameters())"
        + _STEP
        + "model.double()\n",
        live=True,
        twin=_SETUP
        + "model.double()\noptimizer = torch.optim.Adam(model.parameters())\n"
        + _STEP.replace("4)", "4, dtype=torch.float64)"),
    ),
    Invalid(
        _SETUP
        + "optimizer = torch.optim.AdamW(model.parameters())\n# %%"
        + _STEP
        + "# %%\nmodel.half()\n",
        live=True,
        order=(0, 1, 1, 2),
        twin=_SETUP
        + "optimizer = torch.optim.AdamW(model.parameters())\n# %%"
        + _STEP
        + "# %%\nmodel.float()\n",
    ),
    Invalid(
        _ADAM + "# %%\nmodel.double()\n# %%" + _STEP,
        live=True,
        order=(0, 2, 1),
        twin=_ADAM
        + "# %%\nmodel.double()\noptimizer.load_state_dict(optimizer.state_dict())\n"
        + "# %%"
        + _STEP,
    ),
    Invalid(
        _ADAM
        + "# %%"
        + _STEP
        + "# %%\nif model.bias is None:\n    model.float()\n"
        + "else:\n    model.double()\n",
        live=True,
        order=(0, 1, 1, 2, 2),
    ),
]
