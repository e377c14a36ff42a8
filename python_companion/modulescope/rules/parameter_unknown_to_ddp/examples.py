"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

# One process is enough: what DDP records does not depend on their number.
_SETUP = """
import tempfile, torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel as DDP
if not distributed.is_initialized():
    distributed.init_process_group(
        'gloo', init_method=f'file://{tempfile.mktemp()}', rank=0, world_size=1)
model = nn.Sequential(nn.Linear(4, 4))
"""

_WRAP = "# %%\nddp = DDP(model)\n"

VALID = [
    Valid(
        _SETUP + "model.head = nn.Linear(4, 1)\nddp = DDP(model)\n",
        why="the layer comes before the wrapper",
        live=True,
    ),
    Valid(
        _SETUP
        + "ddp = DDP(model)\nmodel.head = nn.Linear(4, 1).requires_grad_(False)\n",
        why="what is frozen needs no averaging",
        live=True,
    ),
    Valid(
        _SETUP + "ddp = DDP(model)\nmodel.act = nn.ReLU()\n",
        why="a layer without parameters",
        live=True,
    ),
    Valid(
        _SETUP + "model.head = nn.Linear(4, 1)\n",
        why="a model that is not wrapped",
        live=True,
    ),
    Valid(
        _SETUP + _WRAP + "# %%\nmodel.head = nn.Linear(4, 1)\n",
        why="the layer came first, then the wrapper",
        live=True,
        order=(0, 2, 1),
    ),
    Valid(
        _SETUP + _WRAP + "# %%\nmodel.head = nn.Linear(4, 1)\n",
        why="the model was wrapped again after the layer",
        live=True,
        order=(0, 1, 2, 1),
    ),
    Valid(
        _SETUP + _WRAP + "# %%\nif False:\n    model.head = nn.Linear(4, 1)\n",
        why="the layer cannot be reached",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _SETUP + "ddp = DDP(model)\n# %%\nmodel.head = nn.Linear(4, 1)\n",
        live=True,
        twin=_SETUP + "# %%\nmodel.head = nn.Linear(4, 1)\nddp = DDP(model)\n",
    ),
    Invalid(
        _SETUP
        + "model.head = nn.Linear(4, 1)\n# %%\nddp = DDP(model)\n# %%\n"
        + "model.head = nn.Linear(4, 2)\n",
        live=True,
        order=(0, 2, 1, 2),
        twin=_SETUP
        + "model.head = nn.Linear(4, 1)\n# %%\nddp = DDP(model)\n# %%\n"
        + "model.head = nn.Linear(4, 2)\nddp = DDP(model)\n",
    ),
    Invalid(
        _SETUP + "# %%\nmodel.head = nn.Linear(4, 1)\n" + _WRAP,
        live=True,
        order=(0, 2, 1),
    ),
    Invalid(
        _SETUP
        + _WRAP
        + "# %%\nif hasattr(model, 'head'):\n    ddp = DDP(model)\nelse:\n"
        + "    model.head = nn.Linear(4, 1)\n",
        live=True,
        twin=_SETUP
        + _WRAP
        + "# %%\nmodel.head = nn.Linear(4, 1)\nif hasattr(model, 'head'):\n"
        + "    ddp = DDP(model)\n",
    ),
]
