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
        self.fc = nn.Linear(4, 4)
        self.register_buffer('mean', torch.zeros(4))
    def forward(self, x):
        x = self.fc(x)
        with torch.no_grad():
            self.mean.lerp_(x.mean(0), 0.1)
        return x - self.mean
model = Net()
y = model(torch.ones(2, 4))
""",
        why="the update is under no_grad",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer('mean', torch.zeros(4))
    def forward(self, x):
        x = self.fc(x)
        self.mean = 0.9 * self.mean + 0.1 * x.detach().mean(0)
        return x - self.mean
model = Net()
y = model(torch.ones(2, 4))
""",
        why="the input is detached",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer('mean', torch.zeros(4))
    def forward(self, x):
        x = self.fc(x)
        self.mean += 1
        return x - self.mean
model = Net()
y = model(torch.ones(2, 4))
""",
        why="a number has no graph",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer('mean', torch.zeros(4))
    def forward(self, x):
        x = self.fc(x)
        mean = self.mean * 0.9 + x.mean(0)
        return x - mean
model = Net()
y = model(torch.ones(2, 4))
""",
        why="a local value, the buffer is only read",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer('mean', torch.zeros(4))
    def forward(self, x):
        x = self.fc(x)
        self.mean.fill_(x.shape[0])
        self.mean[0] = x.argmax()
        return x - self.mean
model = Net()
y = model(torch.ones(2, 4))
""",
        why="shapes and positions have no graph",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer('mean', torch.zeros(4))
    @torch.no_grad()
    def forward(self, x):
        x = self.fc(x)
        self.mean.mul_(0.9).add_(x.mean(0))
        return x - self.mean
model = Net()
y = model(torch.ones(2, 4))
""",
        why="the whole method is under no_grad",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.w = nn.Parameter(torch.zeros(4))
    def forward(self, x):
        self.aux_loss = (self.fc(x) * self.w).mean()
        return x
""",
        why="an attribute that is no buffer",
    ),
    Valid(
        """
import torch
from torch import nn
class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer('key_cache', None)
    def forward(self, x):
        self.key_cache = torch.cat([self.key_cache, self.fc(x)])
        return self.key_cache
""",
        why="a key-value cache is filled where the caller stops gradients",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Buffer(self.extended(torch.zeros(1, 8)), persistent=False)
    def extended(self, x, table=None):
        if table is not None and table.size(1) >= x.size(1):
            return table.to(device=x.device)
        return torch.arange(x.size(1)).to(dtype=x.dtype, device=x.device)
    def forward(self, x):
        self.table = self.extended(x, self.table)
        return x + self.table
""",
        why="a method that takes only size, type and device of its input",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.make(8)
    def make(self, size: int, start: int | None = None):
        self.register_buffer("table", torch.arange(size) - (start or 0))
        self.table = self.grown(size, start)
    def grown(self, size, start):
        return torch.arange(size) - start
    def forward(self, x):
        self.make(x.size(1))
        return x + self.table
""",
        why="arguments that are annotated as numbers or None",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("last", torch.zeros(2))
    @torch.no_grad()
    def forward(self, x):
        self.last = self.last + x
        return self.last
""",
        why="the whole forward pass runs under no_grad",
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
        self.fc = nn.Linear(4, 4)
        self.register_buffer('mean', torch.zeros(4))
    def forward(self, x):
        x = self.fc(x)
        self.mean.mul_(0.9).add_(x.mean(0), alpha=0.1)  # running
        return x - self.mean
model = Net()
y = model(torch.ones(2, 4))
""",
        line=10,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer('mean', torch.zeros(4))
    def forward(self, x):
        x = self.fc(x)
        with torch.no_grad():
            self.mean.mul_(0.9).add_(x.mean(0), alpha=0.1)  # running
        return x - self.mean
model = Net()
y = model(torch.ones(2, 4))
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer('mean', torch.zeros(4))
    def forward(self, x):
        x = self.fc(x)
        self.mean = (
            0.9 * self.mean
            + 0.1 * x.mean(0)
        )
        return x - self.mean
model = Net()
y = model(torch.ones(2, 4))
""",
        line=10,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer('mean', torch.zeros(4))
    def forward(self, x):
        x = self.fc(x)
        with torch.no_grad():
            self.mean = (
                0.9 * self.mean
                + 0.1 * x.mean(0)
            )
        return x - self.mean
model = Net()
y = model(torch.ones(2, 4))
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer('mean', torch.zeros(4))
    def forward(self, x):
        x = self.fc(x)
        self.update(x.mean(0))
        return x
    def update(self, batch):
        self.mean[:] = batch
model = Net()
y = model(torch.ones(2, 4))
""",
        line=13,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer('mean', torch.zeros(4))
    def forward(self, x):
        x = self.fc(x)
        self.update(x.mean(0))
        return x
    def update(self, batch):
        with torch.no_grad():
            self.mean[:] = batch
model = Net()
y = model(torch.ones(2, 4))
""",
    ),
]
