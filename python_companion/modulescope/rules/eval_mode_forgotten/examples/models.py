"""Where a model comes from."""

from ....rulekit.rule import Invalid, Valid

VALID = [
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
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
import copy
model.eval()
best_model = copy.deepcopy(model)
# %%
with torch.no_grad():
    y = best_model(x)
""",
        why="a copy of a model in eval mode",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
models = [nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5)).eval() for _ in range(2)]
x = torch.ones(4, 2)
def evaluate(models, x):
    found = []
    for model in models:
        with torch.no_grad():
            found.append(model(x))
    return found
y = evaluate(models, x)
z = torch.stack([m(x) for m in models])
""",
        why="an ensemble that was made in eval mode",
        live=True,
    ),
    Valid(
        """
import torch
class Layer:
    def __init__(self):
        self.training = True
    def __call__(self, x):
        return x + 1 if self.training else x
    def parameters(self):
        return []
class Sequential:
    def __init__(self, layers):
        self.layers = layers
    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]
model = Sequential([Layer(), Layer()])
# %%
@torch.no_grad()
def split_loss(x):
    return model(x).mean()
def evaluate(model, x):
    return model(x)
loss = split_loss(torch.ones(2)), evaluate(model, torch.ones(2))
""",
        why="a class of one's own that is no module and has no eval()",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.drop = nn.Dropout(p)
    def forward(self, x):
        return self.drop(self.fc(x))
net = Net().eval()
# %%
x = torch.ones(4, 2)
@torch.no_grad()
def predict(x):
    return net(x)
y = predict(x)
""",
        why="made in eval mode in another cell",
        live=True,
    ),
    Valid(
        """
import torch
from torchvision.models import resnet18
model = resnet18()
with torch.no_grad():
    y = model(torch.ones(1, 3, 32, 32))
""",
        why="a class that the text does not show",
    ),
    Valid(
        """
import torch
from transformers import pipeline
pipe = pipeline("text-generation")
with torch.no_grad():
    y = pipe("a text")
""",
        why="a pipeline",
    ),
    Valid(
        """
import torch
from torch import nn
def load():
    net = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
    net.eval()
    return net
# %%
model = load()
with torch.no_grad():
    y = model(torch.ones(4, 2))
""",
        why="a function of the notebook makes it in eval mode",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
def load():
    net = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
    return net.eval(), torch.ones(4, 2)
model, x = load()
# %%
with torch.no_grad():
    y = model(x)
""",
        why="a function of the notebook makes it, with others, in eval mode",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
def build(width):
    layers = [nn.Linear(width, width)]
    layers.append(nn.LSTM(width, width, 2, dropout=0.1))
    model = nn.Sequential(*layers)
    return model, torch.optim.SGD(model.parameters(), lr=0.1)
model, optimizer = build(2)
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        line=11,
        live=True,
        fixed="""
import torch
from torch import nn
def build(width):
    layers = [nn.Linear(width, width)]
    layers.append(nn.LSTM(width, width, 2, dropout=0.1))
    model = nn.Sequential(*layers)
    return model, torch.optim.SGD(model.parameters(), lr=0.1)
model, optimizer = build(2)
x = torch.ones(4, 2)
model.eval()
with torch.no_grad():
    y = model(x)
model.train()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
known = {"a": nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))}
model = known["a"]
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        live=True,
        twin="""
import torch
from torch import nn
known = {"a": nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))}
model = known["a"]
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
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5)).eval()
# %%
def load():
    net = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
    return net, torch.ones(4, 2)
model, x = load()
# %%
with torch.no_grad():
    y = model(x)
""",
        line=2,
        cell=2,
        live=True,
        fixed="""
model.eval()
with torch.no_grad():
    y = model(x)
""",
    ),
]
