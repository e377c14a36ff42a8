"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
handle = model[0].register_full_backward_hook(print)
""",
        why="nothing works in place",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=True))
handle = model[0].weight.register_hook(print)
""",
        why="a hook of a parameter",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.GELU(), nn.ReLU(inplace=True))
handle = model[0].register_full_backward_hook(print)
model(torch.ones(1, 4, requires_grad=True)).sum().backward()
""",
        why="another layer made a new tensor",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.ReLU(inplace=True), nn.Linear(4, 4))
handle = model[0].register_full_backward_hook(print)
model(torch.ones(1, 4)).sum().backward()
""",
        why="the first module's input needs no gradient, so nothing is wrapped",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.act = nn.ReLU(inplace=True)
    def forward(self, x):
        y = self.fc(x)
        y = y * 2
        y += 1
        return self.act(y)
net = Net()
handle = net.fc.register_full_backward_hook(print)
net(torch.ones(1, 4, requires_grad=True)).sum().backward()
""",
        why="in place, but on a tensor that was made after the hooked layer's",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=True))
handle = model.register_full_backward_hook(print)
model(torch.ones(1, 4, requires_grad=True)).sum().backward()
""",
        why="only what goes into and comes out of the whole is wrapped",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5), nn.ReLU(inplace=True))
model[0].requires_grad_(False)
for layer in model.modules():
    if isinstance(layer, nn.Linear):
        handle = layer.register_full_backward_hook(print)
""",
        why="only some modules of the loop are hooked",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5, inplace=True)).eval()
handle = [m for m in model][0].register_full_backward_hook(print)
model(torch.ones(1, 4, requires_grad=True)).sum().backward()
""",
        why="dropout in eval mode changes nothing",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
drop = nn.Dropout(0.5, inplace=True).eval()
handle = drop.register_full_backward_hook(print)
drop(torch.ones(1, 4, requires_grad=True) * 2).sum().backward()
""",
        why="dropout alone, whose mode the text does not tell",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
act = nn.ReLU(inplace=True)
model = nn.Sequential(act, nn.Linear(4, 4))
handle = act.register_full_backward_hook(print)
model(torch.ones(1, 4)).sum().backward()
""",
        why="an activation of its own name that comes first in a model",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, wide):
        super().__init__()
        if wide:
            self.fc = nn.Linear(4, 4)
        else:
            self.fc = nn.Linear(4, 4, bias=False)
    def forward(self, x):
        y = self.fc(x)
        y = y + 1
        return y.mul_(2)
net = Net(True)
handle = net.fc.register_full_backward_hook(print)
net(torch.ones(1, 4, requires_grad=True)).sum().backward()
""",
        why="one of several layers, whose output is not what is changed",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=True))
handle = model[0].register_full_backward_hook(print)
""",
        line=4,
        live=True,
        fixed="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=False))
handle = model[0].register_full_backward_hook(print)
""",
        twin="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=False))
handle = model[0].register_full_backward_hook(print)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(True), nn.Linear(4, 4))
handle = model[1].register_full_backward_pre_hook(print)
""",
        line=4,
        live=True,
    ),
    Invalid(
        """
import torch
import torch.nn as tnn
class Block(tnn.Module):
    def __init__(self):
        super().__init__()
        self.conv = tnn.Conv2d(3, 3, 1)
        self.act = tnn.ReLU(inplace=True)
    def forward(self, x):
        return self.body(x)
    def body(self, x):
        x = self.conv(x)
        x = self.act(x)
        return x
# %%
block = Block()
handle = block.conv.register_full_backward_hook(print)
""",
        line=2,
        cell=1,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 1, bias=False)
        self.norm = nn.BatchNorm2d(3)
    def forward(self, x):
        out = self.norm(self.conv(x))
        out += x
        return torch.relu(out)
net = nn.Sequential(Block(), Block())
handles = [m.register_full_backward_hook(print) for m in net.modules()]
""",
        line=13,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.handle = self.fc.register_full_backward_hook(self.keep)
    def keep(self, module, grad_input, grad_output):
        self.gradient = grad_output[0]
    def forward(self, x):
        return F.relu(self.fc(x), inplace=True)
net = Net()
""",
        line=8,
        live=True,
        fixed="""
import torch
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.handle = self.fc.register_full_backward_hook(self.keep)
    def keep(self, module, grad_input, grad_output):
        self.gradient = grad_output[0]
    def forward(self, x):
        return F.relu(self.fc(x), inplace=False)
net = Net()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
def features():
    return nn.Sequential(nn.Linear(4, 4), nn.Identity(), nn.ReLU(inplace=True))
model = nn.Sequential(features(), nn.Linear(4, 2))
for layer in model.modules():
    if not list(layer.children()):
        handle = layer.register_full_backward_hook(print)
""",
        live=True,
        twin="""
import torch
from torch import nn
def features():
    return nn.Sequential(nn.Linear(4, 4), nn.Identity(), nn.ReLU())
model = nn.Sequential(features(), nn.Linear(4, 2))
for layer in model.modules():
    if not list(layer.children()):
        handle = layer.register_full_backward_hook(print)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
fc, act = nn.Linear(4, 4), nn.ReLU(inplace=True)
handle = act.register_full_backward_hook(print)
def forward(x):
    return act(fc(x))
""",
        line=4,
        fixed="""
import torch
from torch import nn
fc, act = nn.Linear(4, 4), nn.ReLU(inplace=False)
handle = act.register_full_backward_hook(print)
def forward(x):
    return act(fc(x))
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, wide):
        super().__init__()
        self.fc = None
        if wide:
            self.fc = nn.Linear(4, 4)
        else:
            self.fc = nn.Sequential(nn.Linear(4, 2), nn.Linear(2, 4))
    def forward(self, x):
        y = self.fc(x)
        return y.mul_(2)
net = Net(False)
handle = net.fc.register_full_backward_hook(print)
""",
        line=15,
        live=True,
    ),
]
