"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
model = nn.Linear(4, 4)
handle = model.register_forward_hook(lambda *_: None)
y = model(torch.ones(2, 4))
""",
        why="the module is called",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Double(nn.Linear):
    def forward(self, x):
        return super().forward(x) * 2 + nn.Linear.forward(self, x)
model = Double(4, 4)
handle = model.register_forward_hook(lambda *_: None)
y = model(torch.ones(2, 4))
""",
        why="a forward that is extended",
        live=True,
    ),
    Valid(
        """
import numpy as np
import torch
class Layer:
    def forward(self, x):
        return np.maximum(x, 0)
class Model:
    def __init__(self):
        self.layers = [Layer(), Layer()]
    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x
model = Model()
y = model.forward(np.ones(3))
""",
        why="a network written in numpy",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Timed(nn.Module):
    def __call__(self, *args):
        return self.forward(*args)
    def forward(self, x):
        return x
    def run(self, x):
        return self.forward(x)
model = Timed()
y = model(torch.ones(2))
""",
        why="the class says itself how it is called",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, variant):
        super().__init__()
        self.variant = variant
    def forward(self, x):
        return self.variant.forward(self, x)
def run(engine, x):
    return engine.forward(x)
""",
        why="what is given may be no module",
    ),
    Valid(
        """
import torch
class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * x
y = Square.forward(None, torch.ones(2))
""",
        why="an autograd function has a forward of another kind",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
@torch.jit.interface
class Stem(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        pass
class Net(nn.Module):
    def __init__(self, make):
        super().__init__()
        self.stems = nn.ModuleDict({'0': nn.Linear(2, 2)})
        self.made = make(2, 2)
    def forward(self, x):
        stem: Stem = self.stems['0']
        return stem.forward(x) + self.made.forward(x)
""",
        why="TorchScript calls an interface so; what an argument makes may be anything",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner
    def forward(self, x):
        return self.inner(x)
model = Net(nn.Linear(2, 2))
""",
        why="the part is called",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(object):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner
    def forward(self, x):
        return self.inner.forward(x)
""",
        why="the class is no module, so its part may be none",
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
model = nn.Linear(4, 4)
handle = model.register_forward_hook(lambda *_: None)
y = model.forward(torch.ones(2, 4))  # fast
""",
        line=5,
        live=True,
        fixed="""
import torch
from torch import nn
model = nn.Linear(4, 4)
handle = model.register_forward_hook(lambda *_: None)
y = model(torch.ones(2, 4))  # fast
""",
        twin="""
import torch
from torch import nn
model = nn.Linear(4, 4)
y = model.forward(torch.ones(2, 4))  # fast
""",
    ),
    Invalid(
        """
y = model.forward(x)
""",
        line=1,
        fixed="""
y = model(x)
""",
    ),
    Invalid(
        """
import torch
import torch.nn as tnn
class Base(tnn.Module):
    def __init__(self):
        super().__init__()
        self.stem = tnn.Linear(4, 4)
        self.blocks = tnn.ModuleList(tnn.Linear(4, 4) for _ in range(2))
# %%
class Net(Base):
    def forward(self, x):
        return self.features(self.stem(x))
    def features(self, x):
        for index, block in enumerate(self.blocks):
            x = block.forward(x)
        return x
""",
        cell=1,
        line=6,
        fixed="""
class Net(Base):
    def forward(self, x):
        return self.features(self.stem(x))
    def features(self, x):
        for index, block in enumerate(self.blocks):
            x = block(x)
        return x
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Sequential(nn.Linear(4, 1)).to('cpu')
    def forward(self, x):
        return self.head.forward(x)
# %%
model = Net()
y = model(torch.ones(2, 4))
# %%
handle = model.head.register_forward_pre_hook(lambda *_: None)
""",
        line=8,
        live=True,
        order=(0, 1, 2, 2),
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Sequential(nn.Linear(4, 1)).to('cpu')
    def forward(self, x):
        return self.head(x)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 1)
    def forward(self, x):
        return self.fc(x)
    def predict(self, x):
        return self.forward(x).sigmoid()
model = Net()
handle = model.register_forward_hook(lambda *_: None)
""",
        line=10,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 1)
    def forward(self, x):
        return self.fc(x)
    def predict(self, x):
        return self(x).sigmoid()
model = Net()
handle = model.register_forward_hook(lambda *_: None)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, make, wide=True):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)])
        self.norm = make(2) if wide else nn.Identity()
    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return self.norm(x)
""",
        line=10,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, make, wide=True):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)])
        self.norm = make(2) if wide else nn.Identity()
    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.norm(x)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, make, wide=True):
        super().__init__()
        self.norm = make(2) if wide else nn.Identity()
    def forward(self, x):
        return self.norm.forward(x)
""",
        line=8,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, make, wide=True):
        super().__init__()
        self.norm = make(2) if wide else nn.Identity()
    def forward(self, x):
        return self.norm(x)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner
    def forward(self, x):
        return self.inner.forward(x)
""",
        line=8,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner
    def forward(self, x):
        return self.inner(x)
""",
        twin="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner
    def forward(self, x):
        return self.inner(x)
""",
    ),
]
