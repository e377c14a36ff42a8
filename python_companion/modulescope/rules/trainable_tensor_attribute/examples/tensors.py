"""Tensors that are meant to train."""

from ....rulekit.rule import Invalid, Valid

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
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(4))
        self.mean.requires_grad_(False)
        self.start = (torch.rand(4, requires_grad=True) * 2).tolist()
    def forward(self, x):
        return x - self.mean
model = Net()
""",
        why="a buffer without gradient; numbers",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("image", torch.zeros(4, requires_grad=True))
model = Net()
optimizer = torch.optim.SGD([model.image], 0.1)
""",
        why="a buffer that an optimizer trains on purpose",
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
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(4))
        self.w.requires_grad = True
model = Net()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        self.mix = torch.randn(n, requires_grad=True) * 0.1
        self.bend = -(torch.ones(n).double().requires_grad_() / 2)
    def forward(self, x):
        return x * self.mix
model = Net()
""",
        line=6,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        self.mix = nn.Parameter(torch.randn(n) * 0.1)
        self.bend = -(torch.ones(n).double().requires_grad_() / 2)
    def forward(self, x):
        return x * self.mix
model = Net()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        self.fc = nn.Linear(n, n)
        self.mix = torch.rand(n)
    def forward(self, x):
        return self.fc(x) * self.mix
    def unfreeze(self):
        self.mix.requires_grad_()
model = Net()
model.unfreeze()
""",
        line=7,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        self.fc = nn.Linear(n, n)
        self.mix = nn.Parameter(torch.rand(n), requires_grad=False)
    def forward(self, x):
        return self.fc(x) * self.mix
    def unfreeze(self):
        self.mix.requires_grad_()
model = Net()
model.unfreeze()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        mix = torch.rand(n)
        mix.requires_grad = True
        self.mix = mix
    def forward(self, x):
        return x * self.mix
model = Net()
""",
        line=8,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        mix = torch.rand(n)
        mix.requires_grad = True
        self.mix = nn.Parameter(mix)
    def forward(self, x):
        return x * self.mix
model = Net()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        self.register_buffer("mix", torch.rand(n, requires_grad=True))
    def forward(self, x):
        return x * self.mix
model = Net()
""",
        line=6,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        self.register_parameter("mix", nn.Parameter(torch.rand(n)))
    def forward(self, x):
        return x * self.mix
model = Net()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        self.register_buffer("mix", torch.rand(n), persistent=False)
        self.mix.requires_grad_()
    def forward(self, x):
        return x * self.mix
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
