"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
from torch import nn
layers = nn.ModuleList([nn.Linear(8, 8) for _ in range(6)])
dims = [8] * 6
""",
        why="a comprehension makes a new layer each time",
        live=True,
    ),
    Valid(
        """
from torch import nn
layers = nn.ModuleList([nn.ReLU()] * 6)
act = nn.GELU()
drop = nn.Dropout(0.5)
blocks = nn.Sequential(*[act, drop] * 3)
""",
        why="they have no parameters to share",
        live=True,
    ),
    Valid(
        """
import copy
from torch import nn
layer = nn.Linear(8, 8)
layers = nn.ModuleList([copy.deepcopy(layer) for _ in range(6)])
""",
        why="each entry is a copy",
        live=True,
    ),
    Valid(
        """
from torch import nn
tied = nn.Linear(8, 8)
model = nn.Sequential(tied, nn.ReLU(), tied)
fc = nn.Linear(8, 8)
other = nn.Sequential(fc, fc, fc)
""",
        why="sharing that is written out",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Albert(nn.Module):
    def __init__(self):
        super().__init__()
        shared_block = nn.Linear(8, 8)
        self.layers = nn.ModuleList([shared_block] * 6)
        block = nn.Linear(8, 8)
        self.shared_layers = nn.ModuleList([block for _ in range(6)])
model = Albert()
""",
        why="the code says that it shares",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(8, 4)
        self.heads = nn.ModuleList([self.head for _ in range(2)])
model = Detector()
""",
        why="a layer with a name of its own, used at each level",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList()
        for width in (8, 8):
            layer = nn.Linear(8, width)
            self.layers.append(layer)
model = Net()
""",
        why="the loop makes the layer",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Twice(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(8, 8)
    def forward(self, x):
        for layer in [self.layer] * 6:
            x = layer(x)
        return x
model = Twice()
""",
        why="a recurrent use of one layer; nothing is registered twice",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
heads = nn.ModuleDict({k: nn.Linear(2, 2) for k in 'abc'})
""",
        why="a layer for each key",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
def make():
    return nn.Linear(2, 2)
net = nn.Sequential(*[make() for _ in range(3)])
""",
        why="the function is called for each",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
act = nn.ReLU()
acts = nn.ModuleDict({k: act for k in 'abc'})
""",
        why="no weights",
        live=True,
    ),
]

_SIX = """
from torch import nn
layers = nn.ModuleList([nn.Linear(8, 8) for _ in range(6)])
"""

INVALID = [
    Invalid(
        """
from torch import nn
net = nn.Sequential(*[nn.Linear(8, 8)] * 3, nn.Linear(8, 2))
""",
        line=2,
        live=True,
        fixed="""
from torch import nn
net = nn.Sequential(*[nn.Linear(8, 8) for _ in range(3)], nn.Linear(8, 2))
""",
        twin="""
from torch import nn
net = nn.Sequential(*[nn.Linear(8, 8) for _ in range(3)], nn.Linear(8, 2))
""",
    ),
    Invalid(
        """
from torch import nn
layers = nn.ModuleList([nn.Linear(8, 8)] * 6)
""",
        line=2,
        live=True,
        fixed=_SIX,
        twin=_SIX,
    ),
    Invalid(
        """
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self, depth=3):
        super().__init__()
        self.body = tnn.Sequential(*[tnn.Linear(8, 8), tnn.ReLU()] * (depth + 1))
model = Net()
""",
        line=5,
        live=True,
        fixed="""
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self, depth=3):
        super().__init__()
        self.body = tnn.Sequential(*[layer for _ in range(depth + 1) for layer in \
(tnn.Linear(8, 8), tnn.ReLU())])
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
# %%
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        block = Block()
        self.blocks = nn.ModuleList([block] * 4)
model = Net()
""",
        line=5,
        cell=1,
        live=True,
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        layer = nn.Linear(8, 8)
        self.layers = nn.ModuleList([layer for _ in range(3)])
model = Net()
""",
        line=6,
        live=True,
        twin="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8) for _ in range(3)])
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList()
        layer = nn.Linear(8, 8)
        for _ in range(3):
            self.layers.append(layer)
model = Net()
""",
        line=8,
        live=True,
    ),
    Invalid(
        """
from torch import nn
parts = [nn.Conv2d(3, 3, 3)] * 3
model = nn.Sequential(*parts)
""",
        line=2,
        live=True,
        fixed="""
from torch import nn
parts = [nn.Conv2d(3, 3, 3) for _ in range(3)]
model = nn.Sequential(*parts)
""",
    ),
    Invalid(
        """
from torch import nn
model = nn.Sequential(nn.Linear(8, 8), nn.ReLU()) * 3
""",
        line=2,
        live=True,
    ),
    Invalid(
        """
from torch import nn
layers = nn.ModuleList()
layers.extend([nn.Linear(8, 8)] * 3)
""",
        line=3,
        live=True,
        fixed="""
from torch import nn
layers = nn.ModuleList()
layers.extend([nn.Linear(8, 8) for _ in range(3)])
""",
    ),
    Invalid(
        """
from torch import nn
def same(layer, times):
    return nn.ModuleList([layer] * times)
layers = same(nn.Linear(8, 8), 3)
""",
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
head = nn.Linear(2, 2)
heads = nn.ModuleDict({k: head for k in 'abc'})
""",
        line=4,
        live=True,
        twin="""
import torch
from torch import nn
heads = nn.ModuleDict({k: nn.Linear(2, 2) for k in 'abc'})
""",
    ),
    Invalid(
        """
import torch
from torch import nn
heads = nn.ModuleDict(dict.fromkeys('abc', nn.Linear(2, 2)))
""",
        line=3,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
def make():
    return nn.Linear(2, 2)
net = nn.Sequential(*[make()] * 3)
""",
        line=5,
        live=True,
        fixed="""
import torch
from torch import nn
def make():
    return nn.Linear(2, 2)
net = nn.Sequential(*[make() for _ in range(3)])
""",
    ),
    Invalid(
        """
import torch
from torch import nn
net = nn.Sequential(*[nn.Linear(2, 2).to('cpu')] * 3)
""",
        line=3,
        live=True,
        fixed="""
import torch
from torch import nn
net = nn.Sequential(*[nn.Linear(2, 2).to('cpu') for _ in range(3)])
""",
    ),
    Invalid(
        """
from torch import nn
from somewhere import Base
class Block(Base):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
    def forward(self, x):
        return self.fc(x)
net = nn.Sequential(*[Block()] * 4)
""",
        line=9,
        fixed="""
from torch import nn
from somewhere import Base
class Block(Base):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
    def forward(self, x):
        return self.fc(x)
net = nn.Sequential(*[Block() for _ in range(4)])
""",
    ),
]
