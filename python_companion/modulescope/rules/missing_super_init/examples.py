"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, width):
        self.width = width
        super().__init__()
        self.fc = nn.Linear(width, width)
model = Net(4)
""",
        why="plain values may come before the call",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def forward(self, x):
        return x
model = Net()
""",
        why="a class without its own `__init__`",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        nn.Module.__init__(self)
        self.fc = nn.Linear(2, 2)
model = Net()
""",
        why="the call by the name of the base",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.fc = nn.Linear(2, 2)
model = Net()
""",
        why="the call with arguments of super",
        live=True,
    ),
    Valid(
        """
from torch import nn
from helpers import Base
class Net(Base):
    def __init__(self):
        self.fc = nn.Linear(2, 2)
""",
        why="a base that this notebook does not show",
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        self.prepare()
        self.fc = nn.Linear(2, 2)
    def prepare(self):
        super().__init__()
model = Net()
""",
        why="a helper makes the call",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        raise NotImplementedError
    def forward(self, x):
        return x
""",
        why="an abstract class that cannot be built",
    ),
    Valid(
        """
from torch import nn
class Config:
    def __init__(self):
        self.layer = nn.Linear(2, 2)
config = Config()
""",
        why="a class that is no module",
        live=True,
    ),
    Valid(
        """
from torch import nn
def make():
    return nn.Linear(2, 2)
class Net(nn.Module):
    def __init__(self, width: int = 2):
        self.width = width
        self.names = ['a']
        super().__init__()
    def forward(self, x):
        return x
model = Net()
""",
        why="plain values by annotation",
        live=True,
    ),
    Valid(
        """
from torch import nn
def make():
    return nn.Linear(2, 2)
class Net(nn.Module):
    def __init__(self, enc: nn.Module | None = None):
        self.enc = enc
        super().__init__()
    def forward(self, x):
        return x
model = Net()
""",
        why="None may be set",
        live=True,
    ),
    Valid(
        """
from torch import nn
def make():
    return nn.Linear(2, 2)
class Net(nn.Module):
    def __init__(self):
        self.depth = len([make()])
        super().__init__()
    def forward(self, x):
        return x
model = Net()
""",
        why="a number of layers is a plain value",
        live=True,
    ),
    Valid(
        """
from dataclasses import dataclass, field
import torch
from torch import nn
@dataclass(eq=False)
class Net(nn.Module):
    width: int = 2
    def __post_init__(self):
        super().__init__()
        self.fc = nn.Linear(self.width, 1)
    def forward(self, x):
        return x
model = Net()
""",
        why="a dataclass that calls it before the first layer",
        live=True,
    ),
    Valid(
        """
from dataclasses import dataclass, field
import torch
from torch import nn
@dataclass(eq=False)
class Net(nn.Module):
    width: int = 2
    def __init__(self):
        super().__init__()
    def forward(self, x):
        return x
model = Net()
""",
        why="a dataclass with an `__init__` of its own",
        live=True,
    ),
    Valid(
        """
from dataclasses import dataclass, field
import torch
from torch import nn
@dataclass(eq=False)
class Net(nn.Module):
    width: int = 2
    def __new__(cls, *args, **names):
        made = super().__new__(cls)
        nn.Module.__init__(made)
        return made
    def forward(self, x):
        return x
model = Net()
""",
        why="`__new__` prepares it",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        self.fc = nn.Linear(2, 2)
""",
        line=4,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        self.fc = nn.Linear(2, 2)
        super().__init__()
""",
        line=4,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
""",
    ),
    Invalid(
        '''
from torch import nn
class Net(nn.Module):
    """A network."""

    def __init__(self, width):
        """Builds it."""
        self.width = width  # of each layer
    def forward(self, x):
        return x * self.width
model = Net(2)
''',
        line=5,
        live=True,
        fixed='''
from torch import nn
class Net(nn.Module):
    """A network."""

    def __init__(self, width):
        """Builds it."""
        super().__init__()
        self.width = width  # of each layer
    def forward(self, x):
        return x * self.width
model = Net(2)
''',
    ),
    Invalid(
        """
from torch import nn
# %%
class Base(nn.Module):
    def __init__(self, width):
        super().__init__()
# %%
class Net(Base):
    def __init__(self):
        self.w = nn.Parameter(torch.zeros(2))
""",
        line=3,
        cell=2,
    ),
    Invalid(
        """
from torch import nn
def make():
    return nn.Linear(2, 2)
class Net(nn.Module):
    def __init__(self, enc: nn.Module):
        self.enc = enc
        super().__init__()
    def forward(self, x):
        return x
""",
        line=6,
        fixed="""
from torch import nn
def make():
    return nn.Linear(2, 2)
class Net(nn.Module):
    def __init__(self, enc: nn.Module):
        super().__init__()
        self.enc = enc
    def forward(self, x):
        return x
""",
        twin="""
from torch import nn
def make():
    return nn.Linear(2, 2)
class Net(nn.Module):
    def __init__(self, enc: nn.Module):
        super().__init__()
        self.enc = enc
    def forward(self, x):
        return x
""",
    ),
    Invalid(
        """
from torch import nn
def make():
    return nn.Linear(2, 2)
class Net(nn.Module):
    def __init__(self):
        layer = make()
        self.layer = layer.eval()
        super().__init__()
    def forward(self, x):
        return x
""",
        line=7,
        fixed="""
from torch import nn
def make():
    return nn.Linear(2, 2)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        layer = make()
        self.layer = layer.eval()
    def forward(self, x):
        return x
""",
    ),
    Invalid(
        """
from dataclasses import dataclass, field
import torch
from torch import nn
@dataclass(eq=False)
class Net(nn.Module):
    width: int = 2
    def __post_init__(self):
        self.fc = nn.Linear(self.width, 1)
    def forward(self, x):
        return x
""",
        line=8,
        fixed="""
from dataclasses import dataclass, field
import torch
from torch import nn
@dataclass(eq=False)
class Net(nn.Module):
    width: int = 2
    def __post_init__(self):
        super().__init__()
        self.fc = nn.Linear(self.width, 1)
    def forward(self, x):
        return x
""",
    ),
    Invalid(
        """
from dataclasses import dataclass, field
import torch
from torch import nn
@dataclass(eq=False)
class Net(nn.Module):
    encoder: nn.Module
    width: int = 2
    def __post_init__(self):
        super().__init__()
    def forward(self, x):
        return x
""",
        line=6,
    ),
    Invalid(
        """
from dataclasses import dataclass, field
import torch
from torch import nn
@dataclass(eq=False)
class Net(nn.Module):
    width: int = 2
    def forward(self, x):
        return x
model = Net()
""",
        line=5,
        live=True,
    ),
]
