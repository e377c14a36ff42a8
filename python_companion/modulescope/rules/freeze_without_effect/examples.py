"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_NET = """
from torch import nn
net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
"""
_TRAINED = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(2, 2)
        self.head = nn.Linear(2, 1)
        {set}
    def forward(self, x):
        return self.head(self.body(x))
"""

VALID = [
    Valid(
        _NET + "net[0].weight.requires_grad = False\n"
        "for p in net[2].parameters():\n    p.requires_grad = False\n",
        why="the tensors themselves",
        live=True,
    ),
    Valid(
        _NET + "net[0].requires_grad_(False)\nnet.requires_grad_(requires_grad=True)\n",
        why="the method of the module",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, requires_grad=False):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.requires_grad = requires_grad
    def forward(self, x):
        x = self.fc(x)
        return x if self.requires_grad else x.detach()
net = Net()
# %%
net.requires_grad = True
net.requires_grad = False
""",
        why="a flag of the class itself",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
    @property
    def requires_grad(self):
        return self.fc.weight.requires_grad
    @requires_grad.setter
    def requires_grad(self, value):
        self.requires_grad_(value)
net = Net()
net.requires_grad = False
""",
        why="a property that sets the parameters",
        live=True,
    ),
    Valid(
        """
from torch import nn
from nets import Base
class Net(Base, nn.Module):
    pass
net = Net()
net.requires_grad = False
""",
        why="a class of another file may have such a property",
    ),
    Valid(
        """
class Options:
    pass
options = Options()
options.require_grad = False
def freeze(thing):
    thing.require_grad = False
    thing.requires_grad = False
""",
        why="no module and no tensor, or nobody knows",
    ),
    Valid(
        """
import torch
x = torch.rand(2).detach()
x.requires_grad = True
y = x.data
y.requires_grad = True
print(x.requires_grad == True, y.requires_grad)
x.requires_grad == False
""",
        why="a copy with a name; comparisons whose results are shown",
    ),
    Valid(
        _NET
        + """kept = {}
for name, value in net.state_dict().items():
    value.requires_grad = True
    kept[name] = value
for value in net.state_dict(keep_vars=True).values():
    value.requires_grad = False
""",
        why="tensors that are used later, and the parameters themselves",
    ),
    Valid(
        _NET + "fast = all(p.requires_grad == False for p in net.parameters())\n"
        "def frozen(layer):\n    return layer.weight.requires_grad == False\n",
        why="comparisons that somebody asks for",
    ),
    Valid(
        """
from transformers import AutoModel
model = AutoModel.from_pretrained('a')
other = model.config
other.requires_grad = False
for p in model.parameters():
    p.requires_grad = False
""",
        why="a configuration, and real parameters",
    ),
    Valid(
        _NET + "net[0].requires_grad_(False)\n"
        "frozen = [p for p in net.parameters() if p.requires_grad == False]\n",
        why="a comparison in a filter",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _NET + "net[0].requires_grad = False\n",
        line=3,
        live=True,
        fixed=_NET + "net[0].requires_grad_(False)\n",
        twin=_NET + "net[0].requires_grad_(False)\n",
    ),
    Invalid(
        _NET + "# %%\nfor p in net.parameters():\n    p.require_grad = False  # all\n",
        line=2,
        cell=1,
        live=True,
        fixed="for p in net.parameters():\n    p.requires_grad = False  # all\n",
        twin=_NET + "# %%\nfor p in net.parameters():\n    p.requires_grad = False\n",
    ),
    Invalid(
        _NET + "for layer in net:\n    layer.requires_grad = False\n",
        line=4,
        live=True,
        fixed=_NET + "for layer in net:\n    layer.requires_grad_(False)\n",
    ),
    Invalid(
        _NET + "for name, child in net.named_children():\n"
        "    if name != '2':\n        child.requires_grad = False\n",
        line=5,
        live=True,
        fixed=_NET + "for name, child in net.named_children():\n"
        "    if name != '2':\n        child.requires_grad_(False)\n",
    ),
    Invalid(
        _TRAINED.format(set="self.body.requires_grad = False") + "net = Net()\n",
        line=8,
        live=True,
        fixed=_TRAINED.format(set="self.body.requires_grad_(False)") + "net = Net()\n",
    ),
    Invalid(
        _TRAINED.format(set="pass") + "# %%\nnet = Net()\nnet.requires_grad_(False)\n"
        "net.head.requires_grad = True\n",
        line=3,
        cell=1,
        live=True,
        fixed="net = Net()\nnet.requires_grad_(False)\nnet.head.requires_grad_(True)\n",
    ),
    Invalid(
        _NET + "def freeze(model: nn.Module):\n    model.requires_grad = False\n"
        "freeze(net)\n",
        line=4,
        live=True,
        fixed=_NET + "def freeze(model: nn.Module):\n    model.requires_grad_(False)\n"
        "freeze(net)\n",
    ),
    Invalid(
        _NET + "for p in net.parameters():\n    p.requires_grad_ = False\n",
        line=4,
        live=True,
        fixed=_NET + "for p in net.parameters():\n    p.requires_grad = False\n",
    ),
    Invalid(
        _NET + "net[0].weight.data.requires_grad = False\n",
        line=3,
        fixed=_NET + "net[0].weight.requires_grad = False\n",
    ),
    Invalid(
        _NET + "for p in net.parameters():\n    p.detach().requires_grad = False\n",
        line=4,
        fixed=_NET + "for p in net.parameters():\n    p.requires_grad = False\n",
    ),
    Invalid(
        _NET + "for name, value in net.state_dict().items():\n"
        "    value.requires_grad = False\n",
        line=4,
    ),
    Invalid(
        _NET + "for p in net.parameters():\n    p.requires_grad == False\n",
        line=4,
        fixed=_NET + "for p in net.parameters():\n    p.requires_grad = False\n",
    ),
    Invalid(
        """
from torch import nn
def build():
    return nn.ModuleDict({'a': nn.Linear(2, 2)})
# %%
nets = [build(), build()]
for each in nets:
    each.requires_grads = False
net = nets[0]
""",
        line=3,
        cell=1,
        live=True,
        fixed="""nets = [build(), build()]
for each in nets:
    each.requires_grad_(False)
net = nets[0]
""",
    ),
    Invalid(
        _NET + "def freeze(model):\n    for child in model.children():\n"
        "        child.requires_grad = False\nfreeze(net)\n",
        line=5,
        live=True,
        fixed=_NET + "def freeze(model):\n    for child in model.children():\n"
        "        child.requires_grad_(False)\nfreeze(net)\n",
    ),
]
