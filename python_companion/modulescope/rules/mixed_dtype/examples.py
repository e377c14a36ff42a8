"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
from torch import nn
model = nn.Sequential(nn.Linear(2, 2, bias=False), nn.BatchNorm1d(2)).half()
model[1].float()
""",
        why="a norm layer that is kept in float32",
        live=True,
    ),
    Valid(
        """
from torch import nn
model = nn.Linear(2, 2).bfloat16()
""",
        why="one type",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
model.register_buffer('steps', torch.zeros(1, dtype=torch.int64))
""",
        why="a buffer of whole numbers",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2).half())
""",
        twin="""
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2)).half()
""",
        live=True,
    ),
]
