"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_START = """
import torch
from torch import nn
from modulescope import watch
torch.manual_seed(0)
model = nn.Sequential(*[k for _ in range({depth}) for k in (nn.Linear(64, 64), {act})])
{change}
optimizer = torch.optim.{optimizer}(model.parameters(), lr=1e-4)
# %%
with watch(model, optimizer=optimizer, every=1):
    for _ in range(3):
        optimizer.zero_grad()
        ({scale} * model(torch.randn(32, 64)).square().mean()).backward()
        optimizer.step()
"""


def _cells(
    act: str = "nn.Tanh()",
    change: str = "pass",
    optimizer: str = "SGD",
    scale: str = "1.0",
    depth: int = 6,
) -> str:
    return _START.format(
        act=act, change=change, optimizer=optimizer, scale=scale, depth=depth
    )


_REBUILT = """
import torch
from torch import nn
from modulescope import watch
torch.manual_seed(0)
def train(scale):
    model = nn.Sequential(nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 64))
    for _ in range(3):
        model.zero_grad()
        (scale * model(torch.randn(32, 64)).square().mean()).backward()
    return model
# %%
with watch(every=1):
    for scale in ({scales}):
        model = train(scale)
"""
_NAN_LAST = _REBUILT.format(scales="1.0, float('nan')")
_NAN_FIRST = _REBUILT.format(scales="float('nan'), 1.0")

VALID = [
    Valid(_cells(), why="a healthy network", live=True),
    Valid(
        _cells(scale="1e8", optimizer="Adam"),
        why="a loss times 1e8 changes no ratio",
        live=True,
    ),
    Valid(_cells(scale="1e-6"), why="nor does a loss times 1e-6", live=True),
    Valid(
        _cells(change="nn.init.zeros_(model[-2].weight)"),
        why="a last layer that starts at zero",
        live=True,
    ),
    Valid(_NAN_FIRST, why="the NaN was of a model that was rebuilt since", live=True),
]

INVALID = [
    Invalid(
        _cells(act="nn.Sigmoid()", depth=20),
        live=True,
        twin=_cells(act="nn.Tanh()", depth=6),
    ),
    Invalid(
        _cells(optimizer="Adam", scale="1e-12"),
        live=True,
        twin=_cells(optimizer="Adam"),
    ),
    Invalid(_cells(scale="1e8"), live=True, twin=_cells(scale="1e8", optimizer="Adam")),
    Invalid(_NAN_LAST, live=True, twin=_NAN_FIRST),
]
