"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
from torch import nn
m = nn.Sequential(
    nn.Conv2d(3, 8, 3, bias=False), nn.BatchNorm2d(8), nn.Linear(8, 8, False),
    nn.BatchNorm1d(8), nn.Conv2d(3, 8, 3, 1, 0, 1, 1, False), nn.BatchNorm2d(8),
)
""",
        why="no bias",
        live=True,
    ),
    Valid(
        """
from torch import nn
m = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.BatchNorm2d(8))
""",
        why="something stands between",
        live=True,
    ),
    Valid(
        """
from torch import nn
m = nn.Sequential(
    nn.Conv2d(3, 8, 3), nn.LayerNorm(8), nn.Conv2d(8, 8, 3), nn.GroupNorm(4, 8)
)
""",
        why="these norms take means over more than a channel",
        live=True,
    ),
    Valid(
        """
from torch import nn
m = nn.Sequential(
    nn.Linear(16, 8), nn.BatchNorm1d(20), nn.Linear(8, 8), nn.InstanceNorm1d(8)
)
""",
        why="a norm along another axis of a sequence",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, **options):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.bn = nn.BatchNorm2d(8)
        self.other = nn.Conv2d(3, 8, 3, **options)
        self.norm = nn.BatchNorm2d(8)
    def forward(self, x):
        h = self.conv(x)
        y = self.bn(h)
        return self.norm(self.other(x)) + y + h
model = Net()
""",
        why="the output of the layer is read elsewhere too, or it may have no bias",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, norm):
        super().__init__()
        layers = [nn.Conv2d(3, 8, 3)]
        if norm:
            layers.append(nn.BatchNorm2d(8))
        self.heads = nn.ModuleList([nn.Conv2d(8, 8, 3), nn.BatchNorm2d(8)])
        self.net = nn.Sequential(*layers)
    def forward(self, x):
        return self.net(x)
model = Net(False)
""",
        why="the norm is not always there, or does not follow",
        live=True,
    ),
    Valid(
        """
from torch import nn
m = nn.Sequential(nn.Conv2d(3, 8, 3, bias=True), nn.BatchNorm2d(8))  # nn: ignore[NN112]
m.eval()
""",
        why="in eval mode the norm subtracts the running mean",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, **options):
        super().__init__()
        dd = dict(device='cpu')
        dd['bias'] = False
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, **dd), nn.BatchNorm2d(8))
        self.head = nn.Sequential(nn.Conv2d(8, 8, 3, **options), nn.BatchNorm2d(8))
    def forward(self, x):
        return self.head(self.stem(x))
model = Net(bias=False)
""",
        why="`**` may bring the argument: its keys are not known, or grow",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
m = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8))
""",
        line=2,
        live=True,
        fixed="""
from torch import nn
m = nn.Sequential(nn.Conv2d(3, 8, 3, bias=False), nn.BatchNorm2d(8))
""",
        twin="""
from torch import nn
m = nn.Sequential(nn.Conv2d(3, 8, 3, bias=False), nn.BatchNorm2d(8))
""",
    ),
    Invalid(
        """
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc = tnn.Linear(4, width, True)
        self.bn = tnn.BatchNorm1d(width)
    def forward(self, x):
        x = self.fc(x)
        x = self.bn(x)
        return x
model = Net(3)
""",
        line=5,
        live=True,
        fixed="""
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc = tnn.Linear(4, width, False)
        self.bn = tnn.BatchNorm1d(width)
    def forward(self, x):
        x = self.fc(x)
        x = self.bn(x)
        return x
model = Net(3)
""",
    ),
    Invalid(
        """
from collections import OrderedDict
from torch.nn import Conv1d, InstanceNorm1d, Module, Sequential
class Net(Module):
    def __init__(self):
        super().__init__()
        self.net = Sequential(OrderedDict([
            ('conv', Conv1d(4, 8, 3, bias=True)),
            ('norm', InstanceNorm1d(8)),
        ]))
    def forward(self, x):
        return self.net(x)
# %%
model = Net()
""",
        line=7,
        live=True,
        order=(0, 1, 1),
        fixed="""
from collections import OrderedDict
from torch.nn import Conv1d, InstanceNorm1d, Module, Sequential
class Net(Module):
    def __init__(self):
        super().__init__()
        self.net = Sequential(OrderedDict([
            ('conv', Conv1d(4, 8, 3, bias=False)),
            ('norm', InstanceNorm1d(8)),
        ]))
    def forward(self, x):
        return self.net(x)
""",
    ),
    Invalid(
        """
from torch import nn
def block(width):
    layers = []
    for _ in range(3):
        layers.append(nn.Conv2d(width, width, 3))
        layers.append(nn.BatchNorm2d(width))
    return nn.Sequential(*layers)
""",
        line=5,
        fixed="""
from torch import nn
def block(width):
    layers = []
    for _ in range(3):
        layers.append(nn.Conv2d(width, width, 3, bias=False))
        layers.append(nn.BatchNorm2d(width))
    return nn.Sequential(*layers)
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, width=8, device=None, dtype=None, **options):
        super().__init__()
        dd = {'device': device, 'dtype': dtype}
        self.stem = nn.Sequential(
            nn.Conv2d(3, width, 3, bias=True, **options), nn.BatchNorm2d(width, **dd),
        )
        self.head = nn.Sequential(nn.Linear(8, 4), nn.Identity())
    def forward(self, x):
        return self.head(self.stem(x))
model = Net()
""",
        line=7,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self, width=8, device=None, dtype=None, **options):
        super().__init__()
        dd = {'device': device, 'dtype': dtype}
        self.stem = nn.Sequential(
            nn.Conv2d(3, width, 3, bias=False, **options), nn.BatchNorm2d(width, **dd),
        )
        self.head = nn.Sequential(nn.Linear(8, 4), nn.Identity())
    def forward(self, x):
        return self.head(self.stem(x))
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, device=None):
        super().__init__()
        dd = dict(device=device)
        self.conv = nn.Conv2d(3, 8, 3, **dd)
        self.norm = nn.BatchNorm2d(8, **dd)
    def forward(self, x):
        return self.norm(self.conv(x))
model = Net()
""",
        line=6,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self, device=None):
        super().__init__()
        dd = dict(device=device)
        self.conv = nn.Conv2d(3, 8, 3, **dd, bias=False)
        self.norm = nn.BatchNorm2d(8, **dd)
    def forward(self, x):
        return self.norm(self.conv(x))
model = Net()
""",
    ),
]
