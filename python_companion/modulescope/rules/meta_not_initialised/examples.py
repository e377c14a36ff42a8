"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_META = """
import torch
from torch import nn
junk = [torch.full((64, 64), float('nan')) for _ in range(20)]
with torch.device('meta'):
    model = nn.Sequential(nn.Linear(64, 64), nn.Tanh())
del junk
"""

VALID = [
    Valid(
        _META + "model.load_state_dict(nn.Sequential(nn.Linear(64, 64)).state_dict(), "
        "assign=True)\ny = model(torch.ones(64))\n",
        why="loaded by assignment",
        live=True,
    ),
    Valid(
        _META + "model.to_empty(device='cpu')\n"
        "model.load_state_dict(nn.Sequential(nn.Linear(64, 64)).state_dict())\n"
        "y = model(torch.ones(64))\n",
        why="loaded after `to_empty`",
        live=True,
    ),
    Valid(
        _META + "model.to_empty(device='cpu')\n"
        "for module in model:\n"
        "    if hasattr(module, 'reset_parameters'):\n"
        "        module.reset_parameters()\n"
        "y = model(torch.ones(64))\n",
        why="reset after `to_empty`",
        live=True,
    ),
    Valid(
        _META + "count = sum(p.numel() for p in model.parameters())\n",
        why="a model on meta that is only counted",
        live=True,
    ),
    Valid(
        """
def build(model, device, load_checkpoint, path):
    model.to_empty(device=device)
    load_checkpoint(model, path)
    return model(path)
""",
        why="a function may have filled it",
    ),
    Valid(
        """
def build(model, device, fill):
    if device:
        model.to_empty(device=device)
        return model
    return model(fill)
""",
        why="the function has returned",
    ),
]

INVALID = [
    Invalid(
        _META + "model.to_empty(device='cpu')\ny = model(torch.ones(64))\n",
        line=8,
        live=True,
        twin=_META + "model.to_empty(device='cpu')\nmodel[0].reset_parameters()\n"
        "y = model(torch.ones(64))\n",
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Linear(4, 4, device='meta')
optimizer = torch.optim.SGD(model.parameters(), 0.1)
""",
        line=4,
        live=True,
        twin="""
import torch
from torch import nn
model = nn.Linear(4, 4)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
def build(state):
    with torch.device('meta'):
        model = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
    model.load_state_dict(state)
    return model
""",
        line=6,
    ),
    Invalid(
        """
from torch import nn
model = nn.ModuleDict({'body': nn.Linear(2, 2, device='meta'), 'head': nn.Linear(2, 2)})
""",
        live=True,
        twin="""
from torch import nn
model = nn.ModuleDict({'body': nn.Linear(2, 2), 'head': nn.Linear(2, 2)})
""",
    ),
]
