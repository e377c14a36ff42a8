"""Layers that depend on the mode, and those that do not."""

from ....rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.ReLU())
with torch.no_grad():
    y = model(torch.ones(4, 2))
""",
        why="no layer depends on the mode",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
    def forward(self, x):
        return self.fc(x).relu()
# %%
model = Net()
# %%
with torch.no_grad():
    y = model(torch.ones(4, 2))
""",
        why="a class of the notebook without such layers",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(2, 2)
    def forward(self, x):
        return self.lstm(x)[0]
model = Tagger()
with torch.no_grad():
    y = model(torch.ones(4, 2))
""",
        why="an LSTM without dropout does the same in both modes",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.0))
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        why="dropout that drops nothing",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, p=0.0):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.drop = nn.Dropout(p)
    def forward(self, x):
        return self.drop(self.fc(x))
# %%
model = Net()
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        why="dropout that the default switches off",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.drop = nn.Dropout(p)
    def forward(self, x):
        return self.drop(self.fc(x))
config = {"p": float(0)}
model = Net(config["p"])
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        why="a rate that the text does not show",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, norm=False):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.norm = nn.BatchNorm1d(2) if norm else nn.Identity()
    def forward(self, x):
        return self.norm(self.fc(x))
model = Net()
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        why="a norm that is left out",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(
    nn.InstanceNorm1d(2),
    nn.BatchNorm1d(2, track_running_stats=False),
    nn.FractionalMaxPool2d(1, output_size=1),
)
x = torch.ones(4, 2, 4)
with torch.no_grad():
    y = model[:2](x)
    z = model[2](x)
""",
        why="layers that do the same in both modes",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.drop = nn.Dropout(p)
    def forward(self, x):
        return self.fc(x)
model = Net()
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        why="dropout that no forward pass uses",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model[1].p = 0.0
with torch.no_grad():
    y = model(x)
""",
        why="a rate that is written later",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model[1] = nn.Identity()
with torch.no_grad():
    y = model(x)
""",
        why="the layer is replaced",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
class Block(nn.Module):
    def __init__(self, width, p=0.1):
        super().__init__()
        self.fc = nn.Linear(width, width)
        self.drop = nn.Dropout(p)
    def forward(self, x):
        return self.drop(self.fc(x))
# %%
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block(2) for _ in range(2)])
    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return x
class Deeper(Net):
    def forward(self, x):
        return super().forward(x).relu()
# %%
model = Deeper()
model = model.to("cpu")
x = torch.ones(4, 2)
# %%
with torch.no_grad():
    y = model(x)
""",
        line=2,
        cell=3,
        live=True,
        fixed="""
model.eval()
with torch.no_grad():
    y = model(x)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(2, 2, bias=False), nn.BatchNorm1d(2))
    def forward(self, x):
        return self.encoder(x)
model = Net()
x = torch.ones(4, 2)
with torch.no_grad():
    z = model.encoder(x)
""",
        line=12,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(2, 2, bias=False), nn.BatchNorm1d(2))
    def forward(self, x):
        return self.encoder(x)
model = Net()
x = torch.ones(4, 2)
model.encoder.eval()
with torch.no_grad():
    z = model.encoder(x)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
layer = nn.TransformerEncoderLayer(4, 2, batch_first=True)
model = nn.TransformerEncoder(layer, 1, enable_nested_tensor=False)
x = torch.ones(1, 3, 4)
with torch.no_grad():
    y = model(x)
""",
        line=7,
        live=True,
        fixed="""
import torch
from torch import nn
layer = nn.TransformerEncoderLayer(4, 2, batch_first=True)
model = nn.TransformerEncoder(layer, 1, enable_nested_tensor=False)
x = torch.ones(1, 3, 4)
model.eval()
with torch.no_grad():
    y = model(x)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, 0.5, training=self.training)
model = Net()
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        line=10,
        fixed="""
import torch
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, 0.5, training=self.training)
model = Net()
x = torch.ones(4, 2)
model.eval()
with torch.no_grad():
    y = model(x)
""",
    ),
]
