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
]
