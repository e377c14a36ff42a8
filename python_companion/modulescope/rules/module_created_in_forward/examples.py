"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 8)
"""

VALID = [
    Valid(
        _HEAD
        + """
    def forward(self, x):
        x = nn.ReLU()(self.enc(x))
        x = nn.Dropout(0.1)(x) + nn.Identity()(x)
        return nn.LayerNorm(8, elementwise_affine=False)(x)
model = Net()
y = model(torch.ones(2, 4))
""",
        why="layers without weights",
        live=True,
    ),
    Valid(
        _HEAD
        + """
        self.proj = None
    def forward(self, x):
        if self.proj is None:
            self.proj = nn.Linear(8, 1)
        if not hasattr(self, 'gate'):
            self.gate = nn.Linear(8, 1)
        x = self.enc(x)
        return self.proj(x) * self.gate(x)
model = Net()
y = model(torch.ones(2, 4))
""",
        why="lazy building happens once",
        live=True,
    ),
    Valid(
        _HEAD
        + """
        self.built = False
    def build(self, width):
        self.proj = nn.Linear(width, 1)
        self.built = True
    def other(self, width):
        if self.built:
            return
        self.more = nn.Linear(width, 1)
        self.built = True
    def forward(self, x):
        x = self.enc(x)
        if not self.built:
            self.build(x.shape[-1])
        self.other(8)
        return self.proj(x)
model = Net()
y = model(torch.ones(2, 4))
""",
        why="the guard stands around the call, or above",
        live=True,
    ),
    Valid(
        _HEAD
        + """
    def reset_classifier(self, num_classes):
        self.head = nn.Linear(8, num_classes)
    def make(self, width):
        return nn.Linear(width, width)
    def forward(self, x):
        return self.enc(x)
model = Net()
y = model(torch.ones(2, 4))
model.reset_classifier(3)
""",
        why="the forward pass does not come there",
        live=True,
    ),
    Valid(
        _HEAD
        + """
    def forward(self, x):
        layer = nn.Linear(8, 1)
        layer.weight = nn.Parameter(self.enc(x)[:1])
        other = nn.Linear(8, 1)
        y = torch.func.functional_call(other, {'weight': self.enc(x)[:1]}, self.enc(x))
        return layer(self.enc(x)) + y
model = Net()
""",
        why="a hypernetwork gives the weights",
    ),
    Valid(
        _HEAD
        + """
    def forward(self, depth):
        return nn.Sequential(*[nn.Linear(4, 4) for _ in range(depth)])
""",
        why="the pass returns a network and does not call it",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList(self.block(i) for i in range(2))
    def block(self, i):
        return nn.Linear(4, 4)
    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return x
model = Net()
y = model(torch.ones(2, 4))
""",
        why="a helper of `__init__`",
        live=True,
    ),
    Valid(
        """
from torch import nn
def head(width):
    return nn.Linear(width, 1)
class Factory:
    def forward(self, x):
        self.t = nn.Linear(4, 4)
        return self.t(x)
""",
        why="no module class",
    ),
    Valid(
        """
from flax import linen as nn
class Net(nn.Module):
    @nn.compact
    def forward(self, x):
        return nn.Linear(8, 1)(x)
""",
        why="in another framework this is the way",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 4)
    def forward(self, x):
        x = self.enc(x)
        x = nn.InstanceNorm1d(2)(x)
        return nn.InstanceNorm1d(2, affine=False)(x)
model = Net()
y = model(torch.ones(2, 4)).mean()
""",
        why="an instance norm has no weights unless told to",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 4)
    def forward(self, x):
        w = nn.Parameter(torch.ones(4), requires_grad=False)
        return self.enc(x) * w
model = Net()
y = model(torch.ones(2, 4)).mean()
""",
        why="a parameter that is not meant to train",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 4)
    def forward(self, x):
        w = nn.Parameter(x.detach().clone())
        return self.enc(x * w)
model = Net()
y = model(torch.ones(2, 4)).mean()
""",
        why="a leaf with the values of the input",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 4)
    def forward(self, x):
        if not hasattr(self, 'w'):
            self.w = nn.Parameter(torch.ones(4))
        return self.enc(x) * self.w
model = Net()
y = model(torch.ones(2, 4)).mean()
""",
        why="a parameter that is built once",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 4)
    def forward(self, x):
        delta = nn.Parameter(torch.zeros(4))
        optimizer = torch.optim.SGD([delta], lr=0.1)
        self.enc(x + delta).sum().backward()
        optimizer.step()
        return self.enc(x + delta.detach())
