"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_BLOCK = """from torch import nn
class Block(nn.Module):
    def __init__(self, c, norm_layer=nn.BatchNorm2d):
        super().__init__()
        self.conv = nn.Conv2d(3, c, 3)
        self.norm = norm_layer(c)
    def forward(self, x):
        return self.norm(self.conv(x))
"""

VALID = [
    Valid(
        _BLOCK + "from functools import partial\n"
        "a = Block(8)\nb = Block(8, partial(nn.GroupNorm, 4))\n"
        "c = Block(8, norm_layer=nn.InstanceNorm2d)\n",
        why="these take the number of channels alone",
    ),
    Valid(
        """
from torch import nn
class Block(nn.Module):
    def __init__(self, c, norm=None):
        super().__init__()
        self.n = norm if isinstance(norm, nn.Module) else nn.Identity()
        made = callable(norm) and not isinstance(norm, nn.Module)
        self.act = norm(c) if made else norm
""",
        why="isinstance tells a layer from a factory",
    ),
    Valid(
        """
from torch import nn
class Block(nn.Module):
    def __init__(self, c, norm_layer):
        super().__init__()
        self.conv = nn.Conv2d(3, c, 3)
        self.norm = norm_layer(c)
    def forward(self, x):
        return self.norm(self.conv(x).permute(0, 2, 3, 1))
block = Block(8, nn.LayerNorm)
""",
        why="the class brings the channels to the end",
    ),
    Valid(
        """
from torch import nn
class Block(nn.Module):
    def __init__(self, c, norm_layer):
        super().__init__()
        self.norm = norm_layer(4, c) if norm_layer is nn.GroupNorm else norm_layer(c)
block = Block(8, nn.GroupNorm)
""",
        why="the class asks which norm it was given",
    ),
    Valid(
        """
from torch import nn
class Block(nn.Module):
    def __init__(self, c, norm_layer):
        super().__init__()
        self.fc = nn.Linear(c, c)
        self.norm = norm_layer(c)
block = Block(8, nn.LayerNorm)
""",
        why="a LayerNorm over features",
    ),
    Valid(
        """
from torch import nn
class Loss(nn.Module):
    def __init__(self, weight=None, act=None):
        super().__init__()
        self.weight = weight() if callable(weight) else weight
        self.act = act if callable(act) else nn.ReLU()
""",
        why="no layer factory; a function that is kept as it is",
    ),
]

_CALLABLE = """
import torch.nn as tnn
class Block(tnn.Module):
    def __init__(self, c, norm_layer=None):
        super().__init__()
        self.n = norm_layer(c) if {test} else norm_layer
"""

INVALID = [
    Invalid(
        _CALLABLE.format(test="callable(norm_layer)"),
        line=5,
        fixed=_CALLABLE.format(
            test="callable(norm_layer) and not isinstance(norm_layer, tnn.Module)"
        ),
    ),
    Invalid(
        """
from torch.nn import Module
class Base(Module):
    pass
# %%
class Block(Base):
    def __init__(self, act_layer):
        super().__init__()
        if callable(act_layer):
            self.act = act_layer()
        else:
            self.act = act_layer
""",
        line=4,
        cell=1,
        fixed="""
class Block(Base):
    def __init__(self, act_layer):
        super().__init__()
        if callable(act_layer) and not isinstance(act_layer, Module):
            self.act = act_layer()
        else:
            self.act = act_layer
""",
    ),
    Invalid(
        _BLOCK + "block = Block(8, norm_layer=nn.GroupNorm)\n",
        line=9,
    ),
    Invalid(
        _BLOCK + "# %%\nfrom torch.nn import LayerNorm\n"
        "blocks = nn.ModuleList([Block(8, LayerNorm) for _ in range(2)])\n",
        line=2,
        cell=1,
    ),
]
