"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_NET = """
from torch import nn
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.Linear(4, 4)
        self.out = nn.Linear(4, 4)
        nn.init.zeros_(self.out.weight)
    def forward(self, x):
        return x + self.out(self.up(x))
# %%
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block() for _ in range(2)])
        WALK
    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return x
    def init(self, module):
        if isinstance(module, nn.Linear):
            nn.init.xavier_uniform_(module.weight)
model = Net()
"""

VALID = [
    Valid(
        _NET.replace("WALK", "self.head = nn.Linear(4, 2)"),
        why="no walk",
        live=True,
    ),
    Valid(
        _NET.replace(
            "WALK",
            "self.apply(self.init)\n"
            "        for block in self.blocks:\n"
            "            nn.init.zeros_(block.out.weight)",
        ),
        why="set to zero again after the walk",
        live=True,
    ),
    Valid(
        """
from torch import nn
class P(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(2, 2)
        for m in self.modules():
            if isinstance(m, nn.Linear):
                nn.init.xavier_uniform_(m.weight)
    def forward(self, x):
        return self.l(x)
""",
        why="layers that nothing else has set",
    ),
    Valid(
        """
from torch import nn
class Child(nn.Module):
    def __init__(self):
        super().__init__()
        self.out = nn.Linear(4, 4)
        nn.init.zeros_(self.out.weight)
    def forward(self, x):
        return self.out(x)
class P(nn.Module):
    def __init__(self):
        super().__init__()
        self.c = Child()
        for m in self.modules():
            if isinstance(m, nn.Linear) and not hasattr(m, 'keep'):
                nn.init.normal_(m.weight, std=0.2)
            elif isinstance(m, nn.Conv2d):
                nn.init.normal_(m.weight, std=0.2)
    def forward(self, x):
        return self.c(x)
""",
        why="a flag says what to skip",
    ),
    Valid(
        """
from torch import nn
class C(nn.Module):
    def __init__(self):
        super().__init__()
        self.o = nn.Linear(2, 2)
        nn.init.zeros_(self.o.weight)
    def forward(self, x):
        return self.o(x)
class P(nn.Module):
    def __init__(self):
        super().__init__()
        self._build()
        nn.init.zeros_(self.c.o.weight)
    def _build(self):
        self.c = C()
        for m in self.modules():
            if isinstance(m, nn.Linear):
                nn.init.xavier_uniform_(m.weight)
    def forward(self, x):
        return self.c(x)
model = P()
""",
        why="built and drawn in a helper, and set to zero again after it",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
class C(nn.Module):
    def __init__(self):
        super().__init__()
        self.o = nn.Linear(2, 2)
        nn.init.zeros_(self.o.weight)
    def forward(self, x):
        return self.o(x)
class P(nn.Module):
    def __init__(self):
        super().__init__()
        self.c = C()
        for m in self.modules():
            if isinstance(m, nn.Linear):
                nn.init.xavier_uniform_(m.weight)
    def forward(self, x):
        return self.c(x)
model = P()
""",
        line=13,
        live=True,
    ),
    Invalid(
        _NET.replace("WALK", "self.apply(self.init)"),
        line=5,
        cell=1,
        live=True,
        twin=_NET.replace("WALK", "self.head = nn.Linear(4, 2)"),
    ),
    Invalid(
        """
import torch.nn as tnn
class Gate(tnn.Module):
    def __init__(self):
        super().__init__()
        self.conv = tnn.Conv2d(3, 3, 1)
        self.conv.weight.data.zero_()
    def forward(self, x):
        return x + self.conv(x)
class Net(tnn.Module):
    def __init__(self):
        super().__init__()
        self.gates = tnn.Sequential(Gate(), Gate())
        self.init_weights()
    def init_weights(self):
        for name, module in self.named_modules():
            if isinstance(module, (tnn.Linear, tnn.Conv2d)):
                tnn.init.kaiming_normal_(module.weight)
    def forward(self, x):
        return self.gates(x)
""",
        line=13,
    ),
    Invalid(
        """
from torch import nn
class C(nn.Module):
    def __init__(self):
        super().__init__()
        self.o = nn.Linear(2, 2)
        nn.init.zeros_(self.o.weight)
    def forward(self, x):
        return self.o(x)
class P(nn.Module):
    def __init__(self):
        super().__init__()
        self._build()
    def _build(self):
        self.c = C()
        for m in self.modules():
            if isinstance(m, nn.Linear):
                nn.init.xavier_uniform_(m.weight)
    def forward(self, x):
        return self.c(x)
model = P()
""",
        line=15,
        live=True,
    ),
]
