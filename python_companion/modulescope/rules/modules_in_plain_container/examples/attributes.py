"""Containers that methods of a class assign, or register by other ways."""

from ....rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        layers = [nn.Linear(4, 4) for _ in range(3)]
        self.net = nn.Sequential(*layers)
model = Net()
""",
        why="a local list that feeds nn.Sequential",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.sizes = [4, 8]
        self.activations = [torch.relu, torch.tanh]
model = Net()
""",
        why="lists without modules",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = []
        for i in range(3):
            layer = nn.Linear(2, 2)
            self.add_module(f"layer{i}", layer)
            self.layers.append(layer)
model = Net()
""",
        why="each module is registered beside the list",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 2)
        self.second = nn.Linear(2, 2)
        self.layers = [self.first, self.second]
model = Net()
""",
        why="a list of modules that are attributes already",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = []
        self.blocks.append(nn.Linear(2, 2))
        self.body = nn.ModuleList(self.blocks)
model = Net()
""",
        why="the list feeds nn.ModuleList later",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(2, 2) for _ in range(2)]
        for number, block in enumerate(self.blocks):
            setattr(self, f"block{number}", block)
model = Net()
""",
        why="a loop over the list registers its modules",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.activations = [nn.ReLU(), nn.Tanh()]
""",
        why="activations hold nothing that could be lost",
    ),
    Valid(
        """
from torch import nn
class Student(nn.Module):
    def __init__(self, teacher):
        super().__init__()
        self.teacher = [teacher]
""",
        why="a module that is passed in is hidden on purpose",
    ),
    Valid(
        """
from torch import nn
class Pool:
    def __init__(self):
        self.experts = [nn.Linear(2, 2) for _ in range(4)]
pool = Pool()
""",
        why="a class that is no module registers nothing anyway",
        live=True,
    ),
    Valid(
        """
import flax.linen as nn
class Net(nn.Module):
    def setup(self):
        self.layers = [nn.Dense(4) for _ in range(3)]
""",
        why="flax registers lists",
    ),
    Valid(
        """
class Module:
    pass
# %%
from torch import nn
class Net(Module):
    def __init__(self):
        self.layers = [nn.Linear(2, 2)]
""",
        why="a Module of the notebook's own",
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList()
        for _ in range(3):
            self.layers += [nn.Linear(2, 2)]
""",
        why="a list that is added to a ModuleList",
    ),
]

INVALID = [
    Invalid(
        """
import torch.nn as nn
class Net(nn.Module):
    def __init__(self, width, depth):
        super().__init__()
        self.blocks = [nn.Linear(width, width) for _ in range(depth)]
model = Net(4, 3)
""",
        line=5,
        live=True,
        fixed="""
import torch.nn as nn
class Net(nn.Module):
    def __init__(self, width, depth):
        super().__init__()
        self.blocks = nn.ModuleList([nn.Linear(width, width) for _ in range(depth)])
model = Net(4, 3)
""",
    ),
    Invalid(
        """
from torch.nn import Linear, Module, ModuleList
class Net(Module):
    def __init__(self):
        super().__init__()
        self.layers = [  # the trunk
            Linear(2, 2),
            Linear(2, 2),  # last
        ]
model = Net()
""",
        line=5,
        live=True,
        fixed="""
from torch.nn import Linear, Module, ModuleList
class Net(Module):
    def __init__(self):
        super().__init__()
        self.layers = ModuleList([  # the trunk
            Linear(2, 2),
            Linear(2, 2),  # last
        ])
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = []
        for _ in range(3):
            self.layers.append(nn.Linear(2, 2))
model = Net()
""",
        line=5,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([])
        for _ in range(3):
            self.layers.append(nn.Linear(2, 2))
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.heads = {"a": nn.Linear(2, 2), "b": nn.Linear(2, 3)}
model = Net()
""",
        line=5,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.heads = nn.ModuleDict({"a": nn.Linear(2, 2), "b": nn.Linear(2, 3)})
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.pair = nn.Linear(2, 2), nn.Linear(2, 2)
model = Net()
""",
        line=5,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.pair = nn.ModuleList((nn.Linear(2, 2), nn.Linear(2, 2)))
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.experts = {}
        self.experts[0] = nn.Linear(2, 2)
        self.steps = {nn.Linear(2, 2)}
model = Net()
""",
        line=5,
        live=True,
    ),
    Invalid(
        """
from torch import nn
# %%
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
# %%
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [Block() for _ in range(2)]
model = Net()
""",
        line=4,
        cell=2,
        live=True,
        fixed="""
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block() for _ in range(2)])
model = Net()
""",
    ),
]
