"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_NET = """
import torch
from torch import nn
def init(module):
    if isinstance(module, nn.Linear):
        FILL
model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2))
model.apply(init)
"""

VALID = [
    Valid(
        _NET.replace("FILL", "nn.init.xavier_uniform_(module.weight)"),
        why="drawn at random",
        live=True,
    ),
    Valid(
        _NET.replace("FILL", "nn.init.zeros_(module.bias)"),
        why="biases may be equal",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.Linear(4, 8)
        self.out_proj = nn.Linear(8, 4)
        nn.init.zeros_(self.out_proj.weight)
    def forward(self, x):
        return x + self.out_proj(self.up(x))
model = Block()
""",
        why="the last layer of a residual branch",
        live=True,
    ),
    Valid(
        """
from torch import nn
def init(module):
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight)
    elif isinstance(module, nn.Linear):
        nn.init.zeros_(module.weight)
""",
        why="the head starts at zero, the rest at random",
    ),
    Valid(
        """
from torch import nn
def init(module):
    if isinstance(module, nn.LayerNorm):
        nn.init.ones_(module.weight)
""",
        why="the weight of a norm layer",
    ),
    Valid(
        """
from torch import nn
blur = nn.Conv2d(3, 3, 3, groups=3, bias=False)
nn.init.constant_(blur.weight, 1 / 9)
blur.weight.requires_grad_(False)
""",
        why="a fixed filter",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 8)
        self.last = nn.Linear(8, 2)
        nn.init.constant_(self.first.weight, 0.1)
    def forward(self, x):
        return self.last(self.first(x).tanh())
model = Net()
""",
        why="the next layer is random, so the units part after a step",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, block):
        super().__init__()
        self.down = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
        self.up = nn.Sequential(nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2))
        self.last = block(2, 2)
        nn.init.ones_(self.up[0].weight)
        self.fixed = nn.Sequential(nn.Linear(2, 2))
        nn.init.ones_(self.fixed[0].weight)
        self.fixed[0].weight.requires_grad_(False)
    def forward(self, x):
        return self.fixed(self.last(self.up(self.down(x))))
model = Net(nn.Linear)
""",
        why="one of several layers in an `nn.Sequential`; a filter that does not train",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, block):
        super().__init__()
        self.first = block(4, 8)
        self.last = nn.Sequential(nn.Linear(8, 2), nn.Tanh())
        nn.init.ones_(self.last[0].weight)
    def forward(self, x):
        return self.last(self.first(x))
model = Net(nn.Linear)
""",
        why="what an argument makes and forward calls may be a random layer",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _NET.replace("FILL", "nn.init.constant_(module.weight, 0.1)"),
        line=5,
        live=True,
        twin=_NET.replace("FILL", "nn.init.xavier_uniform_(module.weight)"),
    ),
    Invalid(
        """
from torch import nn
l = nn.Linear(8, 32)
nn.init.constant_(l.weight, 0.1)
""",
        line=3,
        live=True,
        twin="""
from torch import nn
l = nn.Linear(8, 32)
nn.init.normal_(l.weight, std=0.1)
""",
    ),
    Invalid(
        """
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self):
        super().__init__()
        self.layers = tnn.Sequential(tnn.Linear(4, 8), tnn.Linear(8, 2))
        for _, m in self.named_modules():
            if isinstance(m, (tnn.Linear, tnn.Conv2d)):
                m.weight.data.fill_(0.5)
    def forward(self, x):
        return self.layers(x)
model = Net()
""",
        line=8,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 8), nn.Linear(8, 2))
with torch.no_grad():
    model[0].weight.fill_(0.1)
    model[2].weight.fill_(0.1)
""",
        live=True,
    ),
    Invalid(
        """
from torch import nn
class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.mix = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
        nn.init.ones_(self.mix[0].weight)
    def forward(self, x):
        return self.mix(x)
model = Gate()
""",
        line=6,
        live=True,
        twin="""
from torch import nn
class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.mix = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
        nn.init.normal_(self.mix[0].weight)
    def forward(self, x):
        return self.mix(x)
model = Gate()
""",
    ),
]
