"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
layer = nn.Linear(2, 2)
def keep(module, grad_input, grad_output):
    pass
handle = layer.register_full_backward_hook(keep)
""",
        why="a full backward hook",
        live=True,
    ),
    Valid(
        """
import torch
weight = torch.ones(2, requires_grad=True)
handle = weight.register_hook(print)
""",
        why="tensors have one kind of hook",
        live=True,
    ),
    Valid(
        """
import torch
class Probe:
    def register_backward_hook(self, hook):
        self.hook = hook
probe = Probe()
probe.register_backward_hook(print)
""",
        why="a method of the user's own class",
        live=True,
    ),
    Valid(
        """
import mindspore
from mindspore import nn
layer = nn.Dense(2, 2)
layer.register_backward_hook(print)
""",
        why="another framework",
    ),
    Valid(
        """
import torch
from torch import nn
layer = nn.Linear(2, 2)
handle = layer.register_full_backward_hook(print)
handle.remove()
""",
        why="no hook is left, and the mark of its kind stays on the module",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
layer = nn.Linear(2, 2)
def keep(module, grad_input, grad_output):
    pass
handle = layer.register_backward_hook(keep)  # old
""",
        line=6,
        live=True,
        fixed="""
import torch
from torch import nn
layer = nn.Linear(2, 2)
def keep(module, grad_input, grad_output):
    pass
handle = layer.register_full_backward_hook(keep)  # old
""",
        twin="""
import torch
from torch import nn
layer = nn.Linear(2, 2)
def keep(module, grad_input, grad_output):
    pass
handle = layer.register_full_backward_hook(keep)
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
        self.handle = self.fc.register_backward_hook(self.keep)
    def keep(self, module, grad_input, grad_output):
        pass
net = Net()
""",
        line=7,
        live=True,
        fixed="""
import torch
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self):
        super().__init__()
        self.fc = tnn.Linear(2, 2)
        self.handle = self.fc.register_full_backward_hook(self.keep)
    def keep(self, module, grad_input, grad_output):
        pass
net = Net()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
handles = []
for layer in model:
    handles.append(layer.register_backward_hook(lambda m, i, o: None))
""",
        line=6,
        live=True,
        fixed="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
handles = []
for layer in model:
    handles.append(layer.register_full_backward_hook(lambda m, i, o: None))
""",
    ),
    Invalid(
        """
import torch
from torch import nn
nn.modules.module.register_module_backward_hook(print)
""",
        line=3,
        fixed="""
import torch
from torch import nn
nn.modules.module.register_module_full_backward_hook(print)
""",
    ),
]
