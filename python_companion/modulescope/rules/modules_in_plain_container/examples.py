"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

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

VALID += [
    Valid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    lin = nn.Linear(8, 8)
    def __init__(self):
        super().__init__()
        self.lin = copy.deepcopy(Net.lin)
    def forward(self, x):
        return self.lin(x)
model = Net()
""",
        why="each instance makes a copy of its own",
        live=True,
    ),
    Valid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    lin = nn.Linear(8, 8)
    def __init__(self):
        super().__init__()
        self.mine = self.lin
    def forward(self, x):
        return self.lin(x)
model = Net()
""",
        why="each instance registers it",
        live=True,
    ),
    Valid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    act = nn.ReLU()
    def forward(self, x):
        return self.act(x)
model = Net()
""",
        why="an activation holds nothing",
        live=True,
    ),
    Valid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    made = []
    def __init__(self):
        super().__init__()
        self.made.append(self)
        self.fc = nn.Linear(8, 8)
    def forward(self, x):
        return self.fc(x) * len(self.made)
model = Net()
other = Net()
""",
        why="a class that knows its instances",
        live=True,
    ),
    Valid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    layer = nn.Linear
    def __init__(self):
        super().__init__()
        self.lin = self.layer(8, 8)
    def forward(self, x):
        return self.lin(x)
model = Net()
""",
        why="a class, not a layer",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Settings:
    lin = nn.Linear(8, 8)
    def run(self, x):
        return self.lin(x)
settings = Settings()
""",
        why="a class that is no module",
        live=True,
    ),
]

INVALID += [
    Invalid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    lin = nn.Linear(8, 8)
    def forward(self, x):
        return self.lin(x)
model = Net()
""",
        line=5,
        live=True,
    ),
    Invalid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    layers = [nn.Linear(8, 8), nn.Linear(8, 8)]
    def forward(self, x):
        return self.layers[0](x)
model = Net()
""",
        line=5,
        live=True,
    ),
    Invalid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    lin: nn.Module = nn.Sequential(nn.Linear(8, 8), nn.ReLU())
    def forward(self, x):
        return self.lin(x)
model = Net()
""",
        line=5,
        live=True,
    ),
    Invalid(
        """
from torch import nn
class Base(nn.Module):
    lin = nn.Linear(8, 8)
    def run(self, x):
        return self.lin(x)
# %%
class Net(Base):
    def forward(self, x):
        return self.lin(x)
model = Net()
""",
        line=3,
        live=True,
    ),
]

VALID += [
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        setattr(self, "layers", nn.ModuleList([nn.Linear(8, 8)]))
model = Net()
""",
        why="a ModuleList under a name",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        for number, layer in enumerate([nn.Linear(8, 8), nn.Linear(8, 8)]):
            setattr(self, f"layer{number}", layer)
model = Net()
""",
        why="each layer under a name of its own",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
# %%
model = Net()
model.layers = [nn.Linear(8, 8)]
model.body = nn.ModuleList(model.layers)
""",
        why="a list from outside that is registered afterwards",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
# %%
model = Net()
model.sizes = [8, 8]
model.parts = [model.fc]
""",
        why="what is registered already",
        live=True,
    ),
]

INVALID += [
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        setattr(self, "layers", [nn.Linear(8, 8)])
model = Net()
""",
        line=6,
        live=True,
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
# %%
model = Net()
model.layers = [nn.Linear(8, 8) for _ in range(2)]
""",
        line=2,
        cell=1,
        live=True,
    ),
]
