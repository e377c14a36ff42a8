"""Near misses and bugs, each as small as it can be."""

from ..base import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(4))
model = Net()
""",
        why="a parameter",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
image = torch.randn(4, requires_grad=True)
optimizer = torch.optim.SGD([image], 0.1)
""",
        why="a tensor outside a module is optimised on purpose",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.start = torch.randn(4, requires_grad=True)
        self.w = nn.Parameter(self.start)
        del self.start
model = Net()
""",
        why="the tensor goes into nn.Parameter",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, trainable):
        super().__init__()
        self.w = nn.Parameter(torch.randn(4), requires_grad=trainable)
model = Net(False)
""",
        why="requires_grad of a parameter",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Attack:
    def __init__(self):
        self.delta = torch.zeros(4, requires_grad=True)
attack = Attack()
""",
        why="a class that is no module",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.fc.requires_grad_(True)
model = Net()
""",
        why="requires_grad_ of a layer",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_parameter('w', nn.Parameter(torch.randn(4)))
        self.w.requires_grad_()
model = Net()
""",
        why="a parameter that is registered by name",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, learn=True):
        super().__init__()
        self.r = torch.tensor([2.0], requires_grad=True)
        if learn:
            self.r = nn.Parameter(torch.tensor([2.0]))
        else:
            del self.r
            self.register_buffer('r', torch.tensor([2.0]))
model = Net()
""",
        why="what comes after replaces it in every case",
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
        self.w = torch.randn(4, requires_grad=True)
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
        self.w = nn.Parameter(torch.randn(4))
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
        self.w = torch.zeros(
            4,  # one per class
            dtype=torch.float32,
            requires_grad=True,
        )
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
        self.w = nn.Parameter(torch.zeros(
            4,  # one per class
            dtype=torch.float32,
        ))
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
        self.w = torch.ones(4).requires_grad_()
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
        self.w = nn.Parameter(torch.ones(4))
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
        self.w = torch.ones(4)
        self.w.requires_grad = True
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
    def __init__(self, learn=True):
        super().__init__()
        if learn:
            self.r = torch.tensor([2.0], requires_grad=True)
        else:
            self.register_buffer('r', torch.tensor([2.0]))
    def forward(self, x):
        return x * self.r
model = Net()
""",
        line=7,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, learn=True):
        super().__init__()
        if learn:
            self.r = nn.Parameter(torch.tensor([2.0]))
        else:
            self.register_buffer('r', torch.tensor([2.0]))
    def forward(self, x):
        return x * self.r
model = Net()
""",
    ),
]
