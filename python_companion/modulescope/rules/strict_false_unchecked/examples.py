"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_SETUP = """
import torch
from torch import nn
source = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1))
state = {PREFIX + key: value for key, value in source.state_dict().items()}
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1))
# %%
"""

VALID = [
    Valid(
        _SETUP.replace("PREFIX", "'module.'")
        + """report = model.load_state_dict(state, strict=False)
print(report.missing_keys)
""",
        why="the result is looked at",
        live=True,
    ),
    Valid(
        _SETUP.replace("PREFIX", "'module.'")
        + "print(model.load_state_dict(state, strict=False))\n",
        why="the result is printed",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
model.load_state_dict(torch.load('weights.pt'))
""",
        why="strict, which raises",
    ),
    Valid(
        """
import torch
def load(model, path):
    state = torch.load(path)
    state.pop('head.weight')
    model.load_state_dict(state, strict=False)
""",
        why="the keys that are missing were taken out here",
    ),
    Valid(
        """
import torch
def load(model, path):
    state = torch.load(path)
    state = {k: v for k, v in state.items() if not k.startswith('head.')}
    model.load_state_dict(state, strict=False)
""",
        why="a part is chosen",
    ),
    Valid(
        """
def make(controlnet, unet):
    controlnet.mid.load_state_dict(unet.mid.state_dict(), strict=False)
""",
        why="a part of another model is copied",
    ),
    Valid(
        """
import torch
def load(model, paths):
    for path in paths:
        shard = torch.load(path)
        model.load_state_dict(shard, strict=False)
""",
        why="each shard is a part",
    ),
]

INVALID = [
    Invalid(
        _SETUP.replace("PREFIX", "'module.'")
        + "model.load_state_dict(state, strict=False)\n",
        line=1,
        cell=1,
        live=True,
        twin=_SETUP.replace("PREFIX", "''")
        + "model.load_state_dict(state, strict=False)\n",
        fixed="print(model.load_state_dict(state, strict=False))",
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
_ = model.load_state_dict(torch.load('weights.pt')['model'], strict=False)
""",
        line=4,
        fixed="""
import torch
from torch import nn
model = nn.Linear(2, 2)
print(model.load_state_dict(torch.load('weights.pt')['model'], strict=False))
""",
    ),
    Invalid(
        """
import torch
class Trainer:
    def resume(self, path):
        checkpoint = torch.load(path)
        self.model.load_state_dict(checkpoint['model'], False)
""",
        line=5,
        fixed="""
import torch
class Trainer:
    def resume(self, path):
        checkpoint = torch.load(path)
        print(self.model.load_state_dict(checkpoint['model'], False))
""",
    ),
    Invalid(
        """
from torch import nn
model = nn.ModuleDict({'body': nn.Linear(2, 2), 'fc': nn.Linear(2, 2)})
checkpoint = {'model': nn.ModuleDict({'body': nn.Linear(2, 2)}).state_dict()}
checkpoint['model']['body.w'] = checkpoint['model'].pop('body.weight')
# %%
model.load_state_dict(checkpoint['model'], strict=False)
""",
        line=1,
        cell=1,
        live=True,
        twin="""
from torch import nn
model = nn.ModuleDict({'body': nn.Linear(2, 2), 'fc': nn.Linear(2, 2)})
checkpoint = {'model': nn.ModuleDict({'body': nn.Linear(2, 2)}).state_dict()}
# %%
model.load_state_dict(checkpoint['model'], strict=False)
""",
        fixed="print(model.load_state_dict(checkpoint['model'], strict=False))",
    ),
]
