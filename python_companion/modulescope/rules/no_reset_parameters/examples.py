"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_RESET = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.empty(4))
        self.reset_parameters()
    def reset_parameters(self):
        nn.init.ones_(self.w)
model = Net()
"""

VALID = [
    Valid(_RESET, why="the values can be made again", live=True),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        nn.init.zeros_(self.fc.bias)
model = Net()
""",
        why="the parameters are those of a layer",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(4))
model = Scale()
""",
        why="the value is made with the parameter",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
from blocks import Resettable
class Scale(Resettable, nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.empty(4))
        nn.init.ones_(self.w)
""",
        why="a base that the notebook does not show may have the method",
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.empty(4))
        nn.init.ones_(self.w)
model = Net()
""",
        line=3,
        live=True,
        twin=_RESET,
    ),
    Invalid(
        """
import torch
import torch.nn as tnn
from torch.nn.init import xavier_uniform_
class Base(tnn.Module):
    pass
# %%
class Net(Base):
    def __init__(self):
        super().__init__()
        self.w = tnn.Parameter(torch.empty(4, 4))
        xavier_uniform_(self.w)
model = tnn.Sequential(Net(), Net())
""",
        line=1,
        cell=1,
        live=True,
    ),
]
