"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch.nn.functional as F
def step(x):
    return F.relu(x)
""",
        why="a function outside of a module",
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(4, 4)
        self.act = nn.ReLU()
    def forward(self, x):
        return self.act(self.l(x))
""",
        why="the module is there",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def forward(self, x):
        return x
    def prepare(self, x):
        return torch.sigmoid(x)
""",
        why="the forward pass does not come there",
    ),
    Valid(
        """
import jax.nn as F
from flax import linen as nn
class Net(nn.Module):
    def forward(self, x):
        return F.relu(x)
""",
        why="another framework",
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(4, 4)
    def forward(self, x):
        return F.relu(self.l(x))
""",
        line=8,
        twin="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(4, 4)
        self.act = nn.ReLU()
    def forward(self, x):
        return self.act(self.l(x))
""",
    ),
    Invalid(
        """
import torch as t
class Net(t.nn.Module):
    def forward(self, x):
        return self.gate(x)
    def gate(self, x):
        return t.sigmoid(x)
""",
        line=6,
    ),
    Invalid(
        """
from torch.nn import Module
from torch.nn.functional import gelu as act
class Base(Module):
    pass
# %%
from torch.nn.functional import gelu as act
class Net(Base):
    def forward(self, x):
        return act(x)
""",
        cell=1,
        line=4,
    ),
]
