"""Near misses and bugs, each as small as it can be."""

from ..base import Invalid, Valid

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
]
