"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_MODEL = """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
"""
_OPTIMIZER = "optimizer = torch.optim.SGD(model.parameters(), 0.1)\n"
_HEAD = "model.head = nn.Linear(2, 2)\n"

VALID = [
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
model.head = nn.Linear(2, 2)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
""",
        why="the layer comes first",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
optimizer = torch.optim.SGD(model.parameters(), 0.1)
model.head = nn.Linear(2, 2)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
""",
        why="the optimizer is built again",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
optimizer = torch.optim.SGD(model.parameters(), 0.1)
model.head = nn.Linear(2, 2)
optimizer.add_param_group({'params': model.head.parameters()})
""",
        why="the layer gets a group of its own",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
optimizer = torch.optim.SGD(model.parameters(), 0.1)
model.head = nn.Identity()
""",
        why="a layer without parameters",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
first = torch.optim.SGD(model[0].parameters(), 0.1)
second = torch.optim.SGD(model[1].parameters(), 0.1)
""",
        why="two optimizers cover the model together",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
optimizer = torch.optim.SGD(model.parameters(), 0.1)
# %%
model = nn.Sequential(nn.Linear(2, 2))
model.head = nn.Linear(2, 2)
""",
        why="a new model, whose optimizer is not built yet",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
optimizer = torch.optim.SGD(model.parameters(), 0.1)
other = nn.Sequential(nn.Linear(2, 2))
other.head = nn.Linear(2, 2)
""",
        why="a layer of another model",
    ),
    Valid(
        _MODEL + "# %%\n" + _OPTIMIZER + "# %%\n" + _HEAD,
        why="the layer was added before the optimizer was built",
        live=True,
        order=(0, 2, 1),
    ),
    Valid(
        _MODEL + "# %%\n" + _HEAD + "# %%\n" + _OPTIMIZER,
        why="the optimizer was built again after the layer",
        live=True,
        order=(0, 2, 1, 2),
    ),
    Valid(
        _MODEL
        + "# %%\nif len(model) > 2:\n    "
        + _OPTIMIZER
        + "    model.head = nn.Identity()\nelse:\n    "
        + _HEAD,
        why="either the optimizer or the layer",
        live=True,
    ),
    Valid(
        _MODEL + _OPTIMIZER + "if False:\n    " + _HEAD,
        why="the layer cannot be reached",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
def build(model, head):
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    if not head:
        return optimizer
    optimizer = None
    return optimizer
    model.head = nn.Linear(2, 2)
""",
        why="the function has returned before",
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
optimizer = torch.optim.SGD(model.parameters(), 0.1)
model.head = nn.Linear(2, 2)
""",
        twin="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
model.head = nn.Linear(2, 2)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
""",
        line=5,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
# %%
optimizer = torch.optim.SGD(model.parameters(), 0.1)
# %%
model.add_module("head", nn.Linear(2, 2))
""",
        line=1,
        cell=2,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
def train():
    model = nn.Sequential(nn.Linear(2, 2))
    optimizer = torch.optim.Adam([{'params': model.parameters()}])
    model.add_module('head', nn.Linear(2, 2))
""",
        line=6,
    ),
    Invalid(
        _MODEL + "# %%\n" + _HEAD + "# %%\n" + _OPTIMIZER,
        line=1,
        cell=1,
        live=True,
        order=(0, 2, 1),
    ),
    Invalid(
        _MODEL + "# %%\n" + _HEAD + "# %%\n" + _OPTIMIZER,
        line=1,
        cell=1,
        live=True,
        order=(0, 1, 2, 1),
    ),
    Invalid(
        _MODEL + _OPTIMIZER + "if len(model):\n    " + _HEAD,
        line=6,
        live=True,
    ),
]
