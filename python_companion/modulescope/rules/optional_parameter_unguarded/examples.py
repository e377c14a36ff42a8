"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
from torch import nn
def init(m):
    if isinstance(m, nn.Linear) and m.bias is not None:
        nn.init.zeros_(m.bias)
    elif isinstance(m, nn.Conv2d):
        nn.init.kaiming_normal_(m.weight)
        if m.bias is not None:
            m.bias.data.zero_()
model = nn.Sequential(nn.Linear(2, 2, bias=False), nn.Conv2d(1, 1, 1, bias=False))
model.apply(init)
""",
        why="checked; the weight of a linear layer is never None",
        live=True,
    ),
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
        why="one layer, which the class builds with a bias",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.norm = nn.LayerNorm(2)
        self.apply(self._init)
    def _init(self, m):
        if isinstance(m, nn.Linear):
            nn.init.zeros_(m.bias)
        elif isinstance(m, nn.LayerNorm):
            nn.init.ones_(m.weight)
model = Net()
""",
        why="all layers of these types that the cell builds have it",
        live=True,
    ),
    Valid(
        """
from torch import nn
def init(m, use_bias=False):
    if isinstance(m, nn.Linear):
        if use_bias:
            m.bias.data.zero_()
        try:
            m.bias.data.zero_()
        except AttributeError:
            pass
        if m.bias is None:
            return
        m.bias.data.fill_(1)
nn.Linear(2, 2, bias=False).apply(init)
""",
        why="a flag, a handler, an early return",
        live=True,
    ),
    Valid(
        """
from torch import nn
def init(m):
    if isinstance(m, nn.Embedding):
        m.weight.data.normal_()
    if isinstance(m, nn.LSTM):
        m.bias_ih_l0.data.zero_()
""",
        why="these types have them always, or under other names",
    ),
    Valid(
        """
from flax import linen as nn
def init(m):
    if isinstance(m, nn.Linear):
        m.bias.zero_()
""",
        why="not torch's",
    ),
    Valid(
        """
from torch import nn
def init(m):
    if isinstance(m, nn.Linear):
        nn.init.zeros_(m.bias)
# %%
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2)).apply(init)
""",
        why="every layer of the notebook has its bias",
        live=True,
    ),
    Valid(
        """
from torch import nn
def has_bias(m):
    if isinstance(m, nn.Linear) and m.bias is not None and m.bias.any():
        return True
    return isinstance(m, nn.Conv2d) and bool(m.bias is not None)
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2, bias=False))
print([has_bias(m) for m in model])
""",
        why="the truth value of a check, not of the tensor",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
def init(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight)
        nn.init.zeros_(m.bias)  # start at zero
# %%
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2, bias=False))
""",
        line=5,
        live=True,
        fixed="""
from torch import nn
def init(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight)
        if m.bias is not None:
            nn.init.zeros_(m.bias)  # start at zero
""",
        twin="""
from torch import nn
def init(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight)
        nn.init.zeros_(m.bias)  # start at zero
# %%
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
""",
    ),
    Invalid(
        """
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self, bias=False):
        super().__init__()
        self.conv = tnn.Conv2d(3, 3, 3, bias=bias)
    def reset(self):
        for name, layer in self.named_modules():
            if isinstance(layer, (tnn.Conv2d, tnn.Linear)):
                layer.bias.data.zero_()
model = Net()
""",
        line=9,
        live=True,
        fixed="""
import torch.nn as tnn
class Net(tnn.Module):
    def __init__(self, bias=False):
        super().__init__()
        self.conv = tnn.Conv2d(3, 3, 3, bias=bias)
    def reset(self):
        for name, layer in self.named_modules():
            if isinstance(layer, (tnn.Conv2d, tnn.Linear)):
                if layer.bias is not None:
                    layer.bias.data.zero_()
model = Net()
""",
    ),
    Invalid(
        """
from torch import nn
from torch.nn import init
norms = nn.ModuleList([nn.BatchNorm1d(2, affine=False), nn.BatchNorm1d(2)])
def fill(m):
    if isinstance(m, nn.BatchNorm1d) and hasattr(m, 'weight'):
        init.constant_(m.weight, 1.0)
""",
        line=6,
        live=True,
        fixed="""
from torch import nn
from torch.nn import init
norms = nn.ModuleList([nn.BatchNorm1d(2, affine=False), nn.BatchNorm1d(2)])
def fill(m):
    if isinstance(m, nn.BatchNorm1d) and hasattr(m, 'weight'):
        if m.weight is not None:
            init.constant_(m.weight, 1.0)
""",
    ),
    Invalid(
        """
from torch import nn
def init(m):
    if isinstance(m, nn.Linear) and m.bias:
        nn.init.zeros_(m.bias)
""",
        line=3,
        fixed="""
from torch import nn
def init(m):
    if isinstance(m, nn.Linear) and m.bias is not None:
        nn.init.zeros_(m.bias)
""",
    ),
    Invalid(
        """
from torch import nn
def init(m):
    if isinstance(m, nn.Conv2d):
        nn.init.kaiming_normal_(m.weight)
        if not m.bias:
            return
        nn.init.zeros_(m.bias)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
model = Net()
""",
        line=5,
        live=True,
        twin="""
from torch import nn
def init(m):
    if isinstance(m, nn.Conv2d):
        nn.init.kaiming_normal_(m.weight)
        if m.bias is None:
            return
        nn.init.zeros_(m.bias)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
model = Net()
""",
    ),
]
