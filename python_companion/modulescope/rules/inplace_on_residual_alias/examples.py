"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """
import torch
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)
        self.act = nn.ReLU(inplace=True)
"""

_WATCHED = """
import torch
from torch import nn
from torch.nn import functional as F
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem, self.body = nn.Linear(2, 2), Block()
    def forward(self, x):
        return self.body(self.stem(x))
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.last = nn.Linear(2, 2)
    def forward(self, x):
        r = {copy}
        x = F.relu(x, inplace=True)
        return self.last(x) + r
net = Net()
# %%
from modulescope import watch
with watch(net, every=1):
    for _ in range(3):
        net(torch.ones(4, 2)).sum().backward()
"""

VALID = [
    Valid(
        _HEAD
        + """
    def forward(self, x):
        identity = x
        out = self.conv(x)
        out += identity
        return self.act(out)
""",
        why="`out += identity` on what a convolution made",
    ),
    Valid(
        _HEAD
        + """
    def forward(self, x):
        r = x.clone()
        x = F.relu(x, inplace=True)
        return self.conv(x) + r
""",
        why="a copy was made",
    ),
    Valid(
        _HEAD
        + """
    def forward(self, x):
        r = x
        x = self.conv(x)
        x = self.act(x)
        return x + r
""",
        why="the variable has a new value before",
    ),
    Valid(
        _HEAD
        + """
    def forward(self, x):
        r = x
        shape = r.shape
        x = F.relu(x)
        y = self.act(self.conv(x))
        r = self.conv(x)
        y += r
        return y + r, shape
""",
        why="the operation is not in place, or the other name has a new value",
    ),
    Valid(
        _HEAD
        + """
    def forward(self, x):
        x = self.conv(x)
        h = self.act(x)
        return self.conv(h), x.shape, len(x)
""",
        why="only the shape is read again",
    ),
    Valid(
        _HEAD
        + """
    def forward(self, x):
        x = self.conv(x)
        x.relu_()
        self.act(x)
        return x * 2
""",
        why="a statement that says that it changes the tensor",
    ),
    Valid(
        _HEAD
        + """
    def forward(self, x, flag: bool):
        r = x
        if flag:
            x = F.relu(x, inplace=True)
            return self.conv(x)
        else:
            return self.conv(r)
""",
        why="the read is in another branch",
    ),
    Valid(
        _HEAD
        + """
    def forward(self, xs, width):
        size = width
        size += 2
        outs = xs
        outs += [self.conv(x) for x in xs]
        return outs, size + width, xs
""",
        why="numbers and lists are no tensors",
    ),
    Valid(
        """
from torch.nn import functional as F
class Block:
    def forward(self, x):
        r = x
        x = F.relu(x, inplace=True)
        return x + r
""",
        why="no module",
    ),
    Valid(
        """
from torch import nn
class Steps(nn.Module):
    def forward(self, x, step: int):
        before = step
        step += 1
        return x * step - before
""",
        why="a number is not changed in place",
    ),
]

INVALID = [
    Invalid(
        _HEAD
        + """
    def forward(self, x):
        r = x  # residual
        x = F.relu(x, inplace=True)
        return self.conv(x) + r
""",
        line=12,
        fixed=_HEAD
        + """
    def forward(self, x):
        r = x.clone()  # residual
        x = F.relu(x, inplace=True)
        return self.conv(x) + r
""",
    ),
    Invalid(
        _HEAD
        + """
    def forward(self, x):
        out = self.act(x)
        out = self.conv(out)
        return out + x
""",
        line=11,
        fixed=_HEAD
        + """
    def forward(self, x):
        out = self.act(x.clone())
        out = self.conv(out)
        return out + x
""",
    ),
    Invalid(
        """
import torch.nn as tnn
class Base(tnn.Module):
    def __init__(self):
        super().__init__()
        self.block = tnn.Sequential(tnn.ReLU(inplace=True), tnn.Linear(4, 4))
# %%
import torch.nn as tnn
class Net(Base):
    def forward(self, x):
        return self.features(x)
    def features(self, x):
        return x + self.block(x)
""",
        cell=1,
        line=6,
        fixed="""
import torch.nn as tnn
class Net(Base):
    def forward(self, x):
        return self.features(x)
    def features(self, x):
        return x + self.block(x.clone())
""",
    ),
    Invalid(
        _HEAD
        + """
    def forward(self, x):
        h = x
        for _ in range(3):
            h += self.conv(h)
        return h + x
""",
        line=13,
        fixed=_HEAD
        + """
    def forward(self, x):
        h = x.clone()
        for _ in range(3):
            h += self.conv(h)
        return h + x
""",
    ),
    Invalid(
        _HEAD
        + """
    def forward(self, x):
        r = x
        x.mul_(0.5)
        return self.conv(x) + r
""",
        line=12,
        fixed=_HEAD
        + """
    def forward(self, x):
        r = x.clone()
        x.mul_(0.5)
        return self.conv(x) + r
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Positions(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        shortcut = x
        x += 1.0
        return x * shortcut
""",
        line=6,
        fixed="""
import torch
from torch import nn
class Positions(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        shortcut = x.clone()
        x += 1.0
        return x * shortcut
""",
    ),
    Invalid(
        _WATCHED.format(copy="x"),
        line=16,
        fixed=_WATCHED.format(copy="x.clone()").partition("# %%")[0],
        live=True,
        twin=_WATCHED.format(copy="x.clone()"),
    ),
]
