"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_START = """
import torch
from torch import nn
from modulescope import watch
torch.manual_seed(0)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(3, 3)
        self.head = nn.Linear(3, 1)
    def forward(self, x):
        return self.head({hidden})

model = Net()
# %%
with watch(model, every=1):
    for _ in range({steps}):
        model(torch.ones(4, 3)).sum().backward()
"""

VALID = [
    Valid(
        _START.format(hidden="self.stem(x)", steps=3),
        why="every parameter gets its gradient",
        live=True,
    ),
    Valid(
        _START.format(hidden="self.stem(x)", steps=3).replace(
            "model = Net()", "model = Net()\nmodel.stem.requires_grad_(False)"
        ),
        why="frozen on purpose",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
from modulescope import watch
experts = nn.ModuleList([nn.Linear(3, 1) for _ in range(4)])
# %%
with watch(experts, every=1):
    for _ in range(3):
        experts[0](torch.ones(4, 3)).sum().backward()
""",
        why="experts that the router left out",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
from modulescope import watch
both = nn.ModuleDict({"generator": nn.Linear(3, 3), "critic": nn.Linear(3, 1)})
# %%
with watch(both, every=1):
    for step in range(4):
        for one in ("generator", "critic"):
            both.zero_grad()
            both[one](torch.ones(4, 3)).sum().backward()
""",
        why="each part has a backward of its own",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _START.format(hidden="self.stem(x).detach()", steps=3),
        live=True,
        twin=_START.format(hidden="self.stem(x)", steps=3),
    ),
    Invalid(
        _START.format(hidden="x", steps=3),
        live=True,
        twin=_START.format(hidden="self.stem(x)", steps=3),
    ),
]
