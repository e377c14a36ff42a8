"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_NET = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)])
        self.attention = nn.MultiheadAttention(2, 1)
    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.attention(x, x, x)[0]
net, seen = Net(), []
def keep(module, *values):
    seen.append(module)
"""

_TWO_HEADS = """
import torch
from torch import nn
from modulescope import watch
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body, self.head = nn.Linear(2, 2), nn.Linear(2, 2)
        self.spare = nn.Linear(2, 2)
    def forward(self, x):
        return self.head(self.body(x))
net, seen = Net(), []
def keep(module, *values):
    seen.append(module)
handle = net.{child}.register_forward_hook(keep)
# %%
with watch(net, every=1):
    for _ in range({steps}):
        net(torch.ones(1, 2)).sum().backward()
"""

VALID = [
    Valid(
        _TWO_HEADS.format(child="head", steps=8),
        why="a watch saw the module called",
        live=True,
    ),
    Valid(
        _TWO_HEADS.format(child="spare", steps=3),
        why="three calls may leave a module out by chance",
        live=True,
    ),
    Valid(
        _NET
        + """
handles = [layer.register_forward_hook(keep) for layer in net.layers]
y = net(torch.ones(1, 2))
""",
        why="the elements are called",
        live=True,
    ),
    Valid(
        _NET
        + """
handle = net.attention.register_forward_hook(keep)
""",
        why="the attention itself is called",
        live=True,
    ),
    Valid(
        _NET
        + """
handles = [module.register_forward_hook(keep) for module in net.modules()]
""",
        why="a loop over all modules reaches those that run, too",
        live=True,
    ),
    Valid(
        _NET
        + """
handle = net.layers.register_state_dict_post_hook(keep)
state = net.state_dict()
""",
        why="state dicts are collected from containers",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Steps(nn.ModuleList):
    def forward(self, x):
        for step in self:
            x = step(x)
        return x
steps = Steps([nn.Linear(2, 2)])
handle = steps.register_forward_hook(print)
""",
        why="a list with a `forward` of its own",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Tool(nn.Module):
    def __call__(self, x):
        return super().__call__(x)
    def _run(self, x):
        return x
tool = Tool()
tool.forward = tool._run
handle = tool.register_forward_hook(lambda *values: None)
y = tool(torch.ones(1))
""",
        why="`forward` was set on the object",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _NET
        + """
handle = net.layers.register_forward_hook(keep)
y = net(torch.ones(1, 2))
""",
        live=True,
        twin=_NET
        + """
handle = net.layers[0].register_forward_hook(keep)
y = net(torch.ones(1, 2))
""",
    ),
    Invalid(
        _NET
        + """
handle = net.attention.out_proj.register_forward_hook(lambda *values: None)
""",
        live=True,
        twin=_NET
        + """
handle = net.attention.register_forward_hook(lambda *values: None)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
    def encode(self, x):
        return self.fc(x)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
    def forward(self, x):
        return self.encoder.encode(x)
net, shapes = Net(), []
def keep(module, inputs, output):
    shapes.append(output.shape)
# %%
handle = net.encoder.register_forward_hook(keep)
y = net(torch.ones(1, 2))
""",
        live=True,
        order=(0, 1, 1),
    ),
    Invalid(
        _TWO_HEADS.format(child="spare", steps=8),
        live=True,
        twin=_TWO_HEADS.format(child="head", steps=8),
    ),
]
