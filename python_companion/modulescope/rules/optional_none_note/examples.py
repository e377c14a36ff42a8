"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.cache = None
    def forward(self, x):
        if self.cache is None:
            self.cache = x.detach()
        return x + self.cache
model = Net()
""",
        why="a cache that is filled later",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_parameter('bias', None)
    def forward(self, x):
        return x
model = Net()
""",
        why="a parameter that is left out",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, use=False):
        super().__init__()
        self.down = nn.Linear(4, 4) if use else nn.Identity()
    def forward(self, x):
        return self.down(x)
model = Net()
""",
        why="a module in both cases",
        live=True,
    ),
]

_ADDS = """
from torch import nn
class Net(nn.Module):
    def __init__(self, use=False):
        super().__init__()
        self.down = nn.Linear(4, 4) if use else {none}
    def forward(self, x):
        r = x
        if self.down is not None:
            r = self.down(x)
        return x + r
model = Net({use})
"""

_PASSES = """
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self, use=False):
        super().__init__()
        self.norm = tnn.LayerNorm(4) if use else {none}
    def forward(self, x):
        if self.norm is not None:
            x = self.norm(x)
        return x * 2
model = Net()
"""

INVALID = [
    Invalid(
        _PASSES.format(none="None"),
        line=5,
        live=True,
        fixed=_PASSES.format(none="tnn.Identity()"),
        twin=_PASSES.format(none="tnn.Identity()"),
    ),
    Invalid(
        _ADDS.format(none="None", use=""),
        line=5,
        live=True,
        twin=_ADDS.format(none="None", use="True"),
    ),
]