model = Net()
y = model(torch.ones(2, 4)).mean()
""",
        why="it is trained within the pass",
    ),
]

INVALID = [
    Invalid(
        _HEAD
        + """
    def forward(self, x):
        self.t = nn.Linear(8, 1)
        return self.t(self.enc(x))
model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
y = model(torch.ones(2, 4))
""",
        line=9,
        live=True,
        twin=_HEAD
        + """
        self.t = nn.Linear(8, 1)
    def forward(self, x):
        return self.t(self.enc(x))
model = Net()
y = model(torch.ones(2, 4))
""",
    ),
    Invalid(
        _HEAD
        + """
    def forward(self, x):
        return nn.Linear(8, 1)(self.enc(x))
model = Net()
loss = model(torch.ones(2, 4)).mean()
loss.backward()
""",
        line=9,
        live=True,
        twin=_HEAD
        + """
        self.t = nn.Linear(8, 1)
    def forward(self, x):
        return self.t(self.enc(x))
model = Net()
loss = model(torch.ones(2, 4)).mean()
loss.backward()
""",
    ),
    Invalid(
        """
import torch
import torch.nn as tnn
class Base(tnn.Module):
    def __init__(self):
        super().__init__()
        self.enc = tnn.Linear(4, 8)
# %%
import torch
import torch.nn as tnn
class Net(Base):
    def forward(self, x):
        return self.head(self.enc(x))
    def head(self, x):
        if x.ndim > 1:
            layer = tnn.Sequential(
                tnn.Linear(8, 8), tnn.ReLU(), tnn.Linear(8, 1)
            ).to(x.device)
        return layer(x)
# %%
model = Net()
y = model(torch.ones(2, 4))
""",
        cell=1,
        line=9,
        live=True,
        order=(0, 1, 2, 2),
    ),
    Invalid(
        _HEAD
        + """
        self.stack = nn.ModuleList()
    def forward(self, x):
        x = self.enc(x)
        for width in (8, 8):
            self.stack.append(nn.Linear(width, 8))
        for layer in self.stack:
            x = layer(x)
        return x
model = Net()
y = model(torch.ones(2, 4))
""",
        line=12,
        live=True,
    ),
    Invalid(
        _HEAD
        + """
    def forward(self, x):
        x = self.enc(x)
        layers = [nn.Linear(8, 8) for _ in range(2)]
        for layer in layers:
            x = layer(x)
        return x
""",
        line=10,
    ),
    Invalid(
        """
import torch
from torch.nn import Module, Linear
class Block(Module):
    def __init__(self):
        super().__init__()
        self.fc = Linear(4, 4)
    def forward(self, x):
        return self.fc(x)
class Net(Module):
    def forward(self, x):
        self.add_module('block', Block())
        return self.block(x)
model = Net()
y = model(torch.ones(2, 4))
""",
        line=11,
        live=True,
    ),
    Invalid(
        _HEAD
        + """
    def forward(self, x):
        return nn.Linear(8, 1)(self.enc(x))
model = Net()
# %%
from modulescope import watch
with watch(model, every=1):
    for _ in range(3):
        model(torch.ones(2, 4)).mean().backward()
""",
        line=9,
        live=True,
        twin=_HEAD
        + """
        self.t = nn.Linear(8, 1)
    def forward(self, x):
        return self.t(self.enc(x))
model = Net()
# %%
from modulescope import watch
with watch(model, every=1):
    for _ in range(3):
        model(torch.ones(2, 4)).mean().backward()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 4)
    def forward(self, x):
        return nn.InstanceNorm1d(2, affine=True)(self.enc(x))
model = Net()
y = model(torch.ones(2, 4)).mean()
""",
        line=8,
        live=True,
        twin="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 4)
    def forward(self, x):
        return nn.InstanceNorm1d(2)(self.enc(x))
model = Net()
y = model(torch.ones(2, 4)).mean()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 4)
    def forward(self, x):
        w = nn.Parameter(torch.ones(4))
        return self.enc(x) * w
model = Net()
y = model(torch.ones(2, 4)).mean()
""",
        line=8,
        live=True,
        twin="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 4)
    def forward(self, x):
        w = torch.ones(4)
        return self.enc(x) * w
model = Net()
y = model(torch.ones(2, 4)).mean()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 4)
    def forward(self, x):
        self.w = nn.Parameter(torch.ones(4))
        return self.enc(x) * self.w
model = Net()
y = model(torch.ones(2, 4)).mean()
""",
        line=8,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 4)
    def forward(self, x):
        return self.enc(x) @ nn.Parameter(torch.randn(4, 4))
model = Net()
y = model(torch.ones(2, 4)).mean()
""",
        line=8,
        live=True,
    ),
]
