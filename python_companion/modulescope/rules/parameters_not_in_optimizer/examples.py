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
    Valid(
        _MODEL
        + _OPTIMIZER
        + "model[1] = nn.ReLU()\nsetattr(model, 'end', nn.Flatten())\n",
        why="what takes the place has no parameters",
        live=True,
    ),
    Valid(
        _MODEL
        + """
head = nn.Linear(2, 2)
optimizer = torch.optim.SGD([*model.parameters(), *head.parameters()], 0.1)
model.head = head
""",
        why="the optimizer was given the layer before the model was",
        live=True,
    ),
    Valid(
        _MODEL
        + _OPTIMIZER
        + _HEAD
        + "optimizer.param_groups[0]['params'].extend(model.head.parameters())\n",
        why="the layer is put into a group",
        live=True,
    ),
    Valid(
        _MODEL
        + """
def make(net):
    return torch.optim.SGD(net.parameters(), 0.1)
optimizer = make(model)
model.head = nn.Linear(2, 2)
optimizer = make(model)
""",
        why="a function builds the optimizer again",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Swish(nn.Module):
    def forward(self, x):
        return x * x.sigmoid()
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
optimizer = torch.optim.SGD(model.parameters(), 0.1)
model[1] = Swish()
model.end = nn.Sequential(nn.Dropout(0.1), nn.Flatten())
model.criterion = nn.CrossEntropyLoss()
first = model[0]
model[0] = nn.Identity()
model[0] = first
model.head = nn.Linear(2, 2).requires_grad_(False)
""",
        why="no parameters, the layer of before, and one that does not train",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
layers = [nn.Linear(2, 2)]
model = nn.Sequential(*layers)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
layers[0] = nn.Linear(2, 2)
""",
        why="an item of a list, which is no part of the model",
        live=True,
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
    Invalid(
        """
import torch
from torch import nn
net = nn.Sequential(nn.Linear(2, 2), nn.Tanh()).to('cpu')
params = [p for _, p in net.named_parameters() if p.requires_grad]
# %%
opt, crit = torch.optim.SGD([{'params': params}], 0.1), nn.MSELoss()
net = net.to('cpu')
# %%
net.head = nn.Linear(2, 2).to('cpu')
""",
        line=1,
        cell=2,
        live=True,
    ),
    Invalid(
        _MODEL + _OPTIMIZER + "model[1] = nn.Linear(2, 2)\n",
        line=5,
        live=True,
        twin=_MODEL + "model[1] = nn.Linear(2, 2)\n" + _OPTIMIZER,
    ),
    Invalid(
        _MODEL + _OPTIMIZER + "setattr(model, 'head', nn.Linear(2, 2))\n",
        line=5,
        live=True,
    ),
    Invalid(
        _MODEL
        + """
def make(net, lr=0.1):
    return torch.optim.SGD(net.parameters(), lr=lr)
def head(n):
    return nn.Sequential(nn.Linear(2, n), nn.Tanh())
# %%
optimizer = make(model)
# %%
new = head(3)
model.head = new
""",
        line=2,
        cell=2,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
def build():
    net = nn.Sequential(nn.Linear(2, 2))
    return net, torch.optim.SGD(net.parameters(), 0.1)
def grow(net):
    net.head = nn.Linear(2, 2)
    return net
# %%
model, optimizer = build()
model = grow(model)
""",
        line=2,
        cell=1,
        live=True,
    ),
    Invalid(
        _MODEL + _OPTIMIZER + "model.scale = nn.Parameter(torch.ones(1))\n",
        line=5,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
class Trainer:
    def __init__(self, net):
        self.net = net
        self.opt = torch.optim.SGD(self.net.parameters(), 0.1)
        self.net.head = nn.Linear(2, 2)
""",
        line=7,
    ),
]
