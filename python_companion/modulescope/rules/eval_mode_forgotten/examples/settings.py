"""Where the text sets the mode of a model, or the flag of its layers."""

from ....rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model.eval()
with torch.no_grad():
    y = model(x)
""",
        why="eval mode",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model.eval()
# %%
with torch.no_grad():
    y = model(x)
""",
        why="an earlier cell sets the mode",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
with torch.no_grad():
    model.train()
    samples = torch.stack([model(x) for _ in range(8)])
""",
        why="Monte Carlo dropout, said in the block",
    ),
    Valid(
        """
import torch
def evaluate(model, batches, sampling):
    if not sampling:
        model.eval()
    else:
        model.train()
    with torch.no_grad():
        return [model(x) for x in batches]
""",
        why="an argument decides about the mode",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
for layer in model:
    layer.training = False
# %%
with torch.no_grad():
    y = model(x)
""",
        why="a loop in an earlier cell writes the flag of each layer",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model[1].training = False
with torch.no_grad():
    y = model(x)
""",
        why="the flag of the layer is written",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model.train()
with torch.no_grad():
    y = model(x)
""",
        why="train mode right above is meant",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model.train(False)
with torch.no_grad():
    y = model(x)
""",
        why="train(False) is eval mode",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model.train(mode=False)
with torch.no_grad():
    y = model(x)
""",
        why="train(mode=False) is eval mode",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model.requires_grad_(False).eval()
with torch.no_grad():
    y = model(x)
""",
        why="eval() at the end of a chain",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
nn.Module.eval(model)
with torch.no_grad():
    y = model(x)
""",
        why="eval() of the class",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model = model.eval()
with torch.no_grad():
    y = model(x)
""",
        why="the result of eval()",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
for m in (model, model[0]):
    m.eval()
with torch.no_grad():
    y = model(x)
""",
        why="a loop over models sets the mode",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        line=6,
        live=True,
        fixed="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model.eval()
with torch.no_grad():
    y = model(x)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model.train()
model(x).sum().backward()
# %%
@torch.inference_mode()
def accuracy(batch):
    return model(batch)
z = accuracy(x)
""",
        line=3,
        cell=1,
        live=True,
        fixed="""
@torch.inference_mode()
def accuracy(batch):
    model.eval()
    return model(batch)
z = accuracy(x)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model.eval()
print(model(x).mean())
model.train()
model(x).sum().backward()
# %%
with torch.no_grad():
    y = model(x)
""",
        line=2,
        cell=1,
        live=True,
        fixed="""
model.eval()
with torch.no_grad():
    y = model(x)
""",
    ),
]
