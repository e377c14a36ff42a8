"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_MADE = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(64, 64))
        FILL
    def forward(self, x):
        return x @ self.weight
# %%
junk = [torch.full((64, 64), float('nan')) for _ in range(20)]
del junk
model = Net()
"""

VALID = [
    Valid(
        _MADE.replace("FILL", "nn.init.xavier_uniform_(self.weight)"),
        why="filled in the constructor",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(4, 4))
        self.reset_parameters()
    def reset_parameters(self):
        with torch.no_grad():
            self.weight.normal_(0, 0.02)
    def forward(self, x):
        return x @ self.weight
model = Net()
""",
        why="filled in `reset_parameters`",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(4, 4))
        for parameter in self.parameters():
            nn.init.normal_(parameter, std=0.02)
    def forward(self, x):
        return x @ self.weight
model = Net()
""",
        why="filled by a loop over all parameters",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(4, 4))
    def forward(self, x):
        return x @ self.weight
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = Layer()
        self.layer.weight.data.normal_(0, 0.5)
    def forward(self, x):
        return self.layer(x)
model = Net()
""",
        why="filled by the class that uses it",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.empty(4, 4), requires_grad=False)
    def forward(self, x):
        return x @ self.scale
""",
        why="a place for what a quantised checkpoint holds",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(4, 4))
        self.none = nn.Parameter(torch.empty(0))
    def forward(self, x):
        return x @ self.weight + self.none.sum()
model = Net()
""",
        why="zeros that are meant, and a tensor without elements",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_parameter('table', nn.Parameter(torch.empty(4, 4)))
        self.register_parameter('scale', nn.Parameter(torch.empty(4)))
        self.reset_parameters()
    def reset_parameters(self):
        nn.init.normal_(self.table)
        for name in ('scale',):
            nn.init.ones_(self._parameters[name])
    def forward(self, x):
        return x @ self.table * self.scale
model = Net()
""",
        why="registered, and filled after that, by its name too",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _MADE.replace("FILL", "self.size = 64"),
        line=6,
        live=True,
        twin=_MADE.replace("FILL", "nn.init.xavier_uniform_(self.weight)"),
    ),
    Invalid(
        """
import torch as th
import torch.nn as tnn
class Base(tnn.Module):
    def forward(self, x):
        return sum(x @ weight for weight in self.weights)
class Net(Base):
    def __init__(self):
        super().__init__()
        self.weights = tnn.ParameterList(
            [tnn.Parameter(th.empty(4, 4)) for _ in range(3)]
        )
""",
        line=9,
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.Tensor(4, 4))
    def forward(self, x):
        return self.project(x)
    def project(self, x):
        return nn.functional.linear(x, self.weight)
""",
        line=6,
    ),
    Invalid(
        """
import torch
from torch import nn
weight = nn.Parameter(torch.empty(4, 4))
y = torch.ones(2, 4) @ weight
""",
        line=3,
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_parameter('table', nn.Parameter(torch.empty(4, 4)))
    def forward(self, x):
        return x @ self.table
""",
        line=6,
    ),
]
