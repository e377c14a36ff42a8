"""Functions that set the mode, or are given a model whose mode is set."""

from ....rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
def evaluate(model):
    model.eval()
    with torch.no_grad():
        return model(x)
y = evaluate(model)
""",
        why="the function sets the mode",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
def predict(net):
    return net(x)
model.eval()
y = predict(model)
""",
        why="the mode is set where the function is called",
        live=True,
    ),
    Valid(
        """
import torch
from transformers import AutoModel
model = AutoModel.from_pretrained("name")
# %%
@torch.no_grad()
def embed(model, x):
    return model(x)
""",
        why="a function that is given a model in eval mode",
    ),
    Valid(
        """
import torch
from somewhere import Trainer
class Mine(Trainer):
    def prediction_step(self, model, inputs):
        with torch.no_grad():
            return model(inputs)
""",
        why="a method is given a model that its base class prepared",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
def prepared(net):
    net.eval()
    return net
@torch.no_grad()
def evaluate(model, batches):
    return [model(x).argmax(1) for x in batches]
print(evaluate(prepared(model), [torch.ones(4, 2)]))
""",
        why="a function of the notebook puts it in eval mode before",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
@torch.no_grad()
def evaluate(model, batches):
    was, model.training = model.training, False
    model.apply(lambda m: setattr(m, 'training', False))
    return [model(x).argmax(1) for x in batches]
print(evaluate(model, [torch.ones(4, 2)]))
""",
        why="the function writes the flag itself",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
def set_mode(net):
    for layer in net:
        layer.training = False
set_mode(model)
with torch.no_grad():
    y = model(x)
""",
        why="a helper writes the flag of each layer",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
def score():
    model.eval()
    return model(x).mean()
# %%
before = score()
# %%
with torch.no_grad():
    y = model(x)
""",
        why="a function that ran before sets the mode",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
def off(module):
    if isinstance(module, nn.Dropout):
        module.training = False
model.apply(off)
with torch.no_grad():
    y = model(x)
""",
        why="a function that is applied to all layers sets the mode",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
from contextlib import contextmanager
@contextmanager
def quiet(net):
    was = net.training
    net.eval()
    yield net
    net.train(was)
with torch.no_grad(), quiet(model):
    y = model(x)
""",
        why="a context manager sets the mode",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
def in_eval_mode(function):
    def wrapped(net, *args):
        net.eval()
        return function(net, *args)
    return wrapped
@in_eval_mode
@torch.no_grad()
def accuracy(net, x):
    return net(x).argmax(1)
y = accuracy(model, x)
""",
        why="a decorator sets the mode",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
def enable_dropout(net):
    for m in net.modules():
        if isinstance(m, nn.Dropout):
            m.train()
model.eval()
enable_dropout(model)
with torch.no_grad():
    y = torch.stack([model(x) for _ in range(8)])
""",
        why="Monte Carlo dropout, switched on layer by layer",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
from helpers import prepare
prepare(model)
with torch.no_grad():
    y = model(x)
""",
        why="a function that the text does not show is given the model",
    ),
    Valid(
        """
import lightning
import torch
from torch import nn
class Net(lightning.LightningModule):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.5)
    def forward(self, x):
        return self.drop(x)
model = Net()
model.freeze()
with torch.no_grad():
    y = model(torch.ones(4, 2))
""",
        why="a method of a library's class sets the mode",
    ),
    Valid(
        """
import torch
from torch import nn
def evaluate(model, loader):
    right = 0
    for x, y in loader:
        right += (model(x).argmax(1) == y).sum()
    return right
""",
        why="a function that nobody gives a model that is known",
    ),
]

INVALID = [
    Invalid(
        '''
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(2, 2, bias=False), nn.BatchNorm1d(2))
    def forward(self, x):
        return self.body(x)
# %%
def evaluate(model, loader):
    """Counts what is right."""
    right = 0
    for x, y in loader:
        right += (model(x).argmax(1) == y).sum()
    return right
# %%
net = Net()
right = evaluate(net, [(torch.ones(4, 2), torch.ones(4))])
''',
        line=5,
        cell=1,
        live=True,
        fixed='''
def evaluate(model, loader):
    """Counts what is right."""
    model.eval()
    right = 0
    for x, y in loader:
        right += (model(x).argmax(1) == y).sum()
    return right
''',
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
@torch.no_grad()
def evaluate(model, batches):
    return [model(x).argmax(1) for x in batches]
print(evaluate(model, [torch.ones(4, 2)]))
""",
        line=6,
        live=True,
        fixed="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
@torch.no_grad()
def evaluate(model, batches):
    model.eval()
    return [model(x).argmax(1) for x in batches]
print(evaluate(model, [torch.ones(4, 2)]))
""",
    ),
]
