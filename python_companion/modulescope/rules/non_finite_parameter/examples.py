"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
model.register_buffer('mask', torch.zeros(2, 2).fill_(float('-inf')))
""",
        why="a mask of `-inf`",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
mask = torch.zeros(2, 2).fill_(float('-inf')).triu_(1)
model.mask = nn.Parameter(mask, requires_grad=False)
""",
        why="a mask that is kept as a frozen parameter",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
model.register_buffer('best', torch.tensor(float('nan')))
model.register_buffer('seen', torch.full((3,), float('nan')))
""",
        why="NaN as a mark for values that are not set yet",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
nn.init.constant_(model.bias, 1e30)
""",
        why="large values, whose squares overflow",
        live=True,
    ),
    Valid(
        """
from torch import nn
model = nn.Sequential(nn.LazyLinear(2), nn.Linear(2, 2, device='meta'))
""",
        why="tensors without values",
        live=True,
    ),
]

_DIVERGES = """
import torch
from torch import nn
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(8, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
x, y = torch.randn(64, 8), torch.randn(64, 1)
# %%
for _ in range(200):
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
"""

INVALID = [
    Invalid(
        _DIVERGES.replace("RATE", "100.0"),
        live=True,
        twin=_DIVERGES.replace("RATE", "0.05"),
    ),
    Invalid(
        """
from torch import nn
model = nn.Linear(2, 2)
# %%
model.weight.data.fill_(float('nan'))
""",
        live=True,
        twin="""
from torch import nn
model = nn.Linear(2, 2)
# %%
model.weight.data.fill_(0.5)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
norm = nn.BatchNorm1d(2)
with torch.no_grad():
    norm(torch.full((4, 2), float('nan')))
""",
        live=True,
        twin="""
import torch
from torch import nn
norm = nn.BatchNorm1d(2)
with torch.no_grad():
    norm(torch.ones(4, 2))
""",
    ),
]
