"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """
import copy
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
features = {}
def keep(module, inputs, output):
    features['a'] = output.detach()
"""

VALID = [
    Valid(
        _HEAD
        + """
ema = copy.deepcopy(model)
handle = model[0].register_forward_hook(keep)
""",
        why="copied before the hook was registered",
        live=True,
    ),
    Valid(
        _HEAD
        + """
handle = model[0].register_forward_hook(keep)
handle.remove()
ema = copy.deepcopy(model)
""",
        why="the hook was gone when the model was copied",
        live=True,
    ),
    Valid(
        _HEAD
        + """
ema = copy.deepcopy(model)
handles = [m[0].register_forward_hook(keep) for m in (model, ema)]
""",
        why="registered on both on purpose",
        live=True,
    ),
    Valid(
        _HEAD
        + """
direction = torch.ones(2)
def steer(module, inputs, output):
    return output + direction
handle = model[0].register_forward_hook(steer)
ema = copy.deepcopy(model)
""",
        why="steering stores nothing, and the copy shall be steered, too",
        live=True,
    ),
    Valid(
        """
import copy
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.seen = []
        self.handle = self.fc.register_forward_hook(self.keep)
    def keep(self, module, inputs, output):
        self.seen.append(output.detach())
    def forward(self, x):
        return self.fc(x)
net = Net()
ema = copy.deepcopy(net)
""",
        why="a method of the module is copied with it",
        live=True,
    ),
    Valid(
        """
import copy
import torch
from torch import nn
model = nn.Sequential(nn.utils.parametrizations.spectral_norm(nn.Linear(2, 2)))
ema = copy.deepcopy(model)
""",
        why="what torch registers is meant to be copied",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _HEAD
        + """
handle = model[0].register_forward_hook(keep)
ema = copy.deepcopy(model)
""",
        live=True,
        twin=_HEAD
        + """
ema = copy.deepcopy(model)
handle = model[0].register_forward_hook(keep)
""",
    ),
    Invalid(
        _HEAD
        + """
def make(name):
    def keep(module, inputs, output):
        features[name] = output.detach()
    return keep
handles = [m.register_forward_hook(make(n)) for n, m in model.named_children()]
# %%
models = [copy.deepcopy(model) for _ in range(2)]
""",
        live=True,
        order=(0, 1, 1),
    ),
    Invalid(
        _HEAD
        + """
handle = model[0].register_forward_hook(keep)
# %%
probe = copy.deepcopy(model[0])
""",
        live=True,
    ),
]
