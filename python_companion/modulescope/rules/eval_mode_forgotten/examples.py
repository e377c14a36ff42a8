"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_TRAINER = """
import torch
from torch import nn
class Trainer:
    def __init__(self, model):
        self.model = model
        self.opt = torch.optim.SGD(self.model.parameters(), 0.1)
    @torch.no_grad()
    def check(self, data):
        return [self.model(x) for x in data]
    def fit(self, data):
        for x in data:
            self.opt.zero_grad()
            self.model(x).sum().backward()
            self.opt.step()
# %%
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
trainer = Trainer(model)
trainer.check(data)
"""

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
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.0))
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        why="dropout that drops nothing",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, p=0.0):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.drop = nn.Dropout(p)
    def forward(self, x):
        return self.drop(self.fc(x))
# %%
model = Net()
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        why="dropout that the default switches off",
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
config = {"p": float(0)}
model = Net(config["p"])
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        why="a rate that the text does not show",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, norm=False):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.norm = nn.BatchNorm1d(2) if norm else nn.Identity()
    def forward(self, x):
        return self.norm(self.fc(x))
model = Net()
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        why="a norm that is left out",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(
    nn.InstanceNorm1d(2),
    nn.BatchNorm1d(2, track_running_stats=False),
    nn.FractionalMaxPool2d(1, output_size=1),
)
x = torch.ones(4, 2, 4)
with torch.no_grad():
    y = model[:2](x)
    z = model[2](x)
""",
        why="layers that do the same in both modes",
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
        return self.fc(x)
model = Net()
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        why="dropout that no forward pass uses",
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
x = torch.ones(4, 2)
with torch.no_grad():
    shape = model(x).shape
""",
        why="a look at the shape, which no mode changes",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
with torch.no_grad():
    z = torch.randn(1, 2)
    first, second = model(z), model(torch.randn(1, 2))
""",
        why="inputs that are drawn for the call: samples of a generator",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2, bias=False), nn.BatchNorm1d(2))
x = torch.ones(4, 2)
with torch.no_grad():
    for _ in range(3):
        model(x)
""",
        why="only the batch statistics are wanted",
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
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model[1].p = 0.0
with torch.no_grad():
    y = model(x)
""",
        why="a rate that is written later",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.ones(4, 2)
model[1] = nn.Identity()
with torch.no_grad():
    y = model(x)
""",
        why="the layer is replaced",
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
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
with torch.no_grad():
    print(model(torch.zeros(1, 2)).shape)
""",
        why="a look at the shape, which no mode changes",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.randn(4, 2)
# %%
print(x.shape)
with torch.no_grad():
    y = model(x.float())
""",
        why="a drawn input that is only looked at",
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
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2, bias=False), nn.BatchNorm1d(2))
with torch.no_grad():
    _ = model(torch.ones(4, 2))
""",
        why="a result that is thrown away",
    ),
    Valid(
        _TRAINER + "# %%\ntrainer.model.eval()\n",
        why="another cell puts the trainer's model in eval mode",
    ),
    Valid(
        _TRAINER.replace("nn.Dropout(0.5)", "nn.ReLU()"),
        why="no layer of the trainer's model has a mode",
    ),
    Valid(
        _TRAINER.replace("class Trainer:", "class Trainer(Base):"),
        why="a base class that is not here may set the mode of the trainer's model",
    ),
    Valid(
        _TRAINER.replace("class Trainer:", "class Trainer(nn.Module):"),
        why="a module's parts follow the mode of the whole",
    ),
    Valid(
        _TRAINER.replace("self.opt.step()", "prepare(self.model)"),
        why="an unknown function is given the trainer's model",
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
    Invalid(
        """
import torch
from torch import nn
class Block(nn.Module):
    def __init__(self, width, p=0.1):
        super().__init__()
        self.fc = nn.Linear(width, width)
        self.drop = nn.Dropout(p)
    def forward(self, x):
        return self.drop(self.fc(x))
# %%
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block(2) for _ in range(2)])
    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return x
class Deeper(Net):
    def forward(self, x):
        return super().forward(x).relu()
# %%
model = Deeper()
model = model.to("cpu")
x = torch.ones(4, 2)
# %%
with torch.no_grad():
    y = model(x)
""",
        line=2,
        cell=3,
        live=True,
        fixed="""
model.eval()
with torch.no_grad():
    y = model(x)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(2, 2, bias=False), nn.BatchNorm1d(2))
    def forward(self, x):
        return self.encoder(x)
model = Net()
x = torch.ones(4, 2)
with torch.no_grad():
    z = model.encoder(x)
""",
        line=12,
        live=True,
        fixed="""
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(2, 2, bias=False), nn.BatchNorm1d(2))
    def forward(self, x):
        return self.encoder(x)
model = Net()
x = torch.ones(4, 2)
model.encoder.eval()
with torch.no_grad():
    z = model.encoder(x)
""",
    ),
    Invalid(
        """
import torch
from torch import nn
layer = nn.TransformerEncoderLayer(4, 2, batch_first=True)
model = nn.TransformerEncoder(layer, 1, enable_nested_tensor=False)
x = torch.ones(1, 3, 4)
with torch.no_grad():
    y = model(x)
""",
        line=7,
        live=True,
        fixed="""
import torch
from torch import nn
layer = nn.TransformerEncoderLayer(4, 2, batch_first=True)
model = nn.TransformerEncoder(layer, 1, enable_nested_tensor=False)
x = torch.ones(1, 3, 4)
model.eval()
with torch.no_grad():
    y = model(x)
""",
    ),
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
    Invalid(
        """
import torch
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, 0.5, training=self.training)
model = Net()
x = torch.ones(4, 2)
with torch.no_grad():
    y = model(x)
""",
        line=10,
        fixed="""
import torch
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, 0.5, training=self.training)
model = Net()
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
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x = torch.randn(8, 2)
y = (x.sum(1) > 0).long()
# %%
with torch.no_grad():
    accuracy = (model(x).argmax(1) == y).float().mean()
""",
        line=2,
        cell=1,
        live=True,
        fixed="""
model.eval()
with torch.no_grad():
    accuracy = (model(x).argmax(1) == y).float().mean()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
x, y = torch.randn(8, 2), torch.randn(8, 2)
# %%
(model(x) - y).abs().mean().backward()
# %%
with torch.no_grad():
    error = (model(x) - y).abs().mean()
""",
        line=2,
        cell=2,
        live=True,
        fixed="""
model.eval()
with torch.no_grad():
    error = (model(x) - y).abs().mean()
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
    Invalid(_TRAINER, line=9),
]
