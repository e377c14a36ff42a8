"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_SETUP = """
import torch, warnings
from torch import nn
warnings.simplefilter('ignore')
model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
model.head = nn.Linear(1, 1)
"""
_LOOP = """
for x in [torch.ones(2, 4)] * 2:
    one.zero_grad(); two.zero_grad()
    model(x).sum().backward()
    one.step()
    two.step()
"""

_PARTS = (
    "one = torch.optim.SGD(model[0].parameters(), 0.1)\n"
    "two = torch.optim.SGD(model[1].parameters(), 0.1)\n"
)
_BOTH = (
    "one = torch.optim.SGD(model.parameters(), 0.1)\n"
    "two = torch.optim.SGD(model[1].parameters(), 0.1)\n"
)

VALID = [
    Valid(
        _SETUP + "optimizer = torch.optim.SGD(model.parameters(), 0.1)\n",
        why="each parameter once",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.ModuleDict({'a': nn.Linear(2, 2), 'ab': nn.Linear(2, 2)})
optimizer = torch.optim.SGD(
    list(model.a.parameters()) + list(model.ab.parameters()), 0.1)
""",
        why="two parts side by side, one name the start of the other",
        live=True,
    ),
    Valid(
        _SETUP
        + """
rest = [p for n, p in model.named_parameters() if not n.startswith('head')]
optimizer = torch.optim.SGD(rest + list(model.head.parameters()), 0.1)
""",
        why="the part is left out of the whole",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.ModuleDict({'body': nn.Linear(2, 2), 'head': nn.Linear(2, 2)})
optimizer = torch.optim.SGD([
    {'params': model.body.parameters()},
    {'params': model.head.parameters(), 'lr': 0.1},
], 0.01)
""",
        why="two groups of parts side by side",
        live=True,
    ),
    Valid(
        """
import pytest
import torch
def test_groups_are_disjoint(model):
    with pytest.raises(ValueError):
        torch.optim.SGD([
            {'params': model.parameters()}, {'params': model.parameters()}], 0.1)
""",
        why="a test that torch refuses it",
    ),
    Valid(
        _SETUP
        + """
first = torch.optim.SGD(model.parameters(), 0.1)
second = torch.optim.Adam(model.parameters())
""",
        why="two phases of a training",
        live=True,
    ),
    Valid(
        _SETUP
        + "one = torch.optim.SGD(model[0].parameters(), 0.1)\n"
        + "two = torch.optim.SGD(model[1].parameters(), 0.1)"
        + _LOOP,
        why="two optimizers with parameters of their own",
        live=True,
    ),
    Valid(
        _SETUP + "# %%\n" + _PARTS + "# %%\n" + _BOTH + "# %%" + _LOOP,
        why="the optimizer that overlaps has not been stepped yet",
        live=True,
        order=(0, 1, 3, 2),
    ),
    Valid(
        _SETUP + "# %%\n" + _PARTS + "# %%\n" + _BOTH + "# %%" + _LOOP,
        why="the cell with parameters of their own ran again",
        live=True,
        order=(0, 2, 1, 3),
    ),
    Valid(
        _SETUP
        + _BOTH
        + """
for turn, x in enumerate([torch.ones(2, 4)] * 4):
    model.zero_grad()
    model(x).sum().backward()
    if turn < 2:
        one.step()
    else:
        two.step()
""",
        why="one or the other steps",
        live=True,
    ),
    Valid(
        _SETUP
        + """
optimizer = torch.optim.SGD(model.parameters(), 0.1)
# %%
optimizer = torch.optim.SGD(model.head.parameters(), 0.1)
""",
        why="the second optimizer takes the place of the first",
        live=True,
        order=(0, 1, 1),
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
params = list(model.parameters())
model.head = nn.Linear(1, 1)
params += list(model.head.parameters())
optimizer = torch.optim.SGD(params, 0.1)
""",
        why="the part was made after the whole was listed",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
params = list(model.parameters())
model = nn.Linear(4, 4)
params.extend(model.parameters())
optimizer = torch.optim.SGD(params, 0.1)
optimizer.add_param_group({'params': nn.Linear(2, 2).parameters()})
""",
        why="another model has the name by then",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
whole = True
if whole:
    params = list(model.parameters())
else:
    params = list(model[1].parameters())
    params += list(model[0].parameters())
optimizer = torch.optim.SGD(params, 0.1)
""",
        why="one list or the other",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _SETUP
        + "optimizer = torch.optim.SGD(\n"
        + "    list(model.parameters()) + list(model.head.parameters()), 0.1)\n",
        line=7,
        live=True,
        twin=_SETUP + "optimizer = torch.optim.SGD(list(model.parameters()), 0.1)\n",
    ),
    Invalid(
        """
import itertools
import torch.optim as to
def make(net):
    params = itertools.chain(net.encoder.parameters(), net.parameters())
    return to.AdamW(params)
""",
        line=4,
    ),
    Invalid(
        """
import torch
class Trainer:
    def __init__(self, net):
        self.net = net
        self.opt = torch.optim.Adam([*self.net.parameters(), *self.net.parameters()])
""",
        line=5,
    ),
    Invalid(
        _SETUP
        + "one = torch.optim.SGD(model.parameters(), 0.1)\n"
        + "two = torch.optim.SGD(model[1].parameters(), 0.1)"
        + _LOOP,
        live=True,
    ),
    Invalid(
        """
import torch
def make(net):
    return torch.optim.AdamW([
        dict(params=net.parameters()),
        dict(params=net.head.parameters(), lr=0.01),
    ], lr=0.1)
""",
        line=5,
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(
    [{'params': model.parameters()}, {'params': [*model.parameters()]}], lr=0.1)
""",
        line=5,
    ),
    Invalid(
        _SETUP + "# %%\n" + _PARTS + "# %%\n" + _BOTH + "# %%" + _LOOP,
        live=True,
        order=(0, 1, 3, 2, 3),
    ),
    Invalid(
        "optimizer = torch.optim.SGD(\n"
        "    [*model.parameters(), *model.head.parameters()], 0.1)\n# %%" + _SETUP,
        line=2,
        live=True,
        order=(1, 0, 0),
    ),
    Invalid(
        """
import torch, warnings
from torch import nn
warnings.simplefilter('ignore')
model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
head = model[1]
params = list(model.parameters())
params += [p for p in head.parameters()]
# %%
optimizer = torch.optim.SGD(params, 0.1)
""",
        line=1,
        cell=1,
        live=True,
    ),
    Invalid(
        """
import torch
class Trainer:
    def __init__(self, net):
        self.net = net
        groups = [{'params': self.net.parameters()}]
        groups.append({'params': self.net.head.parameters(), 'lr': 1.0})
        self.opt = torch.optim.Adam(groups, lr=0.1)
""",
        line=6,
    ),
    Invalid(
        """
import torch
def make(net):
    optimizer = torch.optim.SGD(params=net.parameters(), lr=0.1)
    optimizer.add_param_group({'params': net.head.parameters(), 'lr': 1.0})
    return optimizer
""",
        line=4,
    ),
]
