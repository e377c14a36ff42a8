"""Near misses and bugs; 1,800 × 1,800 weights are 13 MB."""

from ...rulekit.rule import Invalid, Valid

_BUILD = """
import torch
from torch import nn
model = nn.Linear(1800, 1800)
"""

VALID = [
    Valid(_BUILD + "# %%\ndel model\n", why="nothing else held it", live=True),
    Valid(
        _BUILD + "# %%\nold = [model]\nmodel = nn.Linear(1800, 1800)\n",
        why="a list of the user keeps it",
        live=True,
    ),
    Valid(
        _BUILD + "# %%\nwhole = nn.Sequential(model, nn.ReLU())\ndel model\n",
        why="it is part of another model now",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Linear(8, 8)
# %%
optimizer = torch.optim.Adam(model.parameters())
# %%
del model
""",
        why="too small to be missed",
        live=True,
    ),
    Valid(
        _BUILD + "optimizer = torch.optim.Adam(model.parameters())\n# %%\n"
        "model = nn.Linear(1800, 1800)\n",
        why="replaced under its name: another rule speaks once it is trained",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _BUILD + "optimizer = torch.optim.Adam(model.parameters())\n# %%\ndel model\n",
        live=True,
        twin=_BUILD + "optimizer = torch.optim.Adam(model.parameters())\n# %%\n"
        "del model, optimizer\n",
    ),
]
