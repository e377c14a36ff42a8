"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_SETUP = """
from torch import nn
def init(module):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, std=0.3)
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
state = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1)).state_dict()
# %%
"""

VALID = [
    Valid(
        _SETUP + "model.apply(init)\n# %%\nmodel.load_state_dict(state)\n",
        why="the load comes last",
        live=True,
    ),
    Valid(
        _SETUP + "model.load_state_dict(state)\n# %%\nmodel[1].apply(init)\n",
        why="a new head",
        live=True,
    ),
    Valid(
        _SETUP + "model.apply(init)\n# %%\nmodel.load_state_dict(state)\n",
        why="the cells ran in this order, and the load again at the end",
        live=True,
        order=(0, 2, 1, 2),
    ),
    Valid(
        """
from torch import nn
def build(model, path, load):
    if path:
        model.load_state_dict(load(path))
    else:
        model.apply(init_weights)
    return model
""",
        why="either or",
    ),
    Valid(
        """
from torch import nn
def build(model, path, load):
    if path:
        model.load_state_dict(load(path))
        return model
    model.apply(init_weights)
    return model
""",
        why="the function has returned",
    ),
    Valid(
        """
from torch import nn
def freeze(module):
    if isinstance(module, nn.BatchNorm2d):
        module.eval()
def build(model, state):
    model.load_state_dict(state)
    model.apply(freeze)
""",
        why="what is applied initialises nothing",
    ),
    Valid(
        """
from torch import nn
def build(model, state):
    model.load_state_dict(state, strict=True)
    for name, parameter in model.named_parameters():
        if 'head' in name:
            nn.init.normal_(parameter, std=0.02)
""",
        why="a part, chosen by name",
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, state):
        super().__init__()
        self.body = nn.Linear(2, 2)
        self.apply(self._init)
        self.body.load_state_dict(state)
    def _init(self, module):
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=0.3)
    def forward(self, x):
        return self.body(x)
""",
        why="loaded after the initialisation, in a constructor",
    ),
    Valid(
        _SETUP
        + """if state:
    model.load_state_dict(state)
else:
    model.apply(init)
""",
        why="either or, in a cell",
        live=True,
    ),
    Valid(
        _SETUP + "model.load_state_dict(state)\nif False:\n    model.apply(init)\n",
        why="the initialisation cannot be reached",
        live=True,
    ),
    Valid(
        """
from torch import nn
def build(model, state):
    model.load_state_dict(state)
    return model
    model.apply(init_weights)
""",
        why="the function has returned before",
    ),
    Valid(
        _SETUP + "model.load_state_dict(state)\n# %%\nmodel.apply(init)\n",
        why="the cells ran in the other order",
        live=True,
        order=(0, 2, 1),
    ),
]

INVALID = [
    Invalid(
        "m.load_state_dict(sd)\nm.apply(init)\n",
        line=2,
    ),
    Invalid(
        _SETUP + "model.load_state_dict(state)\n# %%\nmodel.apply(init)\n",
        line=1,
        cell=2,
        live=True,
        twin=_SETUP + "model.apply(init)\n# %%\nmodel.load_state_dict(state)\n",
    ),
    Invalid(
        _SETUP + "model.apply(init)\n# %%\nmodel.load_state_dict(state)\n",
        line=1,
        cell=1,
        live=True,
        order=(0, 1, 2, 1),
    ),
    Invalid(
        _SETUP
        + """model.load_state_dict(state)
for layer in model.modules():
    if isinstance(layer, nn.Linear):
        layer.reset_parameters()
""",
        line=2,
        cell=1,
        live=True,
    ),
    Invalid(
        """
from torch import nn
from transformers import AutoModel
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = AutoModel.from_pretrained('bert-base-uncased')
        self.head = nn.Linear(768, 2)
        self.init_weights()
    def init_weights(self):
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)
    def forward(self, x):
        return self.head(self.body(x).pooler_output)
""",
        line=8,
    ),
    Invalid(
        _SETUP + "model.apply(init)\n# %%\nmodel.load_state_dict(state)\n",
        line=1,
        cell=1,
        live=True,
        order=(0, 2, 1),
    ),
    Invalid(
        _SETUP
        + """if state:
    model.load_state_dict(state)
    model.apply(init)
""",
        line=3,
        cell=1,
        live=True,
    ),
]
