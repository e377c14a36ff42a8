"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(64, 64) * 64**-0.5)
    def forward(self, x):
        return x @ self.w
model = Net()
""",
        why="scaled by the square root of fan-in",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.positions = nn.Parameter(torch.randn(1, 16, 64))
    def forward(self, x):
        return x + self.positions
model = Net()
""",
        why="added, not multiplied",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(64, 64))
        nn.init.xavier_uniform_(self.w)
    def forward(self, x):
        return x @ self.w
model = Net()
""",
        why="initialised afterwards",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(64, 64))
    def forward(self, x):
        return x @ self.w / 64**0.5
""",
        why="scaled where it is used",
    ),
    Valid(
        """
import torch
from torch import nn
embedding = nn.Embedding(10, 4)
nn.init.normal_(embedding.weight)
""",
        why="std 1 is the default of an embedding",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
layer = nn.Linear(64, 64)
nn.init.normal_(layer.weight, std=0.1)
model = nn.Sequential(layer, nn.Tanh())
""",
        why="a std that fits",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(64, 64))
        for p in self.parameters():
            nn.init.xavier_uniform_(p)
    def forward(self, x):
        return x @ self.w
model = Net()
""",
        why="a loop initialises all parameters",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(512, 512))
    def forward(self, x):
        return x @ self.w
model = Net()
""",
        twin="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(512, 512) / 512**0.5)
    def forward(self, x):
        return x @ self.w
model = Net()
""",
        line=6,
    ),
    Invalid(
        """
import torch
from torch import nn
def init_weights(module):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight)
model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64))
model.apply(init_weights)
""",
        line=5,
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU())
for layer in model:
    if isinstance(layer, nn.Linear):
        nn.init.normal_(layer.weight, std=0.001)
""",
        live=True,
    ),
]
