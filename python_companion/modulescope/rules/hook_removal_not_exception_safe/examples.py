"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
x = torch.ones(1, 2)
def keep(module, inputs, output):
    pass
"""

VALID = [
    Valid(
        _HEAD
        + """
with model.register_forward_hook(keep):
    y = model(x)
""",
        why="the block removes it in any case",
    ),
    Valid(
        _HEAD
        + """
handle = model.register_forward_hook(keep)
try:
    y = model(x)
finally:
    handle.remove()
""",
        why="`finally`",
    ),
    Valid(
        _HEAD
        + """
handles = []
try:
    for layer in model:
        handles.append(layer.register_forward_hook(keep))
    y = model(x)
finally:
    for handle in handles:
        handle.remove()
""",
        why="`finally` around all of it",
    ),
    Valid(
        _HEAD
        + """
handle = model.register_forward_hook(keep)
# %%
y = model(x)
# %%
handle.remove()
""",
        why="a removal in a cell of its own",
    ),
    Valid(
        _HEAD
        + """
handle = model.register_forward_hook(keep)
print('hooked', len(model))
handle.remove()
""",
        why="nothing in between raises",
    ),
    Valid(
        _HEAD
        + """
def count():
    probe = nn.Linear(2, 2)
    handle = probe.register_forward_hook(keep)
    probe(x)
    handle.remove()
""",
        why="the module goes with its hook",
    ),
    Valid(
        _HEAD
        + """
from contextlib import ExitStack
with ExitStack() as stack:
    handle = model.register_forward_hook(keep)
    stack.callback(handle.remove)
    y = model(x)
    handle.remove()
""",
        why="the stack removes it",
    ),
    Valid(
        """
import torch
from torch import nn
def keep(module, inputs, output):
    pass
def peek(net, name, x):
    layer = net.get_submodule(name)
    handle = layer.register_forward_hook(keep)
    try:
        return net(x)
    finally:
        handle.remove()
""",
        why="a `finally` removes it",
    ),
    Valid(
        """
import torch
from torch import nn
def keep(module, inputs, output):
    pass
def measure(x):
    net = nn.Sequential(nn.Linear(2, 2)).to('cpu')
    layer = net.get_submodule('0')
    handle = layer.register_forward_hook(keep)
    net(x)
    handle.remove()
""",
        why="a part of a module that goes with the function",
    ),
]

INVALID = [
    Invalid(
        _HEAD
        + """
handle = model.register_forward_hook(keep)
# one batch
y = model(x)
z = y.sum()  # a number
handle.remove()
print(z)
""",
        line=8,
        fixed=_HEAD.strip("\n")
        + """

handle = model.register_forward_hook(keep)
# one batch
with handle:
    y = model(x)
    z = y.sum()  # a number
print(z)
""",
    ),
    Invalid(
        _HEAD
        + """
def extract(model, batches):
    handle = model[0].register_forward_hook(keep)
    for batch in batches:
        with torch.no_grad():
            model(batch)
    handle.remove()
    return batches
""",
        line=9,
        fixed=_HEAD.strip("\n")
        + """

def extract(model, batches):
    handle = model[0].register_forward_hook(keep)
    with handle:
        for batch in batches:
            with torch.no_grad():
                model(batch)
    return batches
""",
    ),
    Invalid(
        _HEAD
        + """
handles = []
for layer in model:
    handles.append(layer.register_forward_hook(keep))
y = model(x)
for handle in handles:
    handle.remove()
""",
        line=10,
    ),
    Invalid(
        _HEAD
        + """
handles = [layer.register_forward_pre_hook(lambda m, i: None) for layer in model]
y = model(x)
for h in handles:
    h.remove()
""",
        line=8,
    ),
    Invalid(
        """
import torch
from torch import nn
def keep(module, inputs, output):
    pass
def peek(net, name, x):
    layer = net.get_submodule(name)
    handle = layer.register_forward_hook(keep)
    net(x)
    handle.remove()
""",
        line=7,
        fixed="""
import torch
from torch import nn
def keep(module, inputs, output):
    pass
def peek(net, name, x):
    layer = net.get_submodule(name)
    handle = layer.register_forward_hook(keep)
    with handle:
        net(x)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
def keep(module, inputs, output):
    pass
def peek(net, x):
    handles = {}
    for name, layer in net.named_modules():
        handles[name] = layer.register_forward_hook(keep)
    net(x)
    for handle in handles.values():
        handle.remove()
""",
        line=8,
    ),
    Invalid(
        """
import torch
from torch import nn
def keep(module, inputs, output):
    pass
def peek(net, x):
    handles = []
    for layer in net:
        handles += [layer.register_forward_hook(keep)]
    net(x)
    [handle.remove() for handle in handles]
""",
        line=8,
    ),
]
