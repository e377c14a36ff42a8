"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_SKIP = """
from torch import nn
class Net(nn.Module):
    def __init__(self, layers=()):
        super().__init__()
        self.skip = nn.Sequential(*layers) if layers is not None else None
    def forward(self, x):
        return x + self.skip(x) if {test} else x
model = Net()
"""

VALID = [
    Valid(
        _SKIP.format(test="self.skip is not None"),
        why="compared with None",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, use=False):
        super().__init__()
        self.use = use
        self.norm = nn.LayerNorm(4) if use else None
        self.down = nn.Sequential(nn.Linear(4, 4)) if use else None
    def forward(self, x):
        x = self.norm(x) if self.norm else x
        x = self.down(x) if self.down else x
        return x if self.use else -x
model = Net()
""",
        why="a flag, a layer without a length, a container with an entry",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, sizes=None):
        super().__init__()
        self.layers = None
        if sizes is not None:
            self.layers = nn.ModuleList([nn.Linear(n, n) for n in sizes])
    def forward(self, x):
        if self.layers:
            for layer in self.layers:
                x = layer(x)
        return x
model = Net([])
""",
        why="without entries there is nothing to loop over",
        live=True,
    ),
    Valid(
        """
class Net:
    def __init__(self, names=None):
        self.names = list(names) if names else None
    def forward(self, x):
        return x if self.names else -x
""",
        why="no module",
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self, layers=()):
        super().__init__()
        self.layers = nn.ModuleList(layers)
    def forward(self, x):
        return self.layers[0](x) if self.layers else x
model = Net()
""",
        why="it is never None, so the test asks for its length",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _SKIP.format(test="self.skip"),
        line=7,
        live=True,
        fixed=_SKIP.format(test="self.skip is not None"),
        twin=_SKIP.format(test="self.skip is not None"),
    ),
    Invalid(
        """
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self, depth=0):
        super().__init__()
        self.path = None
        if depth is not None:
            self.path = tnn.ModuleList([tnn.Linear(2, 2) for _ in range(depth)])
    def forward(self, x):
        if not self.path:  # no path
            return None
        for layer in self.path:
            x = layer(x)
        return x
model = Net()
""",
        line=9,
        live=True,
        fixed="""
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self, depth=0):
        super().__init__()
        self.path = None
        if depth is not None:
            self.path = tnn.ModuleList([tnn.Linear(2, 2) for _ in range(depth)])
    def forward(self, x):
        if self.path is None:  # no path
            return None
        for layer in self.path:
            x = layer(x)
        return x
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
class Base(nn.Module):
    pass
# %%
class Net(Base):
    def __init__(self, heads=None):
        super().__init__()
        if heads is None:
            self.heads = None
        else:
            self.heads = nn.ModuleDict({**heads})
    def forward(self, x, name='a'):
        return self._head(x, name)
    def _head(self, x, name):
        if x.ndim > 1 and self.heads and name:
            return self.heads[name](x)
        return x
model = Net({})
""",
        line=11,
        cell=1,
        live=True,
        fixed="""
class Net(Base):
    def __init__(self, heads=None):
        super().__init__()
        if heads is None:
            self.heads = None
        else:
            self.heads = nn.ModuleDict({**heads})
    def forward(self, x, name='a'):
        return self._head(x, name)
    def _head(self, x, name):
        if x.ndim > 1 and self.heads is not None and name:
            return self.heads[name](x)
        return x
model = Net({})
""",
    ),
    Invalid(
        """
from torch import nn
class N(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.skip = nn.Sequential(*s) if s else None
    def forward(self, x):
        return self.skip(x) if self.skip else x
""",
        line=7,
        fixed="""
from torch import nn
class N(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.skip = nn.Sequential(*s) if s else None
    def forward(self, x):
        return self.skip(x) if self.skip is not None else x
""",
    ),
]
