"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """
import torch
from torch import nn
features = []
"""

VALID = [
    Valid(
        _HEAD
        + """
lstm = nn.LSTM(4, 4)
handle = lstm.register_forward_hook(lambda m, i, o: features.append(o[0].detach()))
y = lstm(torch.ones(1, 1, 4))
""",
        why="takes the tensor out",
        live=True,
    ),
    Valid(
        _HEAD
        + """
fc = nn.Linear(4, 4)
handle = fc.register_forward_hook(lambda m, i, o: features.append(o.detach()))
y = fc(torch.ones(1, 4))
""",
        why="a Linear returns a tensor",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def keep(module, inputs, output):
    output = output[0]
    features.append(output.detach())
gru = nn.GRU(4, 4)
handle = gru.register_forward_hook(keep)
y = gru(torch.ones(1, 1, 4))
""",
        why="the name is bound again",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def keep(module, inputs, output):
    state, output = output[1], output[0]
    features.append(output.detach())
gru = nn.GRU(4, 4)
handle = gru.register_forward_hook(keep)
y = gru(torch.ones(1, 1, 4))
""",
        why="two names are bound at once",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def keep(module, inputs, output):
    try:
        features.append(output.detach())
    except AttributeError:
        features.append(output[0].detach())
gru = nn.GRU(4, 4)
handle = gru.register_forward_hook(keep)
y = gru(torch.ones(1, 1, 4))
""",
        why="the function is prepared for a tuple",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def keep(module, inputs, output):
    if module.bidirectional:
        features.append(output.detach())
gru = nn.GRU(4, 4)
handle = gru.register_forward_hook(keep)
y = gru(torch.ones(1, 1, 4))
""",
        why="the branch may be one for other modules",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def keep(module, inputs, output):
    if isinstance(output, tuple):
        output = output[0]
    features.append(output.detach())
attention = nn.MultiheadAttention(4, 1)
handle = attention.register_forward_hook(keep)
x = torch.ones(1, 1, 4)
y = attention(x, x, x)
""",
        why="the function looks first",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def keep(module, inputs, output):
    features.append((len(inputs), output.count(None)))
lstm = nn.LSTM(4, 4)
handle = lstm.register_forward_hook(keep)
""",
        why="tuples have these",
        live=True,
    ),
    Valid(
        _HEAD
        + """
class First(nn.LSTM):
    def forward(self, x):
        return super().forward(x)[0]
lstm = First(4, 4)
handle = lstm.register_forward_hook(lambda m, i, o: features.append(o.detach()))
y = lstm(torch.ones(1, 1, 4))
""",
        why="a subclass that returns the output only",
        live=True,
    ),
    Valid(
        _HEAD
        + """
weight = torch.ones(2, requires_grad=True)
handle = weight.register_hook(lambda gradient: gradient.clamp(-1, 1))
""",
        why="a tensor hook gets a tensor",
        live=True,
    ),
    Valid(
        _HEAD
        + """
def keep(module, args, kwargs, output):
    features.append((list(kwargs.keys()), output.detach()))
fc = nn.Linear(4, 4)
handle = fc.register_forward_hook(keep, with_kwargs=True)
y = fc(torch.ones(1, 4))
""",
        why="keyword arguments come as a dictionary",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _HEAD
        + """
lstm = nn.LSTM(4, 4)
handle = lstm.register_forward_hook(lambda m, i, o: features.append(o.detach()))
""",
        line=6,
        live=True,
        twin=_HEAD
        + """
lstm = nn.LSTM(4, 4)
handle = lstm.register_forward_hook(lambda m, i, o: features.append(o[0].detach()))
""",
    ),
    Invalid(
        """
import torch
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self):
        super().__init__()
        self.attention = tnn.MultiheadAttention(4, 1)
    def forward(self, x):
        return self.attention(x, x, x)[0]
shapes = {}
def make(name):
    def keep(module, inputs, output):
        shapes[name] = output.shape
    return keep
# %%
net = Net()
handles = [
    module.register_forward_hook(make(name)) for name, module in net.named_modules()
]
""",
        line=3,
        cell=1,
        live=True,
    ),
    Invalid(
        _HEAD
        + """
class Recorder:
    def keep(self, module, grad_input, grad_output):
        self.norm = grad_output.norm()
recorder, fc = Recorder(), nn.Linear(4, 4)
handle = fc.register_full_backward_hook(recorder.keep)
""",
        line=7,
        live=True,
    ),
    Invalid(
        _HEAD
        + """
def keep(module, args):
    features.append(args.shape)
handle = nn.Linear(4, 4).register_forward_pre_hook(keep)
""",
        line=6,
    ),
    Invalid(
        _HEAD
        + """
class Split(nn.Module):
    def forward(self, x):
        return x + 1, x - 1
split = Split()
def keep(module, inputs, output):
    features.append(output.detach())
handle = split.register_forward_hook(keep)
""",
        line=10,
    ),
    Invalid(
        _HEAD
        + """
model = nn.ModuleDict({'a': nn.LSTM(4, 4), 'b': nn.Linear(4, 4)})
def keep(module, inputs, output):
    features.append(output.mean().item())
handles = []
for layer in model.modules():
    if isinstance(layer, (nn.LSTM, nn.GRU)):
        handles.append(layer.register_forward_hook(keep))
""",
        line=7,
        live=True,
    ),
    Invalid(
        _HEAD
        + """
class Recorder:
    def keep(self, module, inputs, output):
        features.append(output.detach())
# %%
recorders, handles = {}, []
for name in ('a', 'b'):
    recorders[name] = Recorder()
    lstm = nn.LSTM(4, 4)
    handles.append(lstm.register_forward_hook(recorders[name].keep))
""",
        line=5,
        cell=1,
    ),
]
