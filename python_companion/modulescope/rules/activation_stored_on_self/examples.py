"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 8)
        self.dec = nn.Linear(8, 1)
"""
_RUN = """
model = Net()
y = model(torch.ones(2, 4))
"""

VALID = [
    Valid(
        _HEAD
        + """
    def forward(self, x):
        h = self.enc(x)
        self.h = h.detach()
        self.norm = h.norm().item()
        self.width = h.shape[-1]
        return self.dec(h)
"""
        + _RUN,
        why="detached values and numbers have no graph",
        live=True,
    ),
    Valid(
        _HEAD
        + """
    def forward(self, x):
        h = self.enc(x)
        with torch.no_grad():
            self.h = self.enc(x)
        if not self.training:
            self.shown = h
        return self.dec(h)
"""
        + _RUN,
        why="under no_grad nothing is kept",
        live=True,
    ),
    Valid(
        _HEAD
        + """
        self.calls = 0
    def forward(self, x):
        self.calls = self.calls + 1
        self.last_input = x
        return self.dec(self.enc(x))
"""
        + _RUN,
        why="counters and inputs as they are",
        live=True,
    ),
    Valid(
        _HEAD
        + """
    def forward(self, x):
        self.h = self.enc(x)
        y = self.dec(self.h)
        self.h = None
        return y
"""
        + _RUN,
        why="the pass takes it off again",
        live=True,
    ),
    Valid(
        _HEAD
        + """
    def forward(self, x):
        gate = self.enc(x).softmax(-1)
        self.aux_loss = (gate.mean(0) ** 2).sum()
        return self.dec(gate)
"""
        + _RUN
        + """
loss = y.mean() + 0.01 * model.aux_loss
loss.backward()
""",
        why="the balance loss of a mixture of experts is read with its graph",
        live=True,
    ),
    Valid(
        _HEAD
        + """
    def forward(self, x):
        self.mu = self.enc(x)
        self.spread = self.enc(x).exp()
        return self.dec(self.mu)
    def divergence(self):
        return (self.mu ** 2).sum()
"""
        + _RUN
        + """
loss = y.mean() + model.divergence() + model.spread.sum()
""",
        why="a loss is computed from them later",
        live=True,
    ),
    Valid(
        _HEAD
        + """
        self.k_cache = None
    def forward(self, x):
        k = self.enc(x)
        self.k_cache = k if self.k_cache is None else torch.cat([self.k_cache, k])
        return self.dec(self.k_cache)
model = Net()
with torch.no_grad():
    y = model(torch.ones(2, 4))
""",
        why="a key-value cache is filled under no_grad",
        live=True,
    ),
    Valid(
        _HEAD
        + """
    def forward(self, x):
        self.features = self.enc(x)
        self.features.retain_grad()
        return self.dec(self.features)
""",
        why="Grad-CAM needs the tensor of the graph",
    ),
    Valid(
        """
from torch import nn
class Tracker:
    def __init__(self):
        self.enc = nn.Linear(4, 8)
    def forward(self, x):
        self.h = self.enc(x)
        return self.h
""",
        why="no module",
    ),
    Valid(
        _HEAD
        + """
    def fit(self, x):
        self.coded = self.enc(x)
    def forward(self, x):
        return self.dec(self.enc(x))
""",
        why="the forward pass does not come there",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
    def forward(self, x):
        y = self.fc(x)
        self._size(x)
        self._mean(y.detach().mean())
        with torch.no_grad():
            self._last(y)
        if not self.training:
            self._best(value=y)
        return y
    def _size(self, value):
        self.input = value
    def _mean(self, value):
        self.mean = value
    def _last(self, value):
        self.last = value.abs()
    def _best(self, value):
        self.best = value
model = Net().eval()
with torch.no_grad():
    model(torch.ones(2, 4))
""",
        why="a helper is given the input, a detached value, or runs without a graph",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _HEAD
        + """
    def forward(self, x):
        self.h = self.enc(x)
        return self.dec(self.h)
"""
        + _RUN,
        line=10,
        live=True,
        twin=_HEAD
        + """
    def forward(self, x):
        h = self.enc(x)
        self.h = h.detach()
        return self.dec(h)
"""
        + _RUN,
    ),
    Invalid(
        """
from torch import nn
class N(nn.Module):
    def forward(self, x):
        self.h = self.enc(x)
        return self.dec(self.h)
""",
        line=4,
    ),
    Invalid(
        """
import torch
import torch.nn as tnn
class Base(tnn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = tnn.ModuleList(tnn.Linear(4, 4) for _ in range(3))
        self.seen = []
# %%
import torch
import torch.nn as tnn
class Net(Base):
    def forward(self, x):
        for block in self.blocks:
            x = torch.relu(block(x))
            self.seen.append(x)
        return x
# %%
model = Net()
y = model(torch.ones(2, 4))
""",
        cell=1,
        line=7,
        live=True,
        order=(0, 1, 2, 2),
        twin="""
import torch
import torch.nn as tnn
class Base(tnn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = tnn.ModuleList(tnn.Linear(4, 4) for _ in range(3))
        self.seen = []
# %%
import torch
import torch.nn as tnn
class Net(Base):
    def forward(self, x):
        for block in self.blocks:
            x = torch.relu(block(x))
            self.seen.append(x.detach())
        return x
# %%
model = Net()
y = model(torch.ones(2, 4))
""",
    ),
    Invalid(
        _HEAD
        + """
        self.scale = nn.Parameter(torch.ones(8))
    def forward(self, x):
        return self.head(self.enc(x))
    def head(this, h):
        this.weighted, this.count = h * this.scale, len(h)
        return this.dec(this.weighted)
"""
        + _RUN,
        line=13,
        live=True,
    ),
    Invalid(
        _HEAD
        + """
        self.state = torch.zeros(8)
    def forward(self, x):
        self.state = 0.5 * self.state + self.enc(x).mean(0)
        return self.dec(self.state)
"""
        + _RUN,
        line=11,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
    def forward(self, x):
        y = self.fc(x)
        self._keep(y)
        return y
    def _keep(self, value):
        self._store('y', features=value * 2)
    def _store(self, name, *, features=None):
        self.features = features
model = Net()
model(torch.ones(2, 4))
""",
        line=14,
        live=True,
    ),
]
