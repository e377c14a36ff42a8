"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_SETUP = """
import torch, warnings
from torch import nn
import torch.nn.functional as F
warnings.simplefilter('ignore')
model = nn.Linear(4, 1)
x, y = torch.randn(8, 4), torch.randn(8)
"""

VALID = [
    Valid(
        _SETUP + "loss = F.mse_loss(model(x).squeeze(1), y)\nloss.backward()\n",
        why="equal shapes",
        live=True,
    ),
    Valid(
        _SETUP + "loss = F.mse_loss(model(x), torch.tensor(0.))\n",
        why="the target is one number",
        live=True,
    ),
    Valid(
        _SETUP
        + "w = torch.zeros(1, requires_grad=True)\nloss = ((w * 2 - y) ** 2).mean()\n",
        why="the prediction is one number",
        live=True,
    ),
    Valid(
        _SETUP
        + """
template = torch.zeros(1, 8, 4, requires_grad=True)
loss = F.mse_loss(template * 2, torch.zeros(16, 8, 4))
""",
        why="a template is compared with each sample of a batch",
        live=True,
    ),
    Valid(
        _SETUP
        + """
out = nn.Linear(4, 3)(x)
distances = (out[:, None] - out[None]).pow(2).sum(-1)
loss = distances.mean()
""",
        why="distances of all pairs are meant",
        live=True,
    ),
    Valid(
        _SETUP + "out = model(x)\nspread = (out - out.mean()).pow(2).mean()\n",
        why="the distance from one mean",
        live=True,
    ),
    Valid(
        _SETUP
        + """
quantiles, targets = nn.Linear(4, 5)(x), torch.randn(8, 5)
loss = (quantiles[:, :, None] - targets[:, None]).abs().mean()
""",
        why="all pairs of quantiles of each sample",
        live=True,
    ),
    Valid(
        _SETUP + "loss = (model(x).squeeze(1)[:, None] - y).pow(2).mean()\n",
        why="the dimension was put in for it",
        live=True,
    ),
    Valid(
        _SETUP + "out = model(x)\nloss = (out - out.T).pow(2).mean()\n",
        why="both sides are predictions",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _SETUP + "loss = F.mse_loss(model(x), y)\n",
        live=True,
        twin=_SETUP + "loss = F.mse_loss(model(x), y[:, None])\n",
    ),
    Invalid(
        _SETUP
        + """
optimizer = torch.optim.SGD(model.parameters(), 0.01)
# %%
for _ in range(3):
    optimizer.zero_grad()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
""",
        live=True,
        order=(0, 1, 0, 1),
        twin=_SETUP
        + """
optimizer = torch.optim.SGD(model.parameters(), 0.01)
# %%
for _ in range(3):
    optimizer.zero_grad()
    loss = ((model(x)[:, 0] - y) ** 2).mean()
    loss.backward()
    optimizer.step()
""",
    ),
    Invalid(_SETUP + "loss = nn.L1Loss()(model(x).squeeze(), y[:, None])\n", live=True),
    Invalid(
        _SETUP + "loss = nn.SmoothL1Loss()(model(x), y)\nloss.backward()\n", live=True
    ),
    Invalid(_SETUP + "loss = (model(x) - y).abs().mean()\n", live=True),
]
