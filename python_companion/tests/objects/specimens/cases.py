"""The register of difficult objects, and what their makers share.

Each maker returns a fresh object. Hostile code that runs writes its name to `RAN`.
`counts=False` marks what torch itself cannot count, or counts by running code.
"""

import contextlib
import functools
import os
import warnings

from torch import nn

RAN = []
CASES = {}
KEPT = []
"""What cases must keep alive: weak references, process groups."""


def case(make=None, *, counts=True):
    if make is None:
        return functools.partial(case, counts=counts)
    CASES[make.__name__] = (make, counts)
    return make


@contextlib.contextmanager
def quiet():
    """What a library says while it makes a model is not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def ran(name):
    RAN.append(name)


class Block(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.linear = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)

    def forward(self, x):
        return self.norm(self.linear(x))


def one_process():
    import torch.distributed as dist

    if not dist.is_initialized():
        os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "0"}
        store = dist.HashStore()
        dist.init_process_group("gloo", store=store, rank=0, world_size=1)
        KEPT.append(store)
