"""What is called, and what becomes of the result."""

from ....rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
with torch.no_grad():
    w = model[0].weight.norm()
""",
        why="the model is not called",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
def test_shape(size):
    layer = nn.Dropout(0.5)
    assert layer(torch.ones(size)).shape == size
""",
        why="a test of a layer",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
with torch.no_grad():
    shape = model(x).shape
""",
        why="a look at the shape, which no mode changes",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
with torch.no_grad():
    z = torch.randn(1, 2)
    first, second = model(z), model(torch.randn(1, 2))
""",
        why="inputs that are drawn for the call: samples of a generator",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2, bias=False), nn.BatchNorm1d(2))
x = torch.ones(4, 2)
with torch.no_grad():
    for _ in range(3):
        model(x)
""",
        why="only the batch statistics are wanted",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
with torch.no_grad():
    print(model(torch.zeros(1, 2)).shape)
""",
        why="a look at the shape, which no mode changes",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.randn(4, 2)
# %%
print(x.shape)
with torch.no_grad():
    y = model(x.float())
""",
        why="a drawn input that is only looked at",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2, bias=False), nn.BatchNorm1d(2))
with torch.no_grad():
    _ = model(torch.ones(4, 2))
""",
        why="a result that is thrown away",
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.randn(8, 2)
y = (x.sum(1) > 0).long()
# %%
with torch.no_grad():
    accuracy = (model(x).argmax(1) == y).float().mean()
""",
        line=2,
        cell=1,
        live=True,
        fixed="""
model.eval()
with torch.no_grad():
    accuracy = (model(x).argmax(1) == y).float().mean()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x, y = torch.randn(8, 2), torch.randn(8, 2)
# %%
(model(x) - y).abs().mean().backward()
# %%
with torch.no_grad():
    error = (model(x) - y).abs().mean()
""",
        line=2,
        cell=2,
        live=True,
        fixed="""
model.eval()
with torch.no_grad():
    error = (model(x) - y).abs().mean()
""",
    ),
]
