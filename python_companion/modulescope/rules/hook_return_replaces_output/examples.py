"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
"""

VALID = [
    Valid(
        _HEAD
        + """
features = {}
handle = model[0].register_forward_hook(lambda m, i, o: features.update(a=o.detach()))
model(torch.ones(1, 2)).sum().backward()
""",
        why="`update` returns None",
        live=True,
    ),
    Valid(
        _HEAD
        + """
handle = model[0].register_forward_hook(lambda m, i, o: o * 2)
""",
        why="steering: the output is meant to change",
        live=True,
    ),
    Valid(
        _HEAD
        + """
direction = torch.ones(2)
def steer(module, inputs, output):
    return output.detach() + direction
handle = model[0].register_forward_hook(steer)
""",
        why="computed from the output",
        live=True,
    ),
    Valid(
        _HEAD
        + """
patches = {}
def maybe(module, inputs, output):
    if module in patches:
        return patches[module].detach()
handle = model[0].register_forward_hook(maybe)
""",
        why="activation patching",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def stop_gradient(module, inputs, output):
    return output.detach()
handle = model[0].register_forward_hook(stop_gradient)
""",
        why="says that gradients shall stop",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def keep(module, inputs, output):
    return output.clone()
handle = model[0].register_forward_hook(keep)
""",
        why="a copy cuts nothing",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def to_cpu(module, inputs):
    return inputs[0].cpu()
handle = model[0].register_forward_pre_hook(to_cpu)
""",
        why="moving the input is what the hook is for",
        live=True,
    ),
    Valid(
        _HEAD
        + """
with torch.no_grad():
    handle = model[0].register_forward_hook(lambda m, i, o: o.detach())
    y = model(torch.ones(1, 2))
""",
        why="under no_grad there is no gradient to cut",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2)).requires_grad_(False)
handle = nn.Linear(2, 2).register_forward_hook(lambda m, i, o: o * 1)
""",
        why="a frozen model, and a product",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def keep(module, inputs, output):
    def inner(value):
        return value.detach()
    features = inner(output)
handle = model[0].register_forward_hook(keep)
""",
        why="an inner function returns, the hook does not",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _HEAD
        + """
handle = model[0].register_forward_hook(lambda m, i, o: o.detach())
model(torch.ones(1, 2)).sum().backward()
""",
        line=5,
        live=True,
        twin=_HEAD
        + """
handle = model[0].register_forward_hook(lambda m, i, o: None)
model(torch.ones(1, 2)).sum().backward()
""",
    ),
    Invalid(
        _HEAD
        + """
features = {}
def keep(module, inputs, output):
    features['a'] = output.detach()
    return features['a']  # stored
handle = model[0].register_forward_hook(keep)
""",
        line=8,
        live=True,
        fixed=_HEAD.strip("\n")
        + """

features = {}
def keep(module, inputs, output):
    features['a'] = output.detach()
    return None  # stored
handle = model[0].register_forward_hook(keep)
""",
        twin=_HEAD
        + """
features = {}
def keep(module, inputs, output):
    features['a'] = output.detach()
handle = model[0].register_forward_hook(keep)
""",
    ),
    Invalid(
        _HEAD
        + """
store = {}
def make(name):
    def keep(module, inputs, output):
        return store.setdefault(name, output.detach())
    return keep
handles = [m.register_forward_hook(make(name)) for name, m in model.named_children()]
""",
        line=8,
        live=True,
        fixed=_HEAD.strip("\n")
        + """

store = {}
def make(name):
    def keep(module, inputs, output):
        store.setdefault(name, output.detach())
    return keep
handles = [m.register_forward_hook(make(name)) for name, m in model.named_children()]
""",
    ),
    Invalid(
        _HEAD
        + """
means, spreads = [], []
handle = model[0].register_forward_hook(
    lambda m, i, o: (means.append(o.mean().item()), spreads.append(o.std().item()))
)
""",
        line=7,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
class Recorder:
    def __init__(self, module):
        self.handle = module.register_forward_pre_hook(self.keep)
    def keep(self, module, inputs):
        kept = inputs[0].detach()
        self.last = kept
        return kept
# %%
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
recorder = Recorder(model[1])
model(torch.ones(1, 2)).sum().backward()
""",
        line=9,
        live=True,
        fixed="""
import torch
from torch import nn
class Recorder:
    def __init__(self, module):
        self.handle = module.register_forward_pre_hook(self.keep)
    def keep(self, module, inputs):
        kept = inputs[0].detach()
        self.last = kept
        return None
""",
    ),
    Invalid(
        """
import torch
from torch import nn
def keep(module, inputs, output):
    return output.shape
# %%
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
handle = model[0].register_forward_hook(keep)
""",
        line=2,
        cell=1,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
class Keep:
    def __init__(self):
        self.last = None
    def __call__(self, module, inputs, output):
        self.last = output.detach()
        return output.detach()
# %%
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
keeps = [Keep() for _ in model]
handles = [m.register_forward_hook(k) for m, k in zip(model, keeps)]
""",
        line=3,
        cell=1,
        live=True,
    ),
]
