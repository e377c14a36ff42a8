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
        self.w = nn.Parameter(torch.randn(4, 4) * 0.02)
        self.v = nn.Parameter(torch.randn(4).half())
model = Net()
""",
        why="the operation is inside",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.init.xavier_uniform_(nn.Parameter(torch.empty(4, 4)))
        self.v = nn.Parameter(torch.ones(4)).float().requires_grad_()
        self.u = nn.Parameter(torch.ones(4)).to("cpu")
model = Net()
""",
        why="these return the parameter itself",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.g = nn.Parameter(torch.ones(4))
    def forward(self, x):
        w = self.g * 0.02
        scale = nn.Parameter(torch.ones(4), requires_grad=False) * 2
        return w * x * scale
model = Net()
y = model(torch.ones(4))
""",
        why="a registered parameter is used in forward",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.ws = nn.ParameterList([nn.Parameter(torch.randn(4)) * 0.1 for _ in '12'])
        self.w = nn.Parameter(torch.randn(4)) * 0.1
        self.w = nn.Parameter(self.w)
model = Net()
""",
        why="it becomes a parameter after all",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        raw = nn.Parameter(torch.randn(4))
        self.raw = raw
        self.start = nn.Parameter(torch.ones(4)).detach() * 2
        self.size = 2 * nn.Parameter(torch.ones(4)).numel()
model = Net()
""",
        why="the parameter is kept, or no parameter is wanted",
    ),
    Valid(
        """
import torch
from torch import nn
class Style:
    def __init__(self):
        self.image = nn.Parameter(torch.randn(4)) * 0.1
loss = (nn.Parameter(torch.randn(4)) * 2).sum()
def scaled(x):
    w = nn.Parameter(torch.ones(8))
    return x * w
""",
        why="outside of a module nothing is registered",
    ),
    Valid(
        """
from flax import nnx as nn
class Net(nn.Module):
    def __init__(self):
        self.w = nn.Parameter(4) * 2
""",
        why="another framework",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, small=True):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(4)) * 0.02
        if small:
            self.gain = nn.Parameter(torch.ones(4))
        else:
            self.gain = nn.Parameter(torch.ones(8))
model = Net()
""",
        why="what comes after replaces it in every case",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, dtype=torch.float64):
        super().__init__()
        w = nn.Parameter(torch.ones(3)).to(dtype)
        self.w = nn.Parameter(w.detach())
    def forward(self, x):
        return x * self.w
model = Net()
""",
        why="the variable becomes a parameter again",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, dtype=torch.float64):
        super().__init__()
        w = nn.Parameter(torch.ones(3))
        self.base = w
        self.w = nn.Parameter(torch.ones(3))
    def forward(self, x):
        return x * self.w
model = Net()
""",
        why="the variable is registered",
        live=True,
    ),
]

_INSIDE = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(4, 4) * 0.02)  # small
model = Net()
"""

INVALID = [
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(4, 4)) * 0.02  # small
model = Net()
""",
        line=6,
        live=True,
        fixed=_INSIDE,
        twin=_INSIDE,
    ),
    Invalid(
        """
import torch
from torch.nn import Module, Parameter as P
class Net(Module):
    def __init__(self):
        super().__init__()
        self.w = -(0.1 * P(torch.ones(2) + 1, requires_grad=True)).half()
model = Net()
""",
        line=6,
        live=True,
        fixed="""
import torch
from torch.nn import Module, Parameter as P
class Net(Module):
    def __init__(self):
        super().__init__()
        self.w = P(-(0.1 * (torch.ones(2) + 1)).half(), requires_grad=True)
model = Net()
""",
    ),
    Invalid(
        """
import torch
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self, device):
        super().__init__()
        self.w = tnn.Parameter(
            torch.ones(2),
        ).to(device)
""",
        line=6,
        fixed="""
import torch
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self, device):
        super().__init__()
        self.w = tnn.Parameter(
            torch.ones(2).to(device),
        )
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Base(nn.Module):
    def small(self, *size):
        return nn.Parameter(torch.randn(size)) / 50
# %%
import torch
from torch import nn
class Net(Base):
    def __init__(self):
        super().__init__()
        w = nn.Parameter(torch.randn(4, 4))
        self.w = w.t()
model = Net()
""",
        cell=1,
        line=7,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = self.small(4, 4)
    def small(self, *size):
        return nn.Parameter(torch.randn(size)) / 50
model = Net()
""",
        line=6,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = self.small(4, 4)
    def small(self, *size):
        w = nn.Parameter(torch.randn(size))
        return w / 50
""",
        line=6,
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.ws = []
        self.gate = torch.sigmoid(nn.Parameter(torch.zeros(4)))
# %%
model = Net()
# %%
model.gate = nn.Parameter(torch.zeros(4))
""",
        line=7,
        live=True,
        order=(0, 1, 2, 1),
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.ws = [nn.Parameter(torch.randn(4)) * 0.1 for _ in range(3)]
""",
        line=6,
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, affine=True):
        super().__init__()
        if affine:
            self.gain = nn.Parameter(torch.randn(4)) * 0.02
        else:
            self.register_parameter('gain', None)
    def forward(self, x):
        return x if self.gain is None else x * self.gain
model = Net()
""",
        line=7,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, affine=True):
        super().__init__()
        if affine:
            self.gain = nn.Parameter(torch.randn(4) * 0.02)
        else:
            self.register_parameter('gain', None)
    def forward(self, x):
        return x if self.gain is None else x * self.gain
model = Net()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, dtype=torch.float64):
        super().__init__()
        w = nn.Parameter(torch.ones(3)).to(dtype)
        self.w = w
    def forward(self, x):
        return x * self.w
model = Net()
""",
        line=7,
        live=True,
        twin="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, dtype=torch.float64):
        super().__init__()
        w = nn.Parameter(torch.ones(3).to(dtype))
        self.w = w
    def forward(self, x):
        return x * self.w
model = Net()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, dtype=torch.float64):
        super().__init__()
        w = nn.Parameter(torch.ones(3))
        nn.init.normal_(w)
        w = w * 2
        v = w
        self.w = v
    def forward(self, x):
        return x * self.w
model = Net()
""",
        line=10,
        live=True,
    ),
]
