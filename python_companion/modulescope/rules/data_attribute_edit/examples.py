"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
w = torch.ones(3, requires_grad=True)
with torch.no_grad():
    w += 0.01
print(w.data.shape)
""",
        why="written under `no_grad`, and `.data` only read",
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.fc.weight.data.normal_(0, 0.5)
        self.fc.bias.data = self.fc.bias.data * 0
    def forward(self, x):
        return self.fc(x)
""",
        why="an initialisation",
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
        return self.fc(x)
model = Net()
fc = model.fc
fc.weight.data.normal_()
loss = model(torch.ones(1, 2)).sum()
loss.backward()
""",
        why="the line above makes the model, it does not run it",
        live=True,
    ),
    Valid(
        """
import torch
from nets import UNet, load_net
net = UNet(3)
other = load_net()
net.stem.weight.data.mul_(2)
other.stem.weight.data.mul_(2)
loss = (net(torch.ones(1, 3)) + other(torch.ones(1, 3))).sum()
loss.backward()
""",
        why="a class or a function of another file makes the model",
    ),
    Valid(
        """
import torch
def fit(critic, optimizer, batches):
    for x in batches:
        loss = critic(x).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        for p in critic.parameters():
            p.data.clamp_(-0.01, 0.01)
""",
        why="weight clipping after the step",
    ),
    Valid(
        """
import torch
def fit(model, average, optimizer, batches):
    for x in batches:
        for new, old in zip(model.parameters(), average.parameters()):
            old.data.mul_(0.99).add_(new.data, alpha=0.01)
        loss = model(x).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
""",
        why="an average of weights before the forward pass",
    ),
    Valid(
        """
import torch
class Plain(torch.optim.Optimizer):
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group['params']:
                p.data.add_(p.grad, alpha=-group['lr'])
""",
        why="the step of an optimizer class",
    ),
    Valid(
        """
import torch
def fit(model, batches):
    for x, y in batches:
        loss = (model(x) - y).pow(2).mean()
        loss.backward()
        for p in model.parameters():
            p.grad.data.clamp_(-1, 1)
            with torch.no_grad():
                p.data -= 0.1 * p.grad
            p.grad = None
""",
        why="clipped gradients, and a step that is under `no_grad`",
    ),
]

INVALID = [
    Invalid(
        """
import torch
def fit(model, optimizer, batches):
    for x, y in batches:
        loss = (model(x) - y).pow(2).mean()
        optimizer.zero_grad()
        for p in model.parameters():
            p.data.mul_(0.999)
        loss.backward()
        optimizer.step()
""",
        line=7,
        fixed="""
import torch
def fit(model, optimizer, batches):
    for x, y in batches:
        loss = (model(x) - y).pow(2).mean()
        optimizer.zero_grad()
        for p in model.parameters():
            with torch.no_grad():
                p.mul_(0.999)
        loss.backward()
        optimizer.step()
""",
    ),
    Invalid(
        """
import torch
w = torch.ones(3, requires_grad=True)
out = w ** 3
w.data += 1  # noise
out.sum().backward()
""",
        line=4,
        fixed="""
import torch
w = torch.ones(3, requires_grad=True)
out = w ** 3
with torch.no_grad():
    w += 1  # noise
out.sum().backward()
""",
    ),
    Invalid(
        """
import torch
def step(net, criterion, x, y):
    out = net(x)
    net.scale.data = net.scale.data.clamp(min=0)
    loss = criterion(out, y)
    loss.backward()
""",
        line=4,
    ),
    Invalid(
        """
import torch
w = torch.ones(3, requires_grad=True)
w.data += 0.01
""",
        line=3,
        fixed="""
import torch
w = torch.ones(3, requires_grad=True)
with torch.no_grad():
    w += 0.01
""",
    ),
    Invalid(
        """
import torch
def fit(model, batches):
    for x, y in batches:
        loss = (model(x) - y).pow(2).mean()
        model.zero_grad()
        loss.backward()
        for name, p in model.named_parameters():
            p.data.add_(p.grad, alpha=-0.1)
""",
        line=8,
        fixed="""
import torch
def fit(model, batches):
    for x, y in batches:
        loss = (model(x) - y).pow(2).mean()
        model.zero_grad()
        loss.backward()
        for name, p in model.named_parameters():
            with torch.no_grad():
                p.add_(p.grad, alpha=-0.1)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
net = nn.Linear(2, 1)
for x in [torch.ones(4, 2)] * 3:
    net.zero_grad()
    net(x).mean().backward()
    for w in net.parameters():
        w.data = w.data - 0.1 * w.grad
""",
        line=8,
    ),
]
