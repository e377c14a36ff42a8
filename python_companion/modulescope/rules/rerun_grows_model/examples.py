"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_BUILD = """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4))
# %%
"""

VALID = [
    Valid(
        "import torch\nfrom torch import nn\n"
        "model = nn.Sequential(nn.Linear(4, 4))\nmodel.append(nn.ReLU())",
        why="the cell builds the model, too",
        live=True,
        order=(0, 0),
    ),
    Valid(
        _BUILD + "model.head = nn.Linear(4, 2)",
        why="another run replaces the layer",
        live=True,
        order=(0, 1, 1),
    ),
    Valid(
        _BUILD + 'model.add_module("act", nn.ReLU())',
        why="the same name is replaced",
        live=True,
        order=(0, 1, 1),
    ),
    Valid(
        _BUILD + "while len(model) < 3:\n    model.append(nn.ReLU())",
        why="a loop that asks how many layers there are",
        live=True,
        order=(0, 1, 1),
    ),
    Valid(
        _BUILD + "for _ in range(len(model), 3):\n    model.append(nn.ReLU())",
        why="a loop that fills the model up",
        live=True,
        order=(0, 1, 1),
    ),
    Valid(
        _BUILD + "del model[1:]\nfor _ in range(2):\n    model.append(nn.ReLU())",
        why="the cell takes out first what its last run added",
    ),
    Valid(
        _BUILD + "layers = []\n# %%\nlayers.append(nn.ReLU())",
        why="a plain list, not a model",
    ),
    Valid(
        _BUILD + "from torch.nn.parallel import DataParallel\n"
        "model = nn.DataParallel(model)",
        why="no layer of the model",
    ),
]

INVALID = [
    Invalid(
        _BUILD + "model.append(nn.ReLU())",
        line=1,
        cell=1,
        live=True,
        order=(0, 1, 1, 1),
        twin="import torch\nfrom torch import nn\n# %%\n"
        "model = nn.Sequential(nn.Linear(4, 4))\nmodel.append(nn.ReLU())",
    ),
    Invalid(
        _BUILD + "for _ in range(2):\n    model.append(nn.Linear(4, 4))",
        line=2,
        cell=1,
        live=True,
        order=(0, 1, 1),
        twin="import torch\nfrom torch import nn\n# %%\n"
        "model = nn.Sequential(nn.Linear(4, 4))\n"
        "for _ in range(2):\n    model.append(nn.Linear(4, 4))",
    ),
    Invalid(
        _BUILD + "model = nn.Sequential(model, nn.Dropout(0.5))",
        line=1,
        cell=1,
        live=True,
        order=(0, 1, 1),
        twin="import torch\nfrom torch import nn\n# %%\n"
        "model = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5))",
    ),
    Invalid(
        """
import torch.nn as tnn
class Gate(tnn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner
net = tnn.Linear(2, 2)
# %%
net = Gate(net)
""",
        line=1,
        cell=1,
    ),
]
