"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_SETUP = """
import torch
from torch import nn
import torch.nn.functional as F
model = nn.Linear(4, 3)
x, y = torch.ones(2, 4), torch.tensor([0, 1])
"""

VALID = [
    Valid(
        _SETUP
        + "loss = F.cross_entropy(model(x), y)\np = torch.softmax(model(x), 1)\n",
        why="the softmax is beside the loss",
        live=True,
    ),
    Valid(
        _SETUP + "loss = F.nll_loss(F.log_softmax(model(x), 1), y)\n",
        why="nll_loss expects log-probabilities",
        live=True,
    ),
    Valid(
        _SETUP + "loss = F.cross_entropy(F.log_softmax(model(x), 1), y)\n",
        why="log_softmax twice changes nothing",
        live=True,
    ),
    Valid(
        _SETUP + "loss = F.nll_loss(torch.log(model(x).softmax(1)), y)\n",
        why="the logarithm is taken",
        live=True,
    ),
    Valid(
        _SETUP + "loss = F.cross_entropy(model(x), model(x).detach().softmax(1))\n",
        why="soft labels",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)
    def forward(self, x):
        x = self.fc(x)
        if not self.training:
            return torch.softmax(x, 1)
        return x
model = Net()
criterion = nn.CrossEntropyLoss()
loss = criterion(model(torch.ones(2, 4)), torch.tensor([0, 1]))
""",
        why="the softmax is for evaluation only",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)
    def forward(self, x):
        weights = torch.softmax(self.fc(x), 1)
        return self.fc(x) * weights
model = Attention()
loss = nn.CrossEntropyLoss()(model(torch.ones(2, 4)), torch.tensor([0, 1]))
""",
        why="a softmax inside, not at the end",
        live=True,
    ),
    Valid(
        """
import torch.nn.functional as F
def loss(logits, y, soft):
    out = F.softmax(logits, 1)
    if not soft:
        out = logits
    return F.cross_entropy(out, y)
""",
        why="a branch binds the logits",
    ),
    Valid(
        """
from torch import nn
model = nn.Sequential(nn.Linear(4, 3), nn.Sigmoid())
loss = nn.BCELoss()(model(x), y)
""",
        why="BCELoss expects probabilities",
    ),
    Valid(
        """
from torch import nn
criterion = nn.NLLLoss() if logs else nn.CrossEntropyLoss()
def step(out, y):
    return criterion(out.softmax(1), y)
""",
        why="it may be another loss",
    ),
    Valid(
        """
import torch
from torch import nn
def step(net, crit, x, y):
    return crit(net(x), y)
bare, squashed = nn.Linear(4, 1), nn.Sequential(nn.Linear(4, 1), nn.Sigmoid())
x, y = torch.ones(2, 4), torch.ones(2, 1)
a = step(bare, nn.BCEWithLogitsLoss(), x, y)
b = step(squashed, nn.BCELoss(), x, y)
""",
        why="a function that one call gives logits, another probabilities",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)
    def forward(self, x):
        x = self.fc(x)
        return x, x.softmax(1)
model = Net()
logits, probs = model(torch.ones(2, 4))
loss = nn.CrossEntropyLoss()(logits, torch.tensor([0, 1]))
""",
        why="the loss gets the logits of a pair",
        live=True,
    ),
    Valid(
        _SETUP
        + """
net = nn.Sequential(model, nn.Softmax(1))
layers = [model, nn.Softmax(1)]
class Net(nn.Module):
    def __init__(self, act=nn.Softmax(1)):
        super().__init__()
        self.act = act
    def forward(self, x):
        return self.act(model(x))
# %%
net[1] = nn.Identity()
# %%
loss = F.cross_entropy(net(x), y)
sliced = F.cross_entropy(nn.Sequential(*layers[:-1])(x), y)
given = F.cross_entropy(Net(act=nn.Identity())(x), y)
""",
        why="the softmax was taken out, left out, or not given",
        live=True,
    ),
    Valid(
        _SETUP + "log_p, p = F.log_softmax(model(x), 1), F.softmax(x[:, :3], 1)\n"
        "loss = F.kl_div(log_p, p, reduction='batchmean')\n"
        "match = nn.KLDivLoss(reduction='batchmean')\n"
        "loss = match(model(x).log_softmax(1), F.softmax(x[:, :3], 1))\n",
        why="kl_div expects the logarithm of one side and probabilities of the other",
        live=True,
    ),
]

