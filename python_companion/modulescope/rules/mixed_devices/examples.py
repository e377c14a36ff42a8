"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
from torch import nn
model = nn.Linear(2, 2).to('cpu')
""",
        why="one device",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2, bias=False), nn.BatchNorm1d(2))
model.scale = torch.tensor(2.0)
""",
        why="a number without dimensions works with every device",
        live=True,
    ),
    Valid(
        """
from torch import nn
model = nn.Linear(2, 2, device='meta')
""",
        why="a model that holds no data yet",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
model[0].to('cuda')
""",
        twin="""
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
model.to('cuda')
""",
    ),
]
