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
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
class Recorder:
    def __init__(self):
        self.outputs = []
    def keep(self, module, inputs, output):
        self.outputs.append(output.detach())
# %%
recorder = Recorder()
handle = model.get_submodule('0').register_forward_hook(recorder.keep)
y = model(torch.ones(1, 2))
""",
        why="a method that detaches",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
class Features:
    def __init__(self, model):
        self.model, self.outputs = model, {}
        for name, layer in model.named_modules():
            if isinstance(layer, nn.Linear):
                self.handle = layer.register_forward_hook(self.keeper(name))
    def keeper(self, name):
        def keep(module, inputs, output):
            self.outputs[name] = output
        return keep
    @torch.no_grad()
    def __call__(self, x):
        self.model(x)
        return {name: out.shape for name, out in self.outputs.items()}
# %%
shapes = Features(model)(torch.ones(1, 2))
""",
        why="the class runs the model under no_grad only",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
class Style:
    def __init__(self, model):
        self.kept = []
        self.handle = model[0].register_forward_hook(self.keep)
    def keep(self, module, inputs, output):
        self.kept.append(output)
style = Style(model)
# %%
y = model(torch.ones(1, 2))
style_loss = style.kept[0].pow(2).mean()
style_loss.backward()
""",
        why="another cell makes a loss of what the class keeps",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
class Extractor(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model, self.features = model, {}
        self.handle = model[0].register_forward_hook(self.keep)
    def keep(self, module, inputs, output):
        self.features['0'] = output
    def forward(self, x):
        self.model(x)
        return self.features
""",
        why="the class gives on what it keeps, and others may want its gradient",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
features = {}
def keep(module, inputs, output):
    with torch.no_grad():
        features['mean'] = output.mean()
    output = output.detach()
    features['a'] = output
    features['both'] = [half.detach() for half in output.chunk(2)]
handle = model[0].register_forward_hook(keep)
y = model(torch.ones(1, 2))
""",
        why="computed without a graph, or detached before",
        live=True,
    ),
    Valid(
        """
import torch
class Pipe:
    def last(self, run):
        captured = {}
        def keep(module, inputs, output):
            captured['last'] = output
        with self.model.layers[-1].register_forward_hook(keep):
            run()
        return captured['last']
""",
        why="a method returns what it captured, as any other result",
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
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
class Recorder:
    def __init__(self):
        self.outputs = []
    def keep(self, module, inputs, output):
        self.outputs.append(output)
# %%
recorder = Recorder()
handle = model.get_submodule('0').register_forward_hook(recorder.keep)
y = model(torch.ones(1, 2))
""",
        line=2,
        cell=1,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
class Features:
    def __init__(self, model):
        self.outputs, self.handles = {}, []
        for name, layer in model.named_modules():
            if isinstance(layer, nn.Linear):
                self.handles.append(layer.register_forward_hook(self.keeper(name)))
    def keeper(self, name):
        def keep(module, inputs, output):
            self.outputs.setdefault(name, []).append(output)
        return keep
features = Features(model)
y = model(torch.ones(1, 2))
""",
        line=12,
        live=True,
        fixed="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
class Features:
    def __init__(self, model):
        self.outputs, self.handles = {}, []
        for name, layer in model.named_modules():
            if isinstance(layer, nn.Linear):
                self.handles.append(layer.register_forward_hook(self.keeper(name)))
    def keeper(self, name):
        def keep(module, inputs, output):
            self.outputs.setdefault(name, []).append(output.detach())
        return keep
features = Features(model)
y = model(torch.ones(1, 2))
""",
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
outputs = []
def save(store, value):
    store.append(value)
def keep(module, inputs, output):
    first = output[0]
    save(outputs, first)
handle = model[0].register_forward_hook(keep)
y = model(torch.ones(1, 2))
""",
        line=9,
        live=True,
        fixed="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
outputs = []
def save(store, value):
    store.append(value)
def keep(module, inputs, output):
    first = output[0]
    save(outputs, first.detach())
handle = model[0].register_forward_hook(keep)
y = model(torch.ones(1, 2))
""",
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
total = 0.0
def keep(module, inputs, output):
    global total
    total += output.abs().sum()
handle = model[0].register_forward_hook(keep)
y = model(torch.ones(1, 2))
""",
        line=7,
        live=True,
        fixed="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
total = 0.0
def keep(module, inputs, output):
    global total
    total += output.abs().sum().detach()
handle = model[0].register_forward_hook(keep)
y = model(torch.ones(1, 2))
""",
    ),
]
