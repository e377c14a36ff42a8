"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=True))
features = {}
"""

VALID = [
    Valid(
        _HEAD
        + """
def keep(module, inputs, output):
    features['a'] = output.detach().clone()
handle = model[0].register_forward_hook(keep)
y = model(torch.randn(2, 4))
""",
        why="a copy",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
features = {}
handle = model[0].register_forward_hook(lambda m, i, o: features.update(a=o.detach()))
y = model(torch.randn(2, 4))
""",
        why="the activation makes a new tensor",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.GELU(), nn.ReLU(inplace=True))
features = {}
handle = model[0].register_forward_hook(lambda m, i, o: features.update(a=o.detach()))
y = model(torch.randn(2, 4))
""",
        why="in place on a later tensor",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def keep(module, inputs, output):
    features['a'] = output.detach().mean(0)
handle = model[0].register_forward_hook(keep)
y = model(torch.randn(2, 4))
""",
        why="a mean is a new tensor",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def keep(module, inputs, output):
    features['a'] = output.detach()
handle = model[1].register_forward_hook(keep)
y = model(torch.randn(2, 4))
""",
        why="the output of the in-place module itself is what was asked for",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5, inplace=True)).eval()
features = []
handle = model[0].register_forward_hook(lambda m, i, o: features.append(o.detach()))
y = model(torch.randn(2, 4))
""",
        why="dropout in eval mode changes nothing",
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
    def forward(self, x):
        y = self.fc(x)
        z = y * 2
        z += 1
        return z
net = Net()
features = []
handle = net.fc.register_forward_hook(lambda m, i, o: features.append(o.detach()))
y = net(torch.randn(2, 4))
""",
        why="`z` is another tensor",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _HEAD
        + """
def keep(module, inputs, output):
    features['a'] = output.detach()  # first layer
handle = model[0].register_forward_hook(keep)
y = model(torch.randn(2, 4))
""",
        line=7,
        live=True,
        fixed=_HEAD.strip("\n")
        + """

def keep(module, inputs, output):
    features['a'] = output.detach().clone()  # first layer
handle = model[0].register_forward_hook(keep)
y = model(torch.randn(2, 4))
""",
        twin=_HEAD
        + """
def keep(module, inputs, output):
    features['a'] = output.detach().clone()
handle = model[0].register_forward_hook(keep)
y = model(torch.randn(2, 4))
""",
    ),
    Invalid(
        _HEAD
        + """
# %%
with torch.inference_mode():
    h = model[0].register_forward_hook(lambda m, i, o: features.update(a=o))
    y = model(torch.randn(2, 4))
""",
        line=2,
        cell=1,
        live=True,
        fixed="""
with torch.inference_mode():
    h = model[0].register_forward_hook(lambda m, i, o: features.update(a=o.clone()))
    y = model(torch.randn(2, 4))
""",
    ),
    Invalid(
        """
import torch
import torch.nn as tnn
class Block(tnn.Module):
    def __init__(self):
        super().__init__()
        self.conv = tnn.Conv2d(3, 3, 1, bias=False)
        self.norm = tnn.BatchNorm2d(3)
    def forward(self, x):
        out = self.norm(self.conv(x))
        out += x
        return out
# %%
block, features = Block(), {}
def make(name):
    def keep(module, inputs, output):
        features[name] = output.detach()
    return keep
handles = [m.register_forward_hook(make(n)) for n, m in block.named_children()]
y = block(torch.randn(2, 3, 4, 4))
""",
        line=4,
        cell=1,
        live=True,
        fixed="""
block, features = Block(), {}
def make(name):
    def keep(module, inputs, output):
        features[name] = output.detach().clone()
    return keep
handles = [m.register_forward_hook(make(n)) for n, m in block.named_children()]
y = block(torch.randn(2, 3, 4, 4))
""",
    ),
    Invalid(
        _HEAD
        + """
class Recorder:
    def keep(self, module, inputs):
        self.last = inputs[0].detach().numpy()
recorder = Recorder()
handle = model[1].register_forward_pre_hook(recorder.keep)
""",
        line=8,
        fixed=_HEAD.strip("\n")
        + """

class Recorder:
    def keep(self, module, inputs):
        self.last = inputs[0].detach().numpy().copy()
recorder = Recorder()
handle = model[1].register_forward_pre_hook(recorder.keep)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
def stem():
    return nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=True))
model = nn.Sequential(stem(), nn.Linear(4, 2))
features = []
def keep(module, inputs, output):
    features.append(output.detach())
handle = model[0][0].register_forward_hook(keep)
y = model(torch.randn(2, 4))
""",
        live=True,
        twin="""
import torch
from torch import nn
def stem():
    return nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=True))
model = nn.Sequential(stem(), nn.Linear(4, 2))
features = []
def keep(module, inputs, output):
    features.append(output.detach().clone())
handle = model[0][0].register_forward_hook(keep)
y = model(torch.randn(2, 4))
""",
    ),
    Invalid(
        """
import torch
from collections import OrderedDict
from functools import partial
from torch import nn
model = nn.Sequential(OrderedDict([('fc', nn.Linear(4, 4)), ('act', nn.ReLU(True))]))
features = {}
def keep(name, module, inputs, output):
    features[name] = output.detach()
handle = model.fc.register_forward_hook(partial(keep, 'fc'))
y = model(torch.randn(2, 4))
""",
        line=8,
        live=True,
        fixed="""
import torch
from collections import OrderedDict
from functools import partial
from torch import nn
model = nn.Sequential(OrderedDict([('fc', nn.Linear(4, 4)), ('act', nn.ReLU(True))]))
features = {}
def keep(name, module, inputs, output):
    features[name] = output.detach().clone()
handle = model.fc.register_forward_hook(partial(keep, 'fc'))
y = model(torch.randn(2, 4))
""",
    ),
]
