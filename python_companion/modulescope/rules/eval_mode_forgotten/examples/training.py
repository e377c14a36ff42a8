"""Calls beside a training, and calls that belong to it."""

from ....rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
def test_step(model, x):
    loss = model(x).square().mean()
    loss.backward()
    return loss
loss = test_step(model, x)
""",
        why="a training that is called a test",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
def predict(model, x):
    return model(x)
for _ in range(2):
    loss = predict(model, x).square().mean()
    loss.backward()
    model.zero_grad()
""",
        why="a prediction that is trained on",
    ),
    Valid(
        """
import torch
from torch import nn
G = nn.Sequential(nn.Linear(2, 2, bias=False), nn.BatchNorm1d(2))
D = nn.Sequential(nn.Linear(2, 1))
opt_g = torch.optim.SGD(G.parameters(), lr=0.1)
opt_d = torch.optim.SGD(D.parameters(), lr=0.1)
noise = torch.randn(4, 2).clamp(-1, 1).numpy()
fixed = torch.from_numpy(noise)
fake = G(fixed)
D(fake).mean().backward()
opt_g.step()
with torch.no_grad():
    shown = G(fixed)
""",
        why="a generator is sampled in the mode of its training",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
opt = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.ones(4, 2), torch.ones(4, 2)
for _ in range(2):
    with torch.no_grad():
        guess = model(x)
    loss = (model(x) - y).abs().mean()
    loss = loss + (model(x + 1) - guess).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
""",
        why="a training step makes its own target, in the mode of the training",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
def net():
    return nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
query, key = net(), net()
key.load_state_dict(query.state_dict())
opt = torch.optim.SGD(query.parameters(), lr=0.1)
x = torch.ones(4, 2)
for _ in range(2):
    with torch.no_grad():
        for old, new in zip(key.parameters(), query.parameters()):
            old.lerp_(new, 0.1)
        target = key(x)
    loss = (query(x) - target).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
""",
        why="a model whose weights follow those of the trained one gives its targets",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
opt = torch.optim.SGD(model.parameters(), lr=0.1)
def consistency(net, x):
    with torch.no_grad():
        before = net(x)
    return (net(x + 1) - before).pow(2).mean()
x = torch.ones(4, 2)
for _ in range(2):
    loss = consistency(model, x)
    loss.backward()
    opt.step()
    opt.zero_grad()
""",
        why="a loss that calls the trained model for its target",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
def net():
    return nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
teacher, student = net(), net()
opt = torch.optim.SGD(student.parameters(), lr=0.1)
x = torch.ones(4, 2)
for _ in range(2):
    with torch.no_grad():
        target = teacher(x)
    loss = (student(x) - target).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
""",
        line=10,
        fixed="""
import torch
from torch import nn
def net():
    return nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
teacher, student = net(), net()
opt = torch.optim.SGD(student.parameters(), lr=0.1)
x = torch.ones(4, 2)
for _ in range(2):
    teacher.eval()
    with torch.no_grad():
        target = teacher(x)
    teacher.train()
    loss = (student(x) - target).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
opt = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.ones(4, 2), torch.ones(4, 2)
for _ in range(2):
    with torch.no_grad():
        loss = (model(x) - y).abs().mean()
    print(loss)
    loss = (model(x) - y).abs().mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
""",
        line=8,
        fixed="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
opt = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.ones(4, 2), torch.ones(4, 2)
for _ in range(2):
    model.eval()
    with torch.no_grad():
        loss = (model(x) - y).abs().mean()
    model.train()
    print(loss)
    loss = (model(x) - y).abs().mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
""",
    ),
]
