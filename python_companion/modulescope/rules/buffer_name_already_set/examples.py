"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid


def _cls(body: str, head: str = "") -> str:
    """A module class whose `__init__` has these lines."""
    lines = "".join(f"        {line}\n" for line in body.strip("\n").split("\n"))
    return (
        f"import torch\nfrom torch import nn\nclass Net(nn.Module):\n{head}"
        f"    def __init__(self, flag=True):\n        super().__init__()\n{lines}"
    )


VALID = [
    Valid(
        _cls("self.register_buffer('m', torch.zeros(3))", "    m: torch.Tensor\n"),
        why="an annotation sets nothing",
    ),
    Valid(
        _cls("self.register_buffer('m', torch.zeros(3))\nself.m = torch.ones(3)"),
        why="the registration comes first",
    ),
    Valid(
        _cls(
            "self.register_buffer('m', None)\n"
            "self.m = torch.ones(3)\n"
            "self.register_buffer('m', torch.zeros(3))"
        ),
        why="registered twice as a buffer",
    ),
    Valid(
        _cls(
            "self.m = nn.Parameter(torch.ones(3))\nself.register_parameter('m', None)"
        ),
        why="a parameter that is registered again as a parameter",
    ),
    Valid(
        _cls(
            "self.m = torch.zeros(3)\n"
            "del self.m\n"
            "self.register_buffer('m', torch.zeros(3))"
        ),
        why="deleted in between",
    ),
    Valid(
        _cls(
            "if flag:\n"
            "    self.m = None\n"
            "else:\n"
            "    self.register_buffer('m', torch.zeros(3))"
        ),
        why="one or the other",
    ),
    Valid(
        _cls(
            "self.m = None\n"
            "if not hasattr(self, 'm'):\n"
            "    self.register_buffer('m', torch.zeros(3))"
        ),
        why="the code asks whether the name is taken",
    ),
    Valid(
        _cls(
            "self.m = None\n"
            "try:\n"
            "    self.register_buffer('m', torch.zeros(3))\n"
            "except KeyError:\n"
            "    pass"
        ),
        why="the error is caught",
    ),
    Valid(
        _cls("self.m = make()\nself.register_buffer('m', torch.zeros(3))")
        + "def make():\n    return nn.Buffer(torch.zeros(3))\n",
        why="the value is a buffer already",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.BatchNorm1d):
    def __init__(self):
        super().__init__(3)
        self.running_mean = torch.ones(3)
        self.register_buffer('running_mean', torch.zeros(3))
""",
        why="the base has registered the name",
    ),
    Valid(
        """
import torch
class Table:
    def __init__(self):
        self.m = torch.zeros(3)
        self.register_buffer('m', torch.zeros(3))
    def register_buffer(self, name, value):
        setattr(self, name, value)
""",
        why="no module",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    @property
    def m(self):
        return self._m
    def __init__(self):
        super().__init__()
        self.register_buffer('m', torch.zeros(3))
""",
        why="the property raises AttributeError, so the name counts as free",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.setup()
        self.m = torch.ones(3)
    def setup(self):
        self.register_buffer('m', torch.zeros(3))
""",
        why="the helper registers before the assignment",
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, mean, scale, again=False):
        super().__init__()
        self.register_buffer('mean', torch.zeros(3))
        self.mean = mean
        if again:
            self.register_buffer('mean', mean)
        self.scale = scale
        self.register_parameter('scale', scale)
        dim = mean.ndim
        del dim
Net(torch.zeros(3), nn.Parameter(torch.zeros(3)), again=True)
""",
        why="a buffer that is given a tensor stays one; the argument is a parameter",
    ),
]

INVALID = [
    Invalid(
        _cls(
            "self.m = torch.zeros(3)\n"
            "self.width = 3  # of m\n"
            "self.register_buffer('m', torch.zeros(3))"
        ),
        line=8,
        fixed=_cls("self.width = 3  # of m\nself.register_buffer('m', torch.zeros(3))"),
    ),
    Invalid(
        _cls("self.m = None\nself.register_buffer(name='m', tensor=torch.zeros(3))"),
        line=7,
        fixed=_cls("self.register_buffer(name='m', tensor=torch.zeros(3))"),
    ),
    Invalid(
        _cls("self.m = torch.zeros(3)\nself.register_buffer('m', self.m)"),
        line=7,
    ),
    Invalid(
        _cls(
            "self.m = nn.Parameter(torch.zeros(3))\n"
            "if flag:\n"
            "    self.register_buffer('m', torch.zeros(3))"
        ),
        line=8,
    ),
    Invalid(
        _cls("self.register_buffer('m', torch.zeros(3))", "    m = None\n"),
        line=7,
    ),
    Invalid(
        _cls("self.register_buffer('m', torch.zeros(3))")
        + "    def m(self):\n        return 3\n",
        line=6,
    ),
    Invalid(
        """
import torch
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self):
        super().__init__()
        self.mask = None
        self.build(3)
    def build(self, size):
        mask = torch.ones(size)
        self.register_buffer('mask', mask)
""",
        line=10,
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.mask = None
    def prepare(self, size):
        self.register_buffer('mask', torch.ones(size))
""",
        line=8,
    ),
    Invalid(
        """
import torch
from torch import nn
class Base(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = 1.0
# %%
class Net(Base):
    def __init__(self):
        super().__init__()
        self.register_parameter('scale', nn.Parameter(torch.ones(1)))
""",
        line=4,
        cell=1,
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, mean, names=()):
        super().__init__()
        for name in names:
            setattr(self, name, nn.Identity())
        self.mean = mean
        self.register_buffer('mean', mean)
""",
        line=9,
    ),
    Invalid(
        """
import torch
from torch import nn
class Rotary(nn.Module):
    def __init__(self, width):
        super().__init__()
        rates = 1.0 / 100 ** (torch.arange(width) / width)
        self.rates = rates
        self.register_buffer('rates', rates, persistent=False)
        del rates
""",
        line=8,
        fixed="""
import torch
from torch import nn
class Rotary(nn.Module):
    def __init__(self, width):
        super().__init__()
        rates = 1.0 / 100 ** (torch.arange(width) / width)
        self.register_buffer('rates', rates, persistent=False)
        del rates
""",
    ),
]
