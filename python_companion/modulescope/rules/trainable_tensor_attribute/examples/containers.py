"""Parameters and such tensors in lists, tuples, sets and dicts."""

from ....rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.gains = nn.ParameterList([nn.Parameter(torch.ones(8))])
    def forward(self, x):
        return self.fc(x) * sum(self.gains)
model = Net()
""",
        why="a ParameterList",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        gains = [nn.Parameter(torch.ones(8)) for _ in range(3)]
        self.gains = gains
        self.kept = nn.ParameterList(gains)
    def forward(self, x):
        return self.fc(x) * sum(self.gains)
model = Net()
""",
        why="the same parameters are in a ParameterList",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.gains = []
        for number in range(3):
            gain = nn.Parameter(torch.ones(8))
            self.register_parameter(f"gain{number}", gain)
            self.gains.append(gain)
    def forward(self, x):
        return self.fc(x) * sum(self.gains)
model = Net()
""",
        why="each is registered beside the list",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.gain = nn.Parameter(torch.ones(8))
        self.gains = [self.gain, self.fc.bias, *self.fc.parameters()]
    def forward(self, x):
        return self.fc(x) * self.gains[0]
model = Net()
""",
        why="a list of parameters that are attributes already",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.gains = [torch.ones(8), torch.zeros(8)]
    def forward(self, x):
        return self.fc(x)
model = Net()
""",
        why="tensors that need no gradient",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.seen = []
    def forward(self, x):
        self.seen.append(x)
        return self.fc(x * len(self.seen))
model = Net()
model(torch.ones(1, 8, requires_grad=True))
""",
        why="inputs that a forward pass keeps",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.gains = [nn.Parameter(torch.ones(8)) for _ in range(2)]
        for number, gain in enumerate(self.gains):
            setattr(self, f"gain{number}", gain)
    def forward(self, x):
        return self.fc(x) * sum(self.gains)
model = Net()
""",
        why="a loop over the list registers them",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        weight = nn.Parameter(torch.ones(8, 8))
        self.fc.weight = weight
        self.tied = [weight]
    def forward(self, x):
        return self.fc(x) @ self.tied[0]
model = Net()
""",
        why="a layer is given the parameter",
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
        self.fc = nn.Linear(8, 8)
        self.gains = [nn.Parameter(torch.ones(8)) for _ in range(3)]
    def forward(self, x):
        return self.fc(x) * sum(self.gains)
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
        self.fc = nn.Linear(8, 8)
        self.gains = nn.ParameterList([nn.Parameter(torch.ones(8)) for _ in range(3)])
    def forward(self, x):
        return self.fc(x) * sum(self.gains)
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
        self.fc = nn.Linear(8, 8)
        self.gains = {"a": nn.Parameter(torch.ones(8))}
    def forward(self, x):
        return self.fc(x) * sum(self.gains.values())
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
        self.fc = nn.Linear(8, 8)
        self.gains = nn.ParameterDict({"a": nn.Parameter(torch.ones(8))})
    def forward(self, x):
        return self.fc(x) * sum(self.gains.values())
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
        self.fc = nn.Linear(8, 8)
        more = torch.zeros(8).requires_grad_()
        self.gains = (torch.ones(8, requires_grad=True), more)
    def forward(self, x):
        return self.fc(x) * sum(self.gains)
model = Net()
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
        self.fc = nn.Linear(8, 8)
        self.gains = []
        for _ in range(2):
            gain = nn.Parameter(torch.ones(8))
            self.gains.append(gain)
    def forward(self, x):
        return self.fc(x) * sum(self.gains)
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
        self.fc = nn.Linear(8, 8)
        self.gains = nn.ParameterList([])
        for _ in range(2):
            gain = nn.Parameter(torch.ones(8))
            self.gains.append(gain)
    def forward(self, x):
        return self.fc(x) * sum(self.gains)
model = Net()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
def make(n):
    return [nn.Parameter(torch.ones(8)) for _ in range(n)]
# %%
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.gains = make(3)
    def forward(self, x):
        return self.fc(x) * sum(self.gains)
model = Net()
""",
        line=5,
        cell=1,
        live=True,
    ),
]
