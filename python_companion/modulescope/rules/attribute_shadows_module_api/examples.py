"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.training = False
        self.is_half = True
model = Net()
""",
        why="`training` is a plain attribute of every module",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def train(self, mode=True):
        return super().train(mode)
    def half(self):
        self.is_half = True
        return super().half()
model = Net()
""",
        why="methods that override on purpose",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, fast):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        if fast:
            self.forward = self.fc.forward
        else:
            self.forward = lambda x: x
model = Net(True)
""",
        why="a forward pass is chosen: the value can be called",
        live=True,
    ),
    Valid(
        """
class Config:
    def __init__(self):
        self.train = True
        self.type = 'small'
""",
        why="no module",
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, half, type=None):
        super().__init__()
        self.half = half
        self.type = type
""",
        why="the argument may be a function",
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def half(self):
        return self
    def shrink(self):
        self.half = 3
""",
        why="the class says itself what the name means",
    ),
    Valid(
        """
from torch import nn
heads = nn.ModuleDict({'type_': nn.Linear(2, 2), 'training_head': nn.Linear(2, 2)})
params = nn.ParameterDict({'training': nn.Parameter(nn.Linear(1, 1).weight)})
""",
        why="keys that are only like a method; a ParameterDict takes `training`",
        live=True,
    ),
    Valid(
        """
from flax import linen as nn
class Net(nn.Module):
    def setup(self):
        self.train = True
""",
        why="a Module that is not torch's",
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    type: str
    def __init__(self):
        super().__init__()
        self.config = dict(type='small', train=True)
model = Net()
""",
        why="an annotation without a value, and keys of a plain dictionary",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.forward = n
        self.f = nn.Linear(2, 2)
    def forward(self, x):
        return self.f(x)
model = Net(torch.relu)
""",
        why="an argument that is used for nothing else",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.width = n
        self.f = nn.Linear(n, n // 2)
    def forward(self, x):
        return self.f(x)
model = Net(4)
""",
        why="a name of its own",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.train = True
    def forward(self, x):
        return self.fc(x) if self.train else x
model = Net()
""",
        line=6,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.train_ = True
    def forward(self, x):
        return self.fc(x) if self.train_ else x
model = Net()
""",
        twin="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.is_train = True
    def forward(self, x):
        return self.fc(x) if self.is_train else x
model = Net()
""",
    ),
    Invalid(
        """
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self, width, type: str = 'small', eval=False):
        super().__init__()
        self.half = width // 2
model = tnn.Sequential(Net(4))
""",
        line=5,
        live=True,
        fixed="""
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self, width, type: str = 'small', eval=False):
        super().__init__()
        self.half_ = width // 2
model = tnn.Sequential(Net(4))
""",
    ),
    Invalid(
        """
from torch.nn import Module
class Base(Module):
    pass
# %%
class Net(Base):
    def __init__(self, type: str = 'small'):
        super().__init__()
        self.type = type
        self.type_ = 1
model = Net()
""",
        line=4,
        cell=1,
        live=True,
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.half = nn.Linear(4, 2)
    def forward(self, x):
        return self.half(x)
model = Net()
""",
        line=5,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.half_ = nn.Linear(4, 2)
    def forward(self, x):
        return self.half_(x)
model = Net()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.double = nn.Parameter(torch.ones(2))
""",
        line=6,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.double_ = nn.Parameter(torch.ones(2))
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.setup()
    def setup(self):
        self.modules = []
        for width in (2, 3):
            self.modules.append(width)
""",
        line=7,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.setup()
    def setup(self):
        self.modules_ = []
        for width in (2, 3):
            self.modules_.append(width)
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    type = 'small'
model = Net()
""",
        line=3,
        live=True,
    ),
    Invalid(
        """
from torch import nn
heads = nn.ModuleDict({
    'size': nn.Linear(2, 2),
    'type': nn.Linear(2, 3),
})
""",
        line=4,
    ),
    Invalid(
        """
from collections import OrderedDict
from torch import nn
block = nn.Sequential(OrderedDict([
    ('fc', nn.Linear(2, 2)),
    ('half', nn.Linear(2, 1)),
]))
""",
        line=5,
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer('half', torch.ones(2))
""",
        line=6,
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.half = n
        self.f = nn.Linear(n, n)
    def forward(self, x):
        return self.f(x)
model = Net(4)
""",
        line=6,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.half_ = n
        self.f = nn.Linear(n, n)
    def forward(self, x):
        return self.f(x)
model = Net(4)
""",
        twin="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.wide = n
        self.f = nn.Linear(n, n)
    def forward(self, x):
        return self.f(x)
model = Net(4)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.half = n // 2
        self.f = nn.Linear(8, 8)
    def forward(self, x):
        return self.f(x)
model = Net(4)
""",
        line=6,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.half_ = n // 2
        self.f = nn.Linear(8, 8)
    def forward(self, x):
        return self.f(x)
model = Net(4)
""",
    ),
]
