"""Containers that something else fills: local lists, functions, base classes."""

from ....rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        layers = []
        for _ in range(n):
            layers.append(nn.Linear(4, 4))
        self.layers = layers
        self.body = nn.Sequential(*layers)
model = Net()
""",
        why="the same layers are in a Sequential",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
        self.parts = list(self.body.children())
        self.tail = [layer for layer in self.body]
model = Net()
""",
        why="lists of modules that are registered already",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        blocks = [nn.Linear(4, 4) for _ in range(n)]
        self.blocks = blocks
        for number, block in enumerate(blocks):
            self.register_module(f"block{number}", block)
model = Net()
""",
        why="a loop over the local list registers them",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        layer = nn.Linear(4, 4)
        self.wrapped = nn.DataParallel(layer)
        self.plain = [layer]
model = Net()
""",
        why="the module is inside another that is registered",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        layers = []
        for _ in range(n):
            layers.append(nn.Linear(4, 4))
        self.layers = layers
model = Net()
""",
        line=8,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        layers = []
        for _ in range(n):
            layers.append(nn.Linear(4, 4))
        self.layers = nn.ModuleList(layers)
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.heads = [nn.Linear(8, 2).to("cpu") for _ in range(n)]
model = Net()
""",
        line=5,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.heads = nn.ModuleList([nn.Linear(8, 2).to("cpu") for _ in range(n)])
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.stages = self.make(n)
    def make(self, n):
        stages = []
        for _ in range(n):
            stages.append(nn.Linear(4, 4))
        return stages
model = Net()
""",
        line=5,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.stages = nn.ModuleList(self.make(n))
    def make(self, n):
        stages = []
        for _ in range(n):
            stages.append(nn.Linear(4, 4))
        return stages
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.pairs = [(nn.Linear(4, 4), nn.LayerNorm(4)) for _ in range(n)]
model = Net()
""",
        line=5,
        live=True,
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.heads = dict(zip("abc", [nn.Linear(4, 1) for _ in range(3)]))
model = Net()
""",
        line=5,
        live=True,
    ),
    Invalid(
        """
from torch import nn
class Base(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = []
# %%
class Net(Base):
    def __init__(self):
        super().__init__()
        self.layers += [nn.Linear(8, 8)]
model = Net()
""",
        line=4,
        cell=1,
        live=True,
    ),
]
