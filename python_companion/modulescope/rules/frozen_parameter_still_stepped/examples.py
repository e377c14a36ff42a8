"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_TRAINED = """
import torch
from torch import nn
model = nn.Linear(2, 2)
optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
model(torch.ones(1, 2)).sum().backward()
optimizer.step()
"""

VALID = [
    Valid(
        _TRAINED + "# %%\nmodel.requires_grad_(False)\n",
        why="frozen, and not stepped since",
        live=True,
    ),
    Valid(
        _TRAINED + "# %%\nmodel.requires_grad_(False)\noptimizer.zero_grad()\n"
        "# %%\noptimizer.step()\n",
        why="the gradient was cleared",
        live=True,
    ),
    Valid(
        """
import copy
import torch
from torch import nn
model = nn.Linear(2, 2)
ema = copy.deepcopy(model).requires_grad_(False)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
# %%
for slow, fast in zip(ema.parameters(), model.parameters()):
    slow.lerp_(fast, 0.1)
""",
        why="a frozen copy that the program updates itself",
        live=True,
    ),
    Valid(
        _TRAINED + "# %%\nmodel.requires_grad_(False)\n# %%\noptimizer.step()\n",
        why="frozen after the last step",
        live=True,
        order=(0, 2, 2, 1),
    ),
    Valid(
        _TRAINED + "# %%\nmodel.requires_grad_(False)\n# %%\noptimizer.step()\n",
        why="the model and its optimizer were built again",
        live=True,
        order=(0, 1, 2, 0),
    ),
    Valid(
        _TRAINED
        + "# %%\nmodel.requires_grad_(False)\n"
        + "# %%\nif model.bias.requires_grad:\n    optimizer.step()\n",
        why="the step is in a branch that is not taken",
        live=True,
        order=(0, 1, 2, 2),
    ),
]

INVALID = [
    Invalid(
        _TRAINED + "# %%\nmodel.requires_grad_(False)\n# %%\noptimizer.step()\n",
        live=True,
        order=(0, 1, 2, 2),
        twin=_TRAINED + "# %%\nmodel.requires_grad_(False)\noptimizer.zero_grad()\n"
        "# %%\noptimizer.step()\n",
    ),
    Invalid(
        _TRAINED + "# %%\noptimizer.step()\n# %%\nmodel.requires_grad_(False)\n",
        live=True,
        order=(0, 2, 1, 1),
    ),
    Invalid(
        _TRAINED
        + "# %%\nmodel.requires_grad_(False)\n"
        + "# %%\nif model.bias.requires_grad:\n    optimizer.zero_grad()\n"
        + "optimizer.step()\n",
        live=True,
        order=(0, 1, 2, 2),
    ),
]
