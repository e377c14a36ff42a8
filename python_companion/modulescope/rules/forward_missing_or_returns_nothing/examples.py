"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
from torch import nn
class Base(nn.Module):
    def forward(self, x):
        raise NotImplementedError
    def foward(self, x):
        return x
model = Base()
""",
        why="an abstract base; it has a forward",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Holder(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(1, 1)
    def encode(self, x):
        return self.a(x)
    def _forward(self, x):
        return x
    def forward_features(self, x):
        return x
model = Holder()
""",
        why="a holder without a forward; helpers have names of their own",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Empty(nn.Module):
    def forward(self, x):
        pass
class Documented(nn.Module):
    def forward(self, x):
        '''To be overridden.'''
models = nn.ModuleList([Empty(), Documented()])
""",
        why="stubs of a base",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def forward(self, x):
        return x
# %%
class Other(Net):
    def foward(self, x):
        return x
model = Other()
""",
        why="the forward is that of a base in another cell",
        live=True,
    ),
    Valid(
        """
from lightning import LightningModule
class Task(LightningModule):
    def training_step(self, batch, index):
        return batch
    def forwards(self, batch):
        return batch
""",
        why="a LightningModule is trained without a forward",
    ),
    Valid(
        """
import torch
from torch import nn
class Record(nn.Module):
    def __init__(self):
        super().__init__()
        self.seen = []
    def forward(self, x):
        y = x.detach()
        self.seen.append(y)
        self.last = y
        y = y + 1
model = Record()
""",
        why="it works by its effects",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Steps(nn.Module):
    def forward(self, x):
        for step in range(3):
            yield x * step
            last = step
""",
        why="a generator",
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, wide):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        def forward(self, x):
            return self.fc(x)
        if wide:
            self.forward = forward.__get__(self)
model = Net(True)
""",
        why="the inner function is used",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Sequential):
    def foward(self, x):
        return x
model = Net()
""",
        why="an nn.Sequential has a forward",
        live=True,
    ),
    Valid(
        """
from torch import nn
from blocks import Block
class Net(Block):
    def foward(self, x):
        return x
""",
        why="a base that the notebook does not show",
    ),
    Valid(
        """
from torch import nn
class Agent(nn.Module):
    def reward(self, x):
        return x
    def toward(self, x):
        return x
model = Agent()
""",
        why="other words",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(2, 2)
    def forward(self, x):
        s = self.f(x)
        x.masked_fill_(s < 0, 0.0)
        y = s.softmax(-1)
model = Net()
""",
        why="it changes its argument in place",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(2, 2)
    def forward(self, x):
        s = x.view(-1)
        s.masked_fill_(s < 0, 0.0)
        y = s.softmax(-1)
model = Net()
""",
        why="a view of its argument",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(2, 2)
    def forward(self, x):
        s = self.f.weight
        s.data.clamp_(0)
        y = s * 2
model = Net()
""",
        why="it changes a parameter",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def foward(self, x):  # the pass
        return x
model = Net()
""",
        line=3,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def forward(self, x):  # the pass
        return x
model = Net()
""",
        twin="""
from torch import nn
class Net(nn.Module):
    def forward(self, x):
        return x
model = Net()
""",
    ),
    Invalid(
        """
import torch.nn as tnn
class Base(tnn.Module):
    def __init__(self):
        super().__init__()
        self.fc = tnn.Linear(2, 2)
# %%
class Net(Base):
    def Forward(self, x):
        return self.fc(x)
model = Net()
""",
        line=2,
        cell=1,
        live=True,
        fixed="""
class Net(Base):
    def forward(self, x):
        return self.fc(x)
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        def forward(self, x):
            return self.fc(x)
model = Net()
""",
        line=6,
        live=True,
        twin="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
    def forward(self, x):
        return self.fc(x)
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
    def forward(self, x):
        x = self.fc(x)
        x = x.relu()  # done
model = Net()
""",
        line=6,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
    def forward(self, x):
        x = self.fc(x)
        x = x.relu()  # done
        return x
model = Net()
""",
        twin="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
    def forward(self, x):
        x = self.fc(x)
        x = x.relu()
        return x
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
    def forward(self, x):
        print(x.shape)
        self.fc(x)
model = Net()
""",
        line=6,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
    def forward(self, x):
        print(x.shape)
        return self.fc(x)
model = Net()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def forward(self, x):
        if x.ndim == 1:
            x = x[None]
        with torch.no_grad():
            y = x * 2
model = Net()
""",
        line=4,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def forward(self, x):
        if x.ndim == 1:
            x = x[None]
        with torch.no_grad():
            y = x * 2
            return y
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def forwrad(self, x):
        return x
model = nn.Sequential(Net(), Net())
model[0].forwrad(1)
""",
        line=3,
        live=True,
        fixed="""
from torch import nn
class Net(nn.Module):
    def forward(self, x):
        return x
model = nn.Sequential(Net(), Net())
model[0](1)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(2, 2)
    def forward(self, x):
        s = self.f(x)
        s.masked_fill_(s < 0, 0.0)
        y = s.softmax(-1)
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
        self.f = nn.Linear(2, 2)
    def forward(self, x):
        s = self.f(x)
        s.masked_fill_(s < 0, 0.0)
        y = s.softmax(-1)
        return y
model = Net()
""",
        twin="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(2, 2)
    def forward(self, x):
        s = self.f(x)
        s.masked_fill_(s < 0, 0.0)
        y = s.softmax(-1)
        return y
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
        self.f = nn.Linear(2, 2)
    def forward(self, x):
        outs = []
        for _ in range(2):
            outs.append(self.f(x))
        y = torch.cat(outs)
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
        self.f = nn.Linear(2, 2)
    def forward(self, x):
        outs = []
        for _ in range(2):
            outs.append(self.f(x))
        y = torch.cat(outs)
        return y
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
        self.f = nn.Linear(2, 2)
    def forward(self, x):
        s = torch.relu(self.f(x)) + 1
        s[s < 1] = 0
        nn.functional.relu_(s)
        y = s * 2
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
        self.f = nn.Linear(2, 2)
    def forward(self, x):
        s = torch.relu(self.f(x)) + 1
        s[s < 1] = 0
        nn.functional.relu_(s)
        y = s * 2
        return y
model = Net()
""",
    ),
]
