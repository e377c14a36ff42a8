"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_SETUP = """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
"""

VALID = [
    Valid(
        _SETUP
        + """
model.requires_grad_(False)
model[1].requires_grad_(True)
optimizer = torch.optim.SGD(model[1].parameters(), 0.1)
""",
        why="the head is enabled again",
        live=True,
    ),
    Valid(
        _SETUP + "teacher = model.requires_grad_(False)\n",
        why="a frozen teacher has no optimizer",
        live=True,
    ),
    Valid(
        _SETUP
        + """
optimizer = torch.optim.SGD(model.parameters(), 0.1)
# %%
model(torch.ones(2, 4)).sum().backward()
optimizer.step()
# %%
optimizer.zero_grad()
for p in model.parameters():
    p.requires_grad = False
""",
        why="frozen after its turn in a pair of optimizers",
        live=True,
    ),
    Valid(
        _SETUP
        + """
backbone = torch.optim.SGD(model[0].parameters(), 0.1)
head = torch.optim.SGD(model[1].parameters(), 0.1)
model[0].requires_grad_(False)
""",
        why="the backbone is enabled in a later phase",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _SETUP
        + "model.requires_grad_(False)\n"
        + "optimizer = torch.optim.SGD(model.parameters(), 0.1)\n",
        live=True,
        twin=_SETUP
        + "model[0].requires_grad_(False)\n"
        + "optimizer = torch.optim.SGD(model.parameters(), 0.1)\n",
    ),
    Invalid(
        _SETUP
        + """
optimizer = torch.optim.Adam(model.parameters())
# %%
for parameter in model.parameters():
    parameter.requires_grad = False
""",
        live=True,
        order=(0, 1, 0, 1),
        twin=_SETUP
        + """
optimizer = torch.optim.Adam(model.parameters())
# %%
for parameter in model[0].parameters():
    parameter.requires_grad = False
""",
    ),
]
