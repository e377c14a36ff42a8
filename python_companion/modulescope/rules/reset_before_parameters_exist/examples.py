"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """import torch
from torch import nn
"""


def _layer(reset: str, init: str = "self.scale = nn.Parameter(torch.ones(1))") -> str:
    """A linear layer with these lines after `super().__init__()` and in the reset."""
    lines = [
        "class Scaled(nn.Linear):",
        "    def __init__(self, i, o, flag=True):",
        "        super().__init__(i, o)",
        *(f"        {line}" for line in init.split("\n")),
        "    def reset_parameters(self):",
        *(f"        {line}" for line in reset.split("\n")),
    ]
    return _HEAD + "\n".join(lines) + "\n"


VALID = [
    Valid(
        _HEAD
        + """class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(1))
        self.reset_parameters()
    def reset_parameters(self):
        nn.init.ones_(self.scale)
""",
        why="nn.Module calls no reset_parameters",
    ),
    Valid(
        _layer("nn.init.zeros_(self.weight)\nnn.init.zeros_(self.bias)"),
        why="torch has set these",
    ),
    Valid(
        _layer("if hasattr(self, 'scale'):\n    nn.init.ones_(self.scale)"),
        why="guarded by hasattr",
    ),
    Valid(
        _layer(
            "super().reset_parameters()\n"
            "if not hasattr(self, 'scale'):\n    return\n"
            "nn.init.ones_(self.scale)"
        ),
        why="an early return",
    ),
    Valid(
        _layer("self.scale = 1.0\nself.bias.data.fill_(self.scale)"),
        why="the reset sets it itself",
    ),
    Valid(
        _layer("nn.init.ones_(getattr(self, 'scale', self.weight))"),
        why="getattr asks",
    ),
    Valid(
        _HEAD
        + """class Scaled(nn.Linear):
    scale = None
    def __init__(self, i, o):
        super().__init__(i, o)
        self.scale = nn.Parameter(torch.ones(1))
        self.reset_parameters()
    def reset_parameters(self):
        super().reset_parameters()
        print(self.scale)
""",
        why="the class has the name already",
    ),
    Valid(
        _HEAD
        + """class Scaled(nn.Linear):
    def __init__(self, i, o, std=0.1):
        self.std = std
        super().__init__(i, o)
        self.extra = 2
    def reset_parameters(self):
        nn.init.normal_(self.weight, std=self.std)
""",
        why="set before `super().__init__()`",
    ),
    Valid(
        _HEAD
        + """class Table(nn.Embedding):
    def __init__(self, weight):
        super().__init__(*weight.shape, _weight=weight)
        self.scale = nn.Parameter(torch.ones(1))
    def reset_parameters(self):
        nn.init.ones_(self.scale)
""",
        why="an embedding that is given its weight resets nothing",
    ),
    Valid(
        """
from torch import nn
class Scaled(nn.Linear):
    def __init__(self, size, scale):
        nn.Module.__init__(self)
        self.scale = scale
        nn.Linear.__init__(self, size, size)
    def reset_parameters(self):
        nn.init.normal_(self.weight, std=self.scale)
""",
        why="the layer's own `__init__` comes last; that of Module resets nothing",
    ),
]

INVALID = [
    Invalid(
        _layer("super().reset_parameters()\nnn.init.ones_(self.scale)")
        + "layer = Scaled(4, 2)\n",
        line=9,
        twin=_layer(
            "super().reset_parameters()\n"
            "if hasattr(self, 'scale'):\n    nn.init.ones_(self.scale)",
            "self.scale = nn.Parameter(torch.empty(1))\nself.reset_parameters()",
        )
        + "layer = Scaled(4, 2)\n",
    ),
    Invalid(
        """
import torch
import torch.nn as tnn
class Norm(tnn.LayerNorm):
    def __init__(self, size, std):
        super().__init__(size)
        self.std = std
    def reset_parameters(self):
        with torch.no_grad():
            self.weight.normal_(1.0, self.std)
""",
        line=9,
    ),
    Invalid(
        """
from torch.nn import Conv2d
class Base(Conv2d):
    def __init__(self, size):
        super().__init__(size, size, 3)
# %%
class Masked(Base):
    def __init__(self, size):
        super().__init__(size)
        self.register_buffer('mask', self.weight.new_ones(3))
    def reset_parameters(self):
        super().reset_parameters()
        self._mask_weight()
    def _mask_weight(self):
        self.weight.data.mul_(self.mask)
""",
        line=9,
        cell=1,
    ),
    Invalid(
        _layer(
            "super().reset_parameters()\n"
            "bound = 1 / self.rank\n"
            "nn.init.uniform_(self.weight, -bound, bound)",
            "self.rank = 4\nself.reset_parameters()",
        ),
        line=10,
    ),
    Invalid(
        """
import torch.nn as tnn
class Scaled(tnn.Embedding):
    def __init__(self, number, size, std):
        tnn.Embedding.__init__(self, number, size)
        self.std = std
    def reset_parameters(self):
        self.weight.data.normal_(0, self.std)
""",
        line=7,
    ),
]
