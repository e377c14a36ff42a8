"""Near misses and bugs, each as small as it can be."""

from ..base import Invalid, Valid

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
from transformers import AutoModel
model = AutoModel.from_pretrained('name')
with torch.no_grad():
    y = model(torch.ones(4, 2))
""",
        why="from_pretrained gives a model in eval mode",
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
        '''
import torch
from torch import nn
def evaluate(model, loader):
    """Counts what is right."""
    right = 0
    for x, y in loader:
        right += (model(x).argmax(1) == y).sum()
    return right
''',
        line=7,
        fixed='''
import torch
from torch import nn
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
