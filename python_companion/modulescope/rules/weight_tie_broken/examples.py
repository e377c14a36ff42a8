"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_NET = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(6, 3)
        self.out = nn.Linear(3, 6, bias=False)
        self.out.weight = TIED
    def forward(self, index):
        return self.out(self.embed(index))
# %%
model = Net()
"""

VALID = [
    Valid(
        _NET.replace("TIED", "self.embed.weight"),
        why="a tie",
        live=True,
    ),
    Valid(
        _NET.replace("TIED", "nn.Parameter(self.embed.weight.clone())"),
        why="a copy is meant",
        live=True,
    ),
    Valid(
        _NET.replace("TIED", "self.embed.weight")
        + "model.load_state_dict(Net().state_dict())\nmodel.double()\n",
        why="a load and a conversion keep the tie",
        live=True,
    ),
    Valid(
        _NET.replace("TIED", "self.embed.weight")
        + "model.load_state_dict(Net().state_dict(), assign=True)\n"
        "model.out.weight = model.embed.weight\n",
        why="tied again",
        live=True,
    ),
    Valid(
        _NET.replace("TIED", "self.embed.weight") + "model.to_empty(device='cpu')\n"
        "model.load_state_dict(Net().state_dict())\n",
        why="`to_empty` on the same device keeps the parameters",
        live=True,
    ),
    Valid(
        """
from torch import nn
def convert(old):
    new = nn.Linear(4, 4)
    new.weight = nn.Parameter(old.weight)
    return new
""",
        why="a parameter that moves into another module",
    ),
    Valid(
        """
from torch import nn
class Merged(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner
        self.outer = nn.Linear(4, 4)
        self.outer.weight = nn.Parameter(self.inner.weight)
        del self.inner
    def forward(self, x):
        return self.outer(x)
""",
        why="the old module is deleted",
    ),
    Valid(
        """
from torch import nn
model = nn.LSTM(4, 4, num_layers=2)
""",
        why="parameters that are parts of one memory",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
model = nn.ModuleDict({'e': nn.Embedding(6, 3), 'o': nn.Linear(3, 6, bias=False)})
model.o.weight = nn.Parameter(model.e.weight)
""",
        line=3,
        live=True,
        twin="""
from torch import nn
model = nn.ModuleDict({'e': nn.Embedding(6, 3), 'o': nn.Linear(3, 6, bias=False)})
model['o'].weight = model['e'].weight
""",
    ),
    Invalid(
        _NET.replace("TIED", "nn.Parameter(self.embed.weight)"),
        line=8,
        live=True,
        twin=_NET.replace("TIED", "self.embed.weight"),
    ),
    Invalid(
        _NET.replace("TIED", "self.embed.weight")
        + "model.load_state_dict(Net().state_dict(), assign=True)\n",
        line=2,
        cell=1,
        live=True,
        twin=_NET.replace("TIED", "self.embed.weight")
        + "model.load_state_dict(Net().state_dict())\n",
    ),
    Invalid(
        _NET.replace("TIED", "self.embed.weight")
        + "# %%\nmodel.out.weight = nn.Parameter(torch.randn(6, 3))\n",
        live=True,
        twin=_NET.replace("TIED", "self.embed.weight")
        + "# %%\nmodel.embed.weight.data.normal_()\n",
    ),
    Invalid(
        _NET.replace("TIED", "self.embed.weight").replace(
            "model = Net()",
            "with torch.device('meta'):\n    model = Net()\n"
            "model.to_empty(device='cpu')\n"
            "model.load_state_dict(Net().state_dict())",
        ),
        line=3,
        cell=1,
        live=True,
    ),
]
