"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_SETUP = """
import torch
from torch import nn
import torch.nn.functional as F
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
data = [(torch.ones(2, 4), torch.zeros(2, 1))] * 8
"""

VALID = [
    Valid(
        _SETUP
        + """
for x, y in data:
    optimizer.zero_grad()
    F.mse_loss(model(x), y).backward()
    optimizer.step()
""",
        why="the gradients are cleared",
        live=True,
    ),
    Valid(
        _SETUP
        + """
for i, (x, y) in enumerate(data):
    (F.mse_loss(model(x), y) / 4).backward()
    if (i + 1) % 4 == 0:
        optimizer.step()
        optimizer.zero_grad()
""",
        why="gradient accumulation",
        live=True,
    ),
    Valid(
        _SETUP
        + """
for x, y in data:
    for p in model.parameters():
        p.grad = None
    F.mse_loss(model(x), y).backward()
    optimizer.step()
""",
        why="the gradients are dropped one by one",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
def clean(optimizer):
    optimizer.zero_grad()
def train(model, data, optimizer):
    for x, y in data:
        clean(optimizer)
        model(x).sum().backward()
        optimizer.step()
""",
        why="a helper clears them",
    ),
    Valid(
        """
import torch
from torch import nn
from utils import prepare
def train(model, data, optimizer):
    for x, y in data:
        prepare(optimizer)
        model(x).sum().backward()
        optimizer.step()
""",
        why="a function of another file is given the optimizer",
    ),
    Valid(
        """
import torch
from torch import nn
def fit(model, data, optimizer):
    for x, y in data:
        def closure():
            optimizer.zero_grad()
            loss = model(x).sum()
            loss.backward()
            return loss
        optimizer.step(closure)
""",
        why="the closure of LBFGS clears them",
    ),
    Valid(
        """
import torch
def attack(model, images):
    for image in images:
        image.requires_grad_()
        optimizer = torch.optim.Adam([image])
        model(image).sum().backward()
        optimizer.step()
""",
        why="an optimizer of new tensors in each turn",
    ),
    Valid(
        """
import torch
def train(engine, data):
    for x in data:
        loss = engine(x)
        engine.backward(loss)
        engine.step()
""",
        why="an engine clears the gradients itself",
    ),
    Valid(
        """
import torch
def train(model, data, optimizer, scheduler):
    for epoch in range(3):
        for x in data:
            model(x).sum().backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        scheduler.step()
""",
        why="the step is in the outer loop, and clears there",
    ),
    Valid(
        """
import torch
def train(model, data, optimizer):
    for x in data:
        model(x).sum().backward()
        optimizer.first_step(zero_grad=True)
        model(x).sum().backward()
        optimizer.second_step(zero_grad=True)
        optimizer.step()
""",
        why="an optimizer that clears on its own",
    ),
    Valid(
        """
import torch.distributed.autograd as dist_autograd
def train(model, data, opt):
    for x in data:
        with dist_autograd.context() as context_id:
            dist_autograd.backward(context_id, [model(x).sum()])
            opt.step(context_id)
""",
        why="distributed autograd keeps gradients in a context of its own",
    ),
]

INVALID = [
    Invalid(
        _SETUP
        + """
for x, y in data:
    loss = F.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
""",
        line=11,
        live=True,
        fixed=_SETUP
        + """
for x, y in data:
    loss = F.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
""",
        twin=_SETUP
        + """
for x, y in data:
    loss = F.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
""",
    ),
    Invalid(
        _SETUP
        + """
# %%
def train():
    for x, y in data:
        F.mse_loss(model(x), y).backward()
        optimizer.step()
# %%
train()
""",
        line=4,
        cell=1,
        live=True,
        order=(0, 1, 2, 1, 2),
        fixed="""
def train():
    for x, y in data:
        optimizer.zero_grad()
        F.mse_loss(model(x), y).backward()
        optimizer.step()
""",
    ),
    Invalid(
        """
import torch
def step(model, x, opt):
    loss = model(x).sum()
    loss.backward()
    opt.step()
def train(model, data, opt):
    for x in data:
        step(model, x, opt)
""",
        line=5,
    ),
    Invalid(
        """
import torch
class Trainer:
    def run(self, data):
        for x in data:
            self.train_step(x)
    def train_step(self, x):
        self.model(x).sum().backward()
        self.optimizer.step()
""",
        line=8,
    ),
    Invalid(
        """
import torch
def train(model, data, optimizer, scaler):
    while True:
        x = next(data)
        scaler.scale(model(x).sum()).backward()
        scaler.step(optimizer)
        scaler.update()
""",
        line=6,
        fixed="""
import torch
def train(model, data, optimizer, scaler):
    while True:
        x = next(data)
        optimizer.zero_grad()
        scaler.scale(model(x).sum()).backward()
        scaler.step(optimizer)
        scaler.update()
""",
    ),
    Invalid(
        """
import torch
def train(model, data, optimizer):
    for epoch in range(9):
        optimizer.zero_grad()
        for i, x in enumerate(data):
            model(x).sum().backward()
            if i % 4 == 0:
                optimizer.step()
""",
        line=8,
    ),
    Invalid(
        """
import torch
def train_step(model, x, optimizer):
    model(x).sum().backward()
    optimizer.step()
# %%
for x in data:
    train_step(model, x, optimizer)
""",
        line=1,
        cell=1,
    ),
]
