"""Near misses and bugs; one process, so that they run anywhere."""

from ...rulekit.rule import Invalid, Valid

_START = """
import torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel
from modulescope import watch
if not distributed.is_initialized():
    store = distributed.HashStore()
    distributed.init_process_group("gloo", store=store, rank=0, world_size=1)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.used = nn.Linear(3, 1)
        self.rest = nn.Linear(3, 1)
    def forward(self, x):
        return self.used(x){more}

model = DistributedDataParallel(Net(){flags})
# %%
with watch(model, every=1):
    model(torch.ones(4, 3)).sum().backward()
"""

VALID = [
    Valid(
        _START.format(more=" + self.rest(x)", flags=""),
        why="all parameters are used",
        live=True,
    ),
    Valid(
        _START.format(more="", flags=", find_unused_parameters=True"),
        why="DDP was told to look for them",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _START.format(more="", flags=""),
        live=True,
        twin=_START.format(more=" + self.rest(x)", flags=""),
    ),
]