INVALID = [
    Invalid(
        _SETUP + "loss = F.cross_entropy(torch.softmax(model(x), 1), y)\n",
        line=6,
        live=True,
        twin=_SETUP + "loss = F.cross_entropy(model(x), y)\n",
    ),
    Invalid(
        _SETUP
        + """criterion = nn.CrossEntropyLoss()
# %%
def step():
    out = model(x)
    probs = F.softmax(out, dim=1).float()
    loss = criterion(probs, y)
    loss.backward()
    return loss
# %%
result = step()
""",
        line=4,
        cell=1,
        live=True,
        order=(0, 1, 2, 1, 2),
    ),
    Invalid(
        """
import torch
import torch.nn as tnn
class Base(tnn.Module):
    def __init__(self):
        super().__init__()
        self.fc = tnn.Linear(4, 3)
        self.act = tnn.Softmax(dim=-1)
    def forward(self, x):
        x = self.fc(x)
        return self.act(x)
class Net(Base):
    pass
# %%
net = Net()
criterion = tnn.CrossEntropyLoss()
# %%
for x in [torch.ones(2, 4)]:
    out = net(x)
    loss = criterion(out, torch.tensor([0, 1]))
""",
        line=3,
        cell=2,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Softmax(1)).to('cpu')
loss = nn.CrossEntropyLoss()(model(torch.ones(2, 4)), torch.tensor([0, 1]))
""",
        line=4,
        live=True,
    ),
    Invalid(
        """
import torch
from torch import nn
class Trainer:
    def __init__(self, model):
        self.model = model
        self.criterion = nn.BCEWithLogitsLoss()
    def step(self, x, y):
        out = torch.sigmoid(self.model(x)).squeeze(1)
        return self.criterion(out, y)
""",
        line=9,
    ),
    Invalid(
        _SETUP
        + """out = model(x).sigmoid()
loss = F.binary_cross_entropy_with_logits(out, torch.ones(2, 3))
""",
        line=7,
        live=True,
        twin=_SETUP
        + "loss = F.binary_cross_entropy_with_logits(model(x), torch.ones(2, 3))\n",
    ),
    Invalid(
        _SETUP + "loss = F.nll_loss(F.softmax(model(x), 1), y)\n",
        line=6,
        live=True,
        twin=_SETUP + "loss = F.nll_loss(F.log_softmax(model(x), 1), y)\n",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 1)
        self.act = nn.Sigmoid()
    def forward(self, x):
        return self.act(self.fc(x))
# %%
def step(net, crit, x, y):
    return crit(net(x), y)
# %%
loss = step(Net(), nn.BCEWithLogitsLoss(), torch.ones(2, 4), torch.ones(2, 1))
""",
        line=2,
        cell=1,
        live=True,
    ),
    Invalid(
        _SETUP
        + """def predict(x):
    return model(x).softmax(1)
criterion = nn.MSELoss()
# %%
criterion = nn.CrossEntropyLoss().to('cpu')
out = (probs := predict(x)).clamp(1e-6, 1)
loss = criterion(out, y)
""",
        line=3,
        cell=1,
        live=True,
    ),
    Invalid(
        _SETUP
        + """body, head = nn.Sequential(model, nn.Softmax(1)), nn.Linear(3, 2)
losses = {'body': nn.CrossEntropyLoss()}
loss = losses['body'](body(x), y)
""",
        line=8,
        live=True,
    ),
    Invalid(
        _SETUP
        + """loss = F.cross_entropy(model(x), y)
loss = F.cross_entropy(torch.softmax(model(x), 1), y)
""",
        line=7,
        live=True,
    ),
    Invalid(
        _SETUP + "loss = F.kl_div(F.softmax(model(x), 1), F.softmax(x[:, :3], 1))\n",
        line=6,
    ),
    Invalid(
        _SETUP + "match = nn.KLDivLoss(reduction='batchmean')\n"
        "student = torch.softmax(model(x), dim=1)\n"
        "loss = match(student, torch.softmax(x[:, :3], dim=1))\n",
        line=8,
    ),
]
