"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
compiled = torch.compile(model, backend='eager')
def scale(module, inputs, output):
    return output * 100
"""

VALID = [
    Valid(
        _HEAD
        + """
handle = model[0].register_forward_hook(scale)
# %%
y = compiled(torch.ones(1, 2))
""",
        why="registered before the first call",
        live=True,
    ),
    Valid(
        _HEAD
        + """
y = compiled(torch.ones(1, 2))
# %%
handle = compiled.register_forward_hook(scale)
""",
        why="on the compiled module itself",
        live=True,
    ),
    Valid(
        _HEAD
        + """
y = compiled(torch.ones(1, 2))
# %%
handle = model[0].register_forward_hook(scale)
torch._dynamo.reset()
y = compiled(torch.ones(1, 2))
""",
        why="compiled again after the reset",
        live=True,
    ),
    Valid(
        _HEAD
        + """
first = model[0].register_forward_hook(scale)
y = compiled(torch.ones(1, 2))
# %%
second = model[0].register_forward_hook(lambda m, i, o: o + 1)
""",
        why="a second hook on a module that had one is noticed",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
y = model(torch.ones(1, 2))
# %%
handle = model[0].register_forward_hook(lambda m, i, o: o * 2)
""",
        why="a model that is not compiled",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
@torch.compile(backend='eager')
def predict(x):
    return model(x)
handle = model[0].register_forward_hook(lambda m, i, o: o * 2)
# %%
y = predict(torch.ones(1, 2))
""",
        why="registered before the first call of the compiled function",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
other = nn.Linear(2, 2)
@torch.compile(backend='eager')
def predict(x):
    return other(x)
y = predict(torch.ones(1, 2))
# %%
handle = model[0].register_forward_hook(lambda m, i, o: o * 2)
""",
        why="the compiled function calls another model",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
class Trainer:
    def __init__(self, model):
        self.model = torch.compile(model, backend='eager')
    def describe(self):
        return type(self).__name__
    def predict(self, x):
        return self.model(x)
trainer = Trainer(model)
name = trainer.describe()
# %%
handle = model[0].register_forward_hook(lambda m, i, o: o * 2)
y = trainer.predict(torch.ones(1, 2))
""",
        why="no method that uses the compiled model ran before",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _HEAD
        + """
y = compiled(torch.ones(1, 2))
# %%
handle = model[0].register_forward_hook(scale)
# %%
y = compiled(torch.ones(1, 2))
""",
        live=True,
        twin=_HEAD
        + """
# %%
handle = model[0].register_forward_hook(scale)
# %%
y = compiled(torch.ones(1, 2))
""",
    ),
    Invalid(
        _HEAD
        + """
y = compiled(torch.ones(1, 2))
handle = model[0].register_forward_hook(scale)
""",
        live=True,
    ),
    Invalid(
        _HEAD
        + """
# %%
features = {}
handle = model[0].register_forward_pre_hook(lambda m, i: features.update(a=i[0]))
# %%
y = compiled(torch.ones(1, 2))
""",
        live=True,
        order=(0, 2, 1, 2),
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
@torch.compile(backend='eager')
def predict(x):
    return model(x)
y = predict(torch.ones(1, 2))
# %%
handle = model[0].register_forward_hook(lambda m, i, o: o * 2)
# %%
y = predict(torch.ones(1, 2))
""",
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
class Trainer:
    def __init__(self, model):
        self.model = torch.compile(model, backend='eager')
    def predict(self, x):
        return self.model(x)
trainer = Trainer(model)
y = trainer.predict(torch.ones(1, 2))
# %%
handle = model[0].register_forward_hook(lambda m, i, o: o * 2)
""",
        live=True,
    ),
]
