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
        self.register_buffer('mean', torch.zeros(3))
    def forward(self, x):
        return x - self.mean
model = Net()
""",
        why="a buffer",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        rates = torch.linspace(0, 1, 5)
        self.rates = [float(rate) for rate in rates]
    def forward(self, x):
        return x * self.rates[0]
model = Net()
""",
        why="numbers, made with a local tensor",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.steps = torch.arange(10)
    def forward(self, x):
        return x + self.steps[: len(x)].to(x.device)
""",
        why="moved where it is used",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, rate: float = 10.0):
        super().__init__()
        self.prefix = torch.arange(4).long()
        self.rate = torch.tensor(rate) * 2
        ticks = torch.linspace(0, 1, 5)
        self.first = ticks[0]
        self.sizes = ticks.tolist()
    def forward(self, x):
        prefix = self.prefix.unsqueeze(0).expand(len(x), -1).to(x.device)
        return x * self.rate * self.first + prefix * self.sizes[1]
""",
        why="moved at the end of a chain; a number by an argument or an index",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = torch.tensor(0.5)
    def forward(self, x):
        return x * self.scale
model = Net()
""",
        why="a number without dimensions works on every device",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.mean = nn.Buffer(torch.zeros(3))
    def forward(self, x):
        return x - self.mean
model = Net()
""",
        why="nn.Buffer",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.order = torch.randperm(4)
    def forward(self, x):
        return x[:, self.order]
""",
        why="an index may stay on the CPU",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = torch.zeros(4)
    def describe(self):
        return self.table.sum()
""",
        why="the forward pass does not read it",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.state = torch.zeros(4)
    def forward(self, x):
        self.state = torch.tanh(x + self.state)
        return self.state
""",
        why="a state that each forward pass makes new",
    ),
]

VALID += [
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, learn):
        super().__init__()
        self.a, self.b = torch.rand(3), torch.rand(3)
        self.c = torch.rand(3)
        self.d = torch.rand(3)
        self.c.requires_grad_(learn)
        for gain in (self.a, self.b):
            gain.requires_grad_(bool(learn))
    def forward(self, x):
        return x * self.a * self.b * self.c * self.d
model = Net(False)
model.d.requires_grad = bool(model)
""",
        why="what may train is no buffer",
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
        self.mean = torch.zeros(3)
    def forward(self, x):
        return x - self.mean
model = Net()
""",
        line=6,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(3))
    def forward(self, x):
        return x - self.mean
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
        self.steps = torch.arange(
            10,  # at most
        )
    def forward(self, x):
        return self.shift(x)
    def shift(self, x):
        return x + self.steps
model = Net()
""",
        line=6,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("steps", torch.arange(
            10,  # at most
        ), persistent=False)
    def forward(self, x):
        return self.shift(x)
    def shift(self, x):
        return x + self.steps
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
        steps = torch.linspace(0.0, 1.0, 8)
        self.steps = steps
    def forward(self, x):
        return x * self.steps
model = Net()
""",
        line=7,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        steps = torch.linspace(0.0, 1.0, 8)
        self.register_buffer("steps", steps, persistent=False)
    def forward(self, x):
        return x * self.steps
model = Net()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n=8):
        super().__init__()
        self.rates = 1 / 9 ** (torch.arange(n) / n)
    def forward(self, x):
        return torch.outer(x, self.rates)
model = Net()
""",
        line=6,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n=8):
        super().__init__()
        self.register_buffer("rates", 1 / 9 ** (torch.arange(n) / n), persistent=False)
    def forward(self, x):
        return torch.outer(x, self.rates)
model = Net()
""",
    ),
]
