"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_LOAD = """
import torch
from torch import nn
m = nn.Linear(2, 2)
old = {PREFIX + k: v for k, v in nn.Linear(2, 2).state_dict().items()}
# %%
sd = m.state_dict()
kept = {k: v for k, v in old.items() if k in sd and v.shape == sd[k].shape}
LOOK
sd.update(kept)
m.load_state_dict(sd)
"""

VALID = [
    Valid(
        _LOAD.replace("PREFIX", "'module.'").replace(
            "LOOK", "print(len(kept), len(sd))"
        ),
        why="what was kept is counted",
        live=True,
    ),
    Valid(
        _LOAD.replace("PREFIX", "'module.'").replace("LOOK\n", "")
        + 'print(f"{len(kept)} of {len(sd)} loaded")\n',
        why="what was kept is counted in the next line",
        live=True,
    ),
    Valid(
        """
def load(model, old):
    report = model.load_state_dict(old, strict=False)
    print(report)
""",
        why="loaded with `strict=False`, and looked at",
    ),
    Valid(
        """
def load(model, old, log):
    state = model.state_dict()
    for key, value in old.items():
        if key in state:
            state[key] = value
        else:
            log(key)
    model.load_state_dict(state)
""",
        why="what does not match is named",
    ),
    Valid(
        """
def average(model, other):
    state = model.state_dict()
    state.update({k: v * 0.5 for k, v in state.items()})
    model.load_state_dict(state)
""",
        why="its own values, changed",
    ),
]

INVALID = [
    Invalid(
        _LOAD.replace("PREFIX", "'module.'").replace("LOOK\n", ""),
        line=4,
        cell=1,
        live=True,
        twin="""
import torch
from torch import nn
m = nn.Linear(2, 2)
old = {'module.' + k: v for k, v in nn.Linear(2, 2).state_dict().items()}
# %%
print(m.load_state_dict(old, strict=False))
""",
    ),
    Invalid(
        _LOAD.replace("PREFIX", "'module.'").replace("LOOK", "assert sd"),
        line=5,
        cell=1,
        live=True,
        twin=_LOAD.replace("PREFIX", "''").replace("LOOK", "assert sd"),
    ),
    Invalid(
        """
sd = m.state_dict()
old = {k: v for k, v in old.items() if k in sd and v.shape == sd[k].shape}
sd.update(old)
m.load_state_dict(sd)
""",
        line=4,
    ),
    Invalid(
        """
import torch
def resume(net, path):
    state = net.state_dict()
    for name, value in torch.load(path).items():
        if name in state and value.shape == state[name].shape:
            state[name] = value
    net.load_state_dict(state)
""",
        line=7,
    ),
    Invalid(
        """
import torch
class Trainer:
    def resume(self, path):
        own = self.model.state_dict()
        kept = {k: v for k, v in torch.load(path).items() if k in own}
        self.model.load_state_dict({**own, **kept})
""",
        line=6,
    ),
]
