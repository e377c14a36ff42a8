"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """
import torch
from torch import nn
model = nn.Linear(2, 2)
"""

VALID = [
    Valid(
        _HEAD
        + """
handle = model.register_forward_hook(lambda *values: handle.remove())
y = model(torch.ones(1, 2))
""",
        why="a forward hook may remove itself: torch goes through a copy",
    ),
    Valid(
        _HEAD
        + """
def keep(module, state, prefix, metadata):
    names.remove('old')
names = ['old']
handle = model.register_state_dict_post_hook(keep)
""",
        why="an item of a list is removed",
    ),
    Valid(
        _HEAD
        + """
probe = model.register_forward_hook(lambda *values: None)
def keep(module, state, prefix, metadata):
    probe.remove()
handle = model.register_state_dict_post_hook(keep)
""",
        why="a hook of another kind",
    ),
    Valid(
        _HEAD
        + """
other = nn.Linear(2, 2)
probe = other.register_state_dict_post_hook(lambda *values: None)
def keep(module, state, prefix, metadata):
    probe.remove()
handle = model.register_state_dict_post_hook(keep)
""",
        why="a hook of another module",
    ),
    Valid(
        _HEAD
        + """
def keep(module, state, prefix, metadata):
    done.append(module)
done = []
handle = model.register_state_dict_post_hook(keep)
with handle:
    state = model.state_dict()
handle.remove()
""",
        why="removed afterwards",
    ),
]

INVALID = [
    Invalid(
        _HEAD
        + """
handle = model.register_load_state_dict_post_hook(lambda module, keys: handle.remove())
model.load_state_dict(nn.Linear(2, 2).state_dict())
""",
        line=5,
        twin=_HEAD
        + """
handle = model.register_load_state_dict_post_hook(lambda module, keys: print(keys))
model.load_state_dict(nn.Linear(2, 2).state_dict())
handle.remove()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.handle = self._register_load_state_dict_pre_hook(self.once)
    def once(self, state, prefix, *rest):
        state.pop(prefix + 'old', None)
        self.handle.remove()
""",
        line=10,
    ),
    Invalid(
        _HEAD
        + """
# %%
def once(module, state, prefix, metadata):
    if 'weight' in state:
        handle.remove()
# %%
handle = model.register_state_dict_post_hook(once)
""",
        line=1,
        cell=2,
    ),
    Invalid(
        _HEAD
        + """
first = model.register_state_dict_pre_hook(lambda *values: None)
def once(module, prefix, keep_vars):
    first.remove()
second = model.register_state_dict_pre_hook(once)
""",
        line=7,
    ),
]
