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
    Valid(
        """
import torch
def train(model, data, optimizer):
    for i, x in enumerate(data):
        model(x).sum().backward()
        if i % 2:
            optimizer.step()
        else:
            optimizer.zero_grad()
""",
        why="each branch runs in another turn, the backward in all",
    ),
    Valid(
        """
import torch
def train(g, d, data, opt_g, opt_d):
    for x in data:
        opt_d.zero_grad()
        d(x).sum().backward()
        opt_d.step()
        opt_g.zero_grad()
        d(g(x)).sum().backward()
        opt_g.step()
""",
        why="each of two optimizers clears",
    ),
    Valid(
        """
import torch
opts = [torch.optim.SGD(m.parameters(), 0.1) for m in models]
for x in data:
    for o in opts:
        o.zero_grad()
    loss(x).backward()
    [each.step() for each in opts]
""",
        why="the same optimizers by another name",
    ),
    Valid(
        """
import torch
optimizer = torch.optim.LBFGS(net.parameters())
def closure():
    optimizer.zero_grad()
    loss = net(x).sum()
    loss.backward()
    return loss
for _ in range(20):
    optimizer.step(closure)
""",
        why="the closure is outside the loop and clears",
    ),
    Valid(
        """
import torch
class Warm:
    def __init__(self, opt):
        self.opt = opt
    def step(self):
        self.opt.step()
        self.opt.zero_grad()
warm = Warm(torch.optim.Adam(net.parameters()))
for x in data:
    net(x).sum().backward()
    warm.step()
""",
        why="the step of a class of the notebook clears",
    ),
    Valid(
        """
from accelerate import Accelerator
accelerator = Accelerator()
model, opt, data = accelerator.prepare(model, opt, data)
for x in data:
    accelerator.backward(model(x).sum())
    opt.step()
    opt.zero_grad()
""",
        why="accelerate leaves it to the loop, which does it",
    ),
    Valid(
        """
import torch
class Trainer:
    def fit(self, data):
        for x in data:
            self.callback.before_step(self)
            self.net(x).sum().backward()
            self.opt.step()
""",
        why="a callback gets the trainer and may clear",
    ),
    Valid(
        """
import torch
def play(optimal_env, net, data):
    for x in data:
        optimal_env.step(x)
        net(x).sum().backward()
""",
        why="its name only begins like that of an optimizer",
    ),
    Valid(
        """
import torch
def train_one(net, x):
    o = torch.optim.SGD(net.parameters(), 0.1)
    net(x).sum().backward()
    o.step()
for net in nets:
    train_one(net, x)
""",
        why="each call makes its own optimizer",
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
    Invalid(
        _SETUP
        + """
from sklearn.metrics import f1_score
seen = set()
for x, y in data:
    seen.clear()
    pad = torch.zeros(4)
    f1_score([0], [0], zero_division=0)
    F.mse_loss(model(x + pad), y).backward()
    optimizer.step()
""",
        line=15,
        fixed="""
import torch
from torch import nn
import torch.nn.functional as F
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
data = [(torch.ones(2, 4), torch.zeros(2, 1))] * 8

from sklearn.metrics import f1_score
seen = set()
for x, y in data:
    seen.clear()
    pad = torch.zeros(4)
    f1_score([0], [0], zero_division=0)
    optimizer.zero_grad()
    F.mse_loss(model(x + pad), y).backward()
    optimizer.step()
""",
    ),
    Invalid(
        """
import torch
def train(g, d, data, opt_g, opt_d):
    for x in data:
        opt_d.zero_grad()
        d(x).sum().backward()
        opt_d.step()
        d(g(x)).sum().backward()
        opt_g.step()
""",
        line=8,
    ),
    Invalid(
        """
import torch
opts = {n: torch.optim.SGD(m.parameters(), 0.1) for n, m in models.items()}
for x in data:
    opts["a"].zero_grad()
    loss(x).backward()
    opts["a"].step()
    opts["b"].step()
""",
        line=7,
    ),
    Invalid(
        """
import torch
def train(model, data, optimizer, warm):
    for i, x in enumerate(data):
        if i < warm:
            optimizer.zero_grad()
        else:
            model(x).sum().backward()
            optimizer.step()
""",
        line=8,
    ),
    Invalid(
        """
import torch
class Trainer:
    def __init__(self, model):
        self.model = model
        self.o = torch.optim.SGD(model.parameters(), 0.1)
    def one(self, x):
        self.model(x).sum().backward()
        self.o.step()
# %%
trainer = Trainer(net)
for x in data:
    trainer.one(x)
""",
        line=2,
        cell=1,
    ),
    Invalid(
        """
import torch
def make(model, opt, f):
    def step(x, y):
        loss = f(model(x), y)
        loss.backward()
        opt.step()
        return loss.item()
    return step
train_step = make(model, opt, f)
for x, y in data:
    train_step(x, y)
""",
        line=6,
    ),
    Invalid(
        """
import torch
optimizer = torch.optim.LBFGS(net.parameters())
def closure():
    loss = net(x).sum()
    loss.backward()
    return loss
for _ in range(20):
    optimizer.step(closure)
""",
        line=8,
    ),
    Invalid(
        """
from accelerate import Accelerator
accelerator = Accelerator()
model, opt, data = accelerator.prepare(model, opt, data)
for x in data:
    accelerator.backward(model(x).sum())
    opt.step()
""",
        line=6,
        fixed="""
from accelerate import Accelerator
accelerator = Accelerator()
model, opt, data = accelerator.prepare(model, opt, data)
for x in data:
    opt.zero_grad()
    accelerator.backward(model(x).sum())
    opt.step()
""",
    ),
    Invalid(
        """
import torch
opts = [torch.optim.SGD(m.parameters(), 0.1) for m in models]
for x in data:
    loss(x).backward()
    for o in opts:
        o.step()
""",
        line=6,
    ),
]
