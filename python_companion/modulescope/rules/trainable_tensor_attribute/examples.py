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

VALID += [
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

VALID += [
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

INVALID += [
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
