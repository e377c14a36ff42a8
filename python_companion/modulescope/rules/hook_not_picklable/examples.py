"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """
import io
import pickle
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
buffer = io.BytesIO()
"""

VALID = [
    Valid(
        _HEAD
        + """
handle = model[0].register_forward_hook(lambda *values: None)
torch.save(model.state_dict(), buffer)
""",
        why="a state dict has no hooks",
        live=True,
    ),
    Valid(
        _HEAD
        + """
handle = model[0].register_forward_hook(lambda *values: None)
""",
        why="nothing pickles the model",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def keep(module, inputs, output):
    pass
handle = model[0].register_forward_hook(keep)
def save():
    pickle.dump(model, buffer)
""",
        why="pickle finds a function by its name",
        live=True,
    ),
    Valid(
        _HEAD
        + """
from functools import partial
def keep(name, module, inputs, output):
    pass
handle = model[0].register_forward_hook(partial(keep, 'first'))
def save():
    torch.save({'model': model, 'epoch': 3}, buffer)
""",
        why="a partial of such a function",
        live=True,
    ),
    Valid(
        _HEAD
        + """
handle = model[0].register_forward_hook(lambda *values: None)
handle.remove()
pickle.dump(model, buffer)
""",
        why="removed before",
        live=True,
    ),
    Valid(
        _HEAD
        + """
handle = model[0].weight.register_hook(lambda gradient: gradient)
pickle.dump(model, buffer)
""",
        why="pickle leaves hooks of parameters out",
        live=True,
    ),
    Valid(
        _HEAD
        + """
other = nn.Linear(2, 2)
handle = model[0].register_forward_hook(lambda *values: None)
pickle.dump(other, buffer)
""",
        why="another model is saved",
        live=True,
    ),
    Valid(
        """
import io, pickle
import torch
from torch import nn
model = nn.Linear(2, 2)
# %%
pickle.dump(model, io.BytesIO())
# %%
model = nn.Linear(2, 2)
handle = model.register_forward_hook(lambda module, inputs, output: None)
""",
        why="the model that was pickled is another one",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _HEAD
        + """
handle = model[0].register_forward_hook(lambda *values: None)
try:
    torch.save(model, buffer)
except Exception as error:
    print(type(error))
""",
        live=True,
        twin=_HEAD
        + """
handle = model[0].register_forward_hook(lambda *values: None)
torch.save(model.state_dict(), buffer)
""",
    ),
    Invalid(
        _HEAD
        + """
import pickle as p
def make(name):
    def keep(module, inputs, output):
        pass
    return keep
handles = [m.register_forward_hook(make(n)) for n, m in model.named_children()]
# %%
def save(path):
    with open(path, 'wb') as file:
        p.dump({'model': model, 'epoch': 1}, file)
""",
        live=True,
    ),
    Invalid(
        _HEAD
        + """
handle = None
# %%
def keep(module, inputs, output):
    pass
# %%
handle = handle or model[0].register_forward_hook(keep)
# %%
def save():
    torch.save(model, buffer)
""",
        live=True,
        order=(0, 1, 2, 1, 3),
    ),
]
