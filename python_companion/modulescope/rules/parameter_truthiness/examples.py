"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_NET = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, dim=2, use=True):
        super().__init__()
        {set}
    def forward(self, x):
        if {test}:
            x = x + 1
        return x
net = Net()
"""
_OPTIONAL = "self.scale = nn.Parameter(torch.ones(2)) if use else None"
_TESTED = "return x * self.scale if self.scale else x"
_COMPARED = "return x * self.scale if self.scale is not None else x"
_CELLS = """
import torch
from torch import nn
class Base(nn.Module):
    def __init__(self, use=True):
        super().__init__()
        self.scale = None
        if use:
            self.scale = nn.Parameter(torch.zeros(1))
# %%
class Net(Base):
    def forward(self, x):
        {forward}
net = Net()
"""
_LINEAR = """
import torch.nn.functional as F
from torch import nn
class Masked(nn.Linear):
    def forward(self, x):
        x = F.linear(x, self.weight)
        if {test}:
            x = x + self.bias
        return x
layer = Masked(2, 2)
"""
_REGISTERED = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, bias=True):
        super().__init__()
        if bias:
            self.register_parameter('shift', nn.Parameter(torch.zeros(3)))
        else:
            self.register_parameter('shift', None)
    def forward(self, x):
        if {test}:
            return x
        return x + self.shift
net = Net()
"""

VALID = [
    Valid(
        _NET.format(set=_OPTIONAL, test="self.scale is not None"),
        why="compared with None",
        live=True,
    ),
    Valid(
        _NET.format(
            set="self.ready = nn.Parameter(torch.tensor(0.0), requires_grad=False)",
            test="not self.ready",
        ),
        why="a flag of one element that is never None",
        live=True,
    ),
    Valid(
        _NET.format(
            set="self.register_buffer('ready', torch.tensor(False))",
            test="self.ready",
        ),
        why="a buffer as a flag",
        live=True,
    ),
    Valid(
        _NET.format(
            set="self.mask = torch.zeros(3) if use else None", test="self.mask"
        ),
        why="a tensor that is no parameter",
    ),
    Valid(
        _NET.format(
            set="self.eps = nn.Parameter(torch.ones(1)) if use else 0.0",
            test="self.eps",
        ),
        why="it may be a number",
        live=True,
    ),
    Valid(
        _NET.format(set=_OPTIONAL, test="self.scale is None or self.scale.sum() > 0"),
        why="what is tested is computed from it",
        live=True,
    ),
    Valid(
        _NET.format(
            set="self.scale = nn.ParameterList([nn.Parameter(torch.ones(2))])",
            test="self.scale",
        ),
        why="a list of parameters has a length",
        live=True,
    ),
    Valid(
        _NET.format(set=_OPTIONAL, test="use").replace("(self, x)", "(self, x, use=1)"),
        why="an argument decides",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
from settings import make
class Net(nn.Module):
    def __init__(self, use):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(2)) if use else make()
    def forward(self, x):
        return x if self.scale else -x
""",
        why="nobody knows what else it may be",
    ),
    Valid(
        """
from torch import nn
class Layer(nn.Linear):
    def __init__(self, n, bias=True):
        super().__init__(n, n)
        self.use = bias
        self.bias = bias
    def forward(self, x):
        return x + 1 if self.bias else x
""",
        why="the class gives the attribute another meaning",
    ),
    Valid(
        """
class Setting:
    def __init__(self, bias):
        self.bias = bias
    def text(self):
        return 'with' if self.bias else 'without'
""",
        why="no module",
    ),
    Valid(
        _LINEAR.format(test="self.bias is not None"),
        why="the bias of the base class, compared with None",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _NET.format(
            set="w = torch.randn(dim, dim)\n        self.w = nn.Parameter(w)",
            test="not self.w",
        ),
        line=9,
        live=True,
    ),
    Invalid(
        _NET.format(set=_OPTIONAL, test="self.scale"),
        line=8,
        live=True,
        fixed=_NET.format(set=_OPTIONAL, test="self.scale is not None"),
        twin=_NET.format(set=_OPTIONAL, test="self.scale is not None"),
    ),
    Invalid(
        _NET.format(set="self.w = nn.Parameter(torch.randn(dim, 4))", test="self.w"),
        line=8,
        live=True,
    ),
    Invalid(
        _CELLS.format(forward=_TESTED),
        line=3,
        cell=1,
        live=True,
        fixed=f"""class Net(Base):
    def forward(self, x):
        {_COMPARED}
net = Net()
""",
        twin=_CELLS.format(forward=_COMPARED),
    ),
    Invalid(
        _LINEAR.format(test="self.bias"),
        line=6,
        live=True,
        fixed=_LINEAR.format(test="self.bias is not None"),
    ),
    Invalid(
        _REGISTERED.format(test="not self.shift"),
        line=11,
        live=True,
        fixed=_REGISTERED.format(test="self.shift is None"),
    ),
    Invalid(
        _NET.format(set=_OPTIONAL, test="x.ndim > 1 and self.scale"),
        line=8,
        live=True,
        fixed=_NET.format(set=_OPTIONAL, test="x.ndim > 1 and self.scale is not None"),
    ),
    Invalid(
        _NET.format(set=_OPTIONAL, test="bool(self.scale)"),
        line=8,
        live=True,
        fixed=_NET.format(set=_OPTIONAL, test="bool(self.scale is not None)"),
    ),
    Invalid(
        """
import torch
from torch import nn
def make(n):
    return nn.Parameter(torch.full((n,), 0.1))
class Net(nn.Module):
    def __init__(self, n=3, gated=True):
        super().__init__()
        gate = make(n) if gated else None
        self.gate = gate
    def forward(self, x):
        assert self.gate, 'no gate'
        return x * self.gate
net = Net()
""",
        line=11,
        live=True,
        fixed="""
import torch
from torch import nn
def make(n):
    return nn.Parameter(torch.full((n,), 0.1))
class Net(nn.Module):
    def __init__(self, n=3, gated=True):
        super().__init__()
        gate = make(n) if gated else None
        self.gate = gate
    def forward(self, x):
        assert self.gate is not None, 'no gate'
        return x * self.gate
net = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Conv(nn.Conv2d):
    def forward(self, x):
        return self._conv_forward(x, self.weight, self.bias if self.bias else None)
conv = Conv(1, 2, 3)
""",
        line=4,
        live=True,
        fixed="""
from torch import nn
class Conv(nn.Conv2d):
    def forward(self, x):
        return self._conv_forward(x, self.weight, self.bias if self.bias is not None """
        """else None)
conv = Conv(1, 2, 3)
""",
    ),
]
