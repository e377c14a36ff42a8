"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
def keep(module, inputs, output):
    pass
"""

VALID = [
    Valid(
        _HEAD
        + """
handle = model.register_forward_hook(keep)
""",
        why="the handle is kept",
        live=True,
    ),
    Valid(
        _HEAD
        + """
handles = []
for layer in model:
    handles.append(layer.register_forward_hook(keep))
""",
        why="kept in a list",
        live=True,
    ),
    Valid(
        _HEAD
        + """
with model.register_forward_hook(keep):
    y = model(torch.ones(1, 2))
""",
        why="the block removes it",
        live=True,
    ),
    Valid(
        _HEAD
        + """
_ = model.register_forward_hook(keep)
""",
        why="dropped on purpose",
        live=True,
    ),
    Valid(
        _HEAD
        + """
for parameter in model.parameters():
    parameter.register_hook(lambda gradient: gradient.clamp(-1, 1))
""",
        why="hooks of parameters are set once and stay",
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
        self.register_load_state_dict_pre_hook(self.rename)
    def rename(self, module, state_dict, prefix, *rest):
        pass
net = Net()
""",
        why="a migration of old checkpoints belongs to the class",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def make_inputs_require_grad(module, inputs, output):
    output.requires_grad_(True)
model[0].register_forward_hook(make_inputs_require_grad)
""",
        why="adapters on a frozen model: a second such hook changes nothing",
        live=True,
    ),
    Valid(
        """
import torch
class Events:
    def register_forward_hook(self, hook):
        self.hook = hook
events = Events()
events.register_forward_hook(print)
""",
        why="a method of the user's own class",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _HEAD
        + """
model.register_forward_hook(keep)  # look
""",
        line=7,
        live=True,
        fixed=_HEAD.strip("\n")
        + """

handle = model.register_forward_hook(keep)  # look
""",
        twin=_HEAD
        + """
handle = model.register_forward_hook(keep)
""",
    ),
    Invalid(
        _HEAD
        + """
handle = model[0].register_forward_hook(keep)
model[1].register_full_backward_hook(lambda m, i, o: None)
""",
        line=8,
        live=True,
        fixed=_HEAD.strip("\n")
        + """

handle = model[0].register_forward_hook(keep)
handle_2 = model[1].register_full_backward_hook(lambda m, i, o: None)
""",
        twin=_HEAD
        + """
handle = model[0].register_forward_hook(keep)
other = model[1].register_full_backward_hook(lambda m, i, o: None)
""",
    ),
    Invalid(
        _HEAD
        + """
for layer in model:
    layer.register_forward_hook(keep)
""",
        line=8,
        live=True,
    ),
    Invalid(
        _HEAD
        + """
[layer.register_forward_pre_hook(lambda m, i: None) for layer in model]
""",
        line=7,
        live=True,
        fixed=_HEAD.strip("\n")
        + """

handles = [layer.register_forward_pre_hook(lambda m, i: None) for layer in model]
""",
    ),
    Invalid(
        """
import torch
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self):
        super().__init__()
        self.fc = tnn.Linear(2, 2)
    def forward(self, x):
        self.fc.register_forward_hook(self.keep)
        return self.fc(x)
    def keep(self, module, inputs, output):
        pass
net = Net()
y = net(net(torch.ones(1, 2)))
""",
        line=8,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
# %%
def attach(model, store):
    model.register_forward_hook(lambda m, i, o: store.append(o.shape))
# %%
model, shapes = nn.Linear(2, 2), []
attach(model, shapes)
""",
        line=2,
        cell=1,
        live=True,
        order=(0, 1, 2, 2),
    ),
]
