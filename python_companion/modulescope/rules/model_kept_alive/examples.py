"""Near misses and bugs; 1,800 × 1,800 weights are 13 MB."""

from ...rulekit.rule import Invalid, Valid

_BUILD = """
import torch
from torch import nn
model = nn.Linear(1800, 1800)
"""

_ERRORS = """
errors = []
# %%
try:
    model(torch.ones(1, 3))
except RuntimeError as error:
    errors.append({kept})
# %%
del model
"""
_RESULTS = """
outs = []
# %%
outs.append(model(torch.ones(1, 1800)){detached})
# %%
del model
"""

VALID = [
    Valid(
        _BUILD + _RESULTS.format(detached="").replace("del model", "pass"),
        why="the model is still there",
        live=True,
    ),
    Valid(
        _BUILD + "out = model(torch.ones(1, 1800))\n# %%\ndel model\n",
        why="a single result, which the next run replaces",
        live=True,
    ),
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
    Invalid(
        _BUILD + _ERRORS.format(kept="error"),
        live=True,
        twin=_BUILD + _ERRORS.format(kept="str(error)"),
    ),
    Invalid(
        _BUILD + _RESULTS.format(detached=""),
        live=True,
        twin=_BUILD + _RESULTS.format(detached=".detach()"),
    ),
    Invalid(
        _BUILD
        + _RESULTS.format(detached="").replace("del model", "model = nn.Linear(2, 2)"),
        live=True,
    ),
]
