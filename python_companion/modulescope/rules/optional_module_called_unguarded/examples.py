"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid


def _net(body: str, skip: str = "nn.Linear(4, 4) if use else None") -> str:
    """A module with an optional `self.skip` and this forward."""
    lines = "".join(f"        {line}\n" for line in body.strip("\n").split("\n"))
    return (
        "from torch import nn\n"
        "class Net(nn.Module):\n"
        "    def __init__(self, use=False):\n"
        "        super().__init__()\n"
        "        self.fc = nn.Linear(4, 4)\n"
        f"        self.skip = {skip}\n"
        "        self.use = use\n"
        f"    def forward(self, x):\n{lines}model = Net()\n"
    )


def _optional(init: str, forward: str, arguments: str = "act=None") -> str:
    """A module whose `__init__` and forward are given."""
    lines = "".join(f"        {line}\n" for line in init.split("\n"))
    body = "".join(f"        {line}\n" for line in forward.split("\n"))
    return (
        "import torch\nfrom torch import nn\nclass Net(nn.Module):\n"
        f"    def __init__(self, {arguments}):\n"
        f"        super().__init__()\n{lines}"
        f"    def forward(self, x):\n{body}model = Net()\n"
    )


_TENSOR = "if n:\n    self.m = torch.ones(n)\nelse:\n    self.m = None"
_LOCAL = "act = None\nif n:\n    act = nn.ReLU()\nself.act = act"

VALID = [
    Valid(
        _net("return x + self.skip(x) if self.skip is not None else x"),
        why="checked in the expression",
        live=True,
    ),
    Valid(
        _net("if self.use:\n    x = self.skip(x)\nreturn self.fc(x)"),
        why="the same flag is asked",
        live=True,
    ),
    Valid(
        _net("if self.skip is None:\n    return x\nreturn x + self.skip(x)"),
        why="an early return",
        live=True,
    ),
    Valid(
        _net("return self.skip(x)", "nn.Linear(4, 4) if use else nn.Identity()"),
        why="it is a module in both cases",
        live=True,
    ),
    Valid(
        _net("x = self.skip and self.skip(x)\nreturn x"),
        why="`and` calls it only if it is there",
        live=True,
    ),
    Valid(
        _net("assert self.use\nreturn self.skip(x)"),
        why="an assertion says what is needed",
        live=True,
    ),
    Valid(
        _net("return self.fc(x)") + "def run(model, x):\n    return model.skip(x)\n",
        why="the forward pass does not call it",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, classes=0):
        super().__init__()
        self.head = nn.Linear(4, classes) if classes else None
    def set_head(self, classes):
        self.head = nn.Linear(4, classes)
    def forward(self, x):
        return self.head(x)
model = Net()
""",
        why="another method sets it later",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Base(nn.Module):
    def __init__(self, use=False):
        super().__init__()
        self.mix = nn.Linear(4, 4) if use else None
    def forward(self, x):
        return self.mix(x)
class Conv(Base):
    def __init__(self):
        super().__init__()
        self.mix = nn.Conv1d(4, 4, 3)
model = Conv()
""",
        why="a class that derives from it sets it",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, kind='a'):
        super().__init__()
        self.fc = None
        if kind == 'a':
            self.fc = nn.Linear(4, 4)
        elif kind == 'b':
            self.fc = nn.Linear(4, 4, bias=False)
        else:
            raise ValueError(kind)
    def forward(self, x):
        return self.fc(x)
model = Net()
""",
        why="every way through `__init__` ends with a module",
        live=True,
    ),
    Valid(
        _optional(
            "self.act = act() if act else None", "return self.act and self.act(x)"
        ),
        why="a class that is given, and a check",
        live=True,
    ),
    Valid(
        _optional("self.act = act", "return self.act(x)"),
        why="what the caller gives is for the caller to say",
    ),
    Valid(
        _optional(
            _TENSOR,
            "if self.m is not None:\n    x = x * self.m[:2]\nreturn x",
            "n=0",
        ),
        why="a tensor that is checked",
        live=True,
    ),
    Valid(
        _optional(_LOCAL, "act = self.act\nreturn act(x) if act else x", "n=0"),
        why="a variable that stands for it is checked",
        live=True,
    ),
    Valid(
        _optional("act = None\nact = nn.ReLU()\nself.act = act", "return self.act(x)"),
        why="the variable is set again before it is stored",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _net("return x + self.skip(x)"),
        line=9,
        live=True,
        fixed=_net("return (x + self.skip(x) if self.skip is not None else x)"),
        twin=_net("return x + self.skip(x) if self.skip is not None else x"),
    ),
    Invalid(
        _net("x = self.skip(x)  # optional\nreturn self.fc(x)"),
        line=9,
        live=True,
        fixed=_net(
            "if self.skip is not None:\n    x = self.skip(x)  # optional\n"
            "return self.fc(x)"
        ),
    ),
    Invalid(
        """
import torch.nn as tnn
class Base(tnn.Module):
    pass
# %%
class Net(Base):
    def __init__(self, down=False):
        super().__init__()
        if down:
            self.pool = tnn.Sequential(tnn.Conv2d(3, 3, 3, stride=2), tnn.ReLU())
        else:
            self.pool = None
    def forward(self, x):
        return self._features(x).mean()
    def _features(self, x):
        for _ in range(2):
            x = x * 2
        return self.pool(x)
model = Net()
""",
        line=13,
        cell=1,
        live=True,
        twin="""
import torch.nn as tnn
class Base(tnn.Module):
    pass
# %%
class Net(Base):
    def __init__(self, down=False):
        super().__init__()
        if down:
            self.pool = tnn.Sequential(tnn.Conv2d(3, 3, 3, stride=2), tnn.ReLU())
        else:
            self.pool = None
    def forward(self, x):
        return self._features(x).mean()
    def _features(self, x):
        for _ in range(2):
            x = x * 2
        return x if self.pool is None else self.pool(x)
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, norm=True):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.norm = None
        if norm:
            self.norm = nn.LayerNorm(4)
    def forward(self, x):
        return self.norm(self.fc(x))
model = Net(norm=False)
""",
        line=10,
        live=True,
    ),
    Invalid(
        _optional("self.act = act() if act else None", "return self.act(x)"),
        line=8,
        live=True,
        twin=_optional("self.act = (act or nn.ReLU)()", "return self.act(x)"),
    ),
    Invalid(
        _optional(_TENSOR, "m = self.m[:2]\nreturn x * m", "n=0"),
        line=11,
        live=True,
        twin=_optional(_TENSOR, "m = self.m[:2]\nreturn x * m", "n=2"),
    ),
    Invalid(
        _optional(_LOCAL, "act = self.act\nreturn act(x)", "n=0"),
        line=12,
        live=True,
    ),
    Invalid(
        """
from torch import nn
def mixer(width):
    return nn.Linear(width, width)
# %%
from torch import nn
class Net(nn.Module):
    def __init__(self, width=0):
        super().__init__()
        self.mix = mixer(width) if width else None
    def forward(self, x):
        return self.mix(x)
model = Net()
""",
        line=7,
        cell=1,
        live=True,
    ),
]
