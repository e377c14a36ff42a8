"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
features = {}
def keep(module, inputs, output):
    features['a'] = output.detach()
handle = model[0].register_forward_hook(keep)
y = model(torch.ones(1, 2))
""",
        why="detached",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
features = {}
def keep(module, inputs, output):
    features['a'] = output
handle = model[0].register_forward_hook(keep)
with torch.no_grad():
    y = model(torch.ones(1, 2))
""",
        why="under no_grad there is no graph to keep",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
features = {}
def keep(module, inputs, output):
    features['a'] = output.mean().item()
handle = model[0].register_forward_hook(keep)
y = model(torch.ones(1, 2))
""",
        why="a number",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
features = {}
def scale(module, inputs, output):
    scaled = output * 2
    return scaled
handle = model[0].register_forward_hook(scale)
y = model(torch.ones(1, 2))
""",
        why="a local value ends with the call",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
features = {}
def keep(module, inputs, output):
    output.retain_grad()
    features['a'] = output
handle = model[0].register_forward_hook(keep)
model(torch.ones(1, 2)).sum().backward()
""",
        why="Grad-CAM needs the graph",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
features = {}
def keep(module, inputs, output):
    features['a'] = output
handle = model[0].register_forward_hook(keep)
y = model(torch.ones(1, 2))
loss = y.mean() + features['a'].pow(2).mean()
""",
        why="a loss on features needs the graph",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
features = {}
def keep(module, inputs, output):
    features['a'] = output
handle = model[0].register_forward_hook(keep)
# %%
with torch.inference_mode():
    y = model(torch.ones(1, 2))
""",
        why="another cell runs it, in inference mode",
        live=True,
    ),
    Valid(
        """
import torch
def embeddings(model, x):
    found = []
    def hook(module, inputs, output):
        found.append(output.clone())
    handles = []
    model.eval()
    for module in model.modules():
        handles.append(module.register_forward_hook(hook))
    try:
        with torch.no_grad():
            model(x)
    finally:
        for handle in handles:
            handle.remove()
    return found
""",
        why="hooks in a loop over a model that runs under no_grad",
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
features = {}
def keep(module, inputs, output):
    features['a'] = output
handle = model[0].register_forward_hook(keep)
y = model(torch.ones(1, 2))
""",
        line=6,
        live=True,
        fixed="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
features = {}
def keep(module, inputs, output):
    features['a'] = output.detach()
handle = model[0].register_forward_hook(keep)
y = model(torch.ones(1, 2))
""",
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
stored = []
handle = model[0].register_forward_hook(lambda m, i, o: stored.append(o))
y = model(torch.ones(1, 2))
""",
        line=5,
        live=True,
        fixed="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
stored = []
handle = model[0].register_forward_hook(lambda m, i, o: stored.append(o.detach()))
y = model(torch.ones(1, 2))
""",
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
features = {}
def make(name):
    def keep(module, inputs, output):
        features[name] = output
    return keep
handles = []
for name, layer in model.named_children():
    handles.append(layer.register_forward_hook(make(name)))
y = model(torch.ones(1, 2))
""",
        line=7,
        live=True,
        fixed="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
features = {}
def make(name):
    def keep(module, inputs, output):
        features[name] = output.detach()
    return keep
handles = []
for name, layer in model.named_children():
    handles.append(layer.register_forward_hook(make(name)))
y = model(torch.ones(1, 2))
""",
    ),
]
