"""Modules that the body of a class makes."""

from ....rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    lin = nn.Linear(8, 8)
    def __init__(self):
        super().__init__()
        self.lin = copy.deepcopy(Net.lin)
    def forward(self, x):
        return self.lin(x)
model = Net()
""",
        why="each instance makes a copy of its own",
        live=True,
    ),
    Valid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    lin = nn.Linear(8, 8)
    def __init__(self):
        super().__init__()
        self.mine = self.lin
    def forward(self, x):
        return self.lin(x)
model = Net()
""",
        why="each instance registers it",
        live=True,
    ),
    Valid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    act = nn.ReLU()
    def forward(self, x):
        return self.act(x)
model = Net()
""",
        why="an activation holds nothing",
        live=True,
    ),
    Valid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    made = []
    def __init__(self):
        super().__init__()
        self.made.append(self)
        self.fc = nn.Linear(8, 8)
    def forward(self, x):
        return self.fc(x) * len(self.made)
model = Net()
other = Net()
""",
        why="a class that knows its instances",
        live=True,
    ),
    Valid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    layer = nn.Linear
    def __init__(self):
        super().__init__()
        self.lin = self.layer(8, 8)
    def forward(self, x):
        return self.lin(x)
model = Net()
""",
        why="a class, not a layer",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Settings:
    lin = nn.Linear(8, 8)
    def run(self, x):
        return self.lin(x)
settings = Settings()
""",
        why="a class that is no module",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    lin = nn.Linear(8, 8)
    def forward(self, x):
        return self.lin(x)
model = Net()
""",
        line=5,
        live=True,
    ),
    Invalid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    layers = [nn.Linear(8, 8), nn.Linear(8, 8)]
    def forward(self, x):
        return self.layers[0](x)
model = Net()
""",
        line=5,
        live=True,
    ),
    Invalid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    lin: nn.Module = nn.Sequential(nn.Linear(8, 8), nn.ReLU())
    def forward(self, x):
        return self.lin(x)
model = Net()
""",
        line=5,
        live=True,
    ),
    Invalid(
        """
from torch import nn
class Base(nn.Module):
    lin = nn.Linear(8, 8)
    def run(self, x):
        return self.lin(x)
# %%
class Net(Base):
    def forward(self, x):
        return self.lin(x)
model = Net()
""",
        line=3,
        live=True,
    ),
]
