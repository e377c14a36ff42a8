"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_SETUP = """
import torch
from torch import nn
model = nn.Sequential(nn.Tanh(), nn.BatchNorm1d(4), nn.Dropout(0.5))
optimizer = torch.optim.SGD(model.parameters(), 0.1)
data = [torch.randn(8, 4)] * 3
"""
_LOOP = """
for x in data:
    optimizer.zero_grad()
    model(x).pow(2).mean().backward()
    optimizer.step()
"""

_INDENTED = _LOOP.strip("\n").replace("\n", "\n    ").join(("    ", "\n"))

_TRAINER = """
import torch
from torch import nn
class Trainer:
    def __init__(self):
        self.model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
        self.opt = torch.optim.SGD(self.model.parameters(), 0.1)
    def evaluate(self, data):
        self.model.eval()
        with torch.no_grad():
            found = [self.model(x) for x in data]
        {restored}
        return found
    def step(self, x):
        self.opt.zero_grad()
        self.model(x).sum().backward()
        self.opt.step()
    def fit(self, data):
        for epoch in range(3):
            {before}
            for x in data:
                self.step(x)
            self.evaluate(data)
"""

VALID = [
    Valid(
        _SETUP + "model.eval()\n# %%\nmodel.train()" + _LOOP,
        why="back in train mode",
        live=True,
    ),
    Valid(_SETUP + "model[1].eval()\n# %%" + _LOOP, why="one frozen layer", live=True),
    Valid(
        _SETUP + "# %%" + _LOOP + "# %%\nmodel.eval()\n",
        why="eval mode after the training",
        live=True,
        order=(0, 1, 2),
    ),
    Valid(
        _SETUP + "model.eval()\n# %%\n" + "model.train()" + _LOOP + "model.eval()\n",
        why="one cell trains and then evaluates",
        live=True,
        order=(0, 1, 1),
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 4), nn.Tanh())
optimizer = torch.optim.SGD(model.parameters(), 0.1)
model.eval()
for x in [torch.randn(8, 4)] * 3:
    optimizer.zero_grad()
    model(x).pow(2).mean().backward()
    optimizer.step()
""",
        why="no layer depends on the mode",
        live=True,
    ),
    Valid(
        """
import torch
def attack(model, image):
    optimizer = torch.optim.Adam([image])
    model.eval()
    for _ in range(9):
        optimizer.zero_grad()
        model(image).sum().backward()
        optimizer.step()
""",
        why="the image is trained, not the model",
    ),
    Valid(
        """
def fit(model, optimizer, data, test):
    for epoch in range(9):
        model.train()
        for x in data:
            optimizer.zero_grad()
            model(x).sum().backward()
            optimizer.step()
        model.eval()
        check(model, test)
""",
        why="each epoch begins in train mode",
    ),
    Valid(
        """
def one_step(model, x, optimizer):
    model.train()
    optimizer.zero_grad()
    model(x).sum().backward()
    optimizer.step()
def fit(model, optimizer, data):
    model.eval()
    for x in data:
        one_step(model, x, optimizer)
""",
        why="the function that trains sets the mode",
    ),
    Valid(
        """
def fit(model, optimizer, phases):
    for phase in phases:
        model.train(phase == 'train')
        for x in phases[phase]:
            optimizer.zero_grad()
            model(x).sum().backward()
            optimizer.step()
""",
        why="the phase decides the mode",
    ),
    Valid(
        _SETUP + "# %%\nmodel.eval()\n# %%" + _LOOP,
        why="the training ran before the evaluation",
        live=True,
        order=(0, 2, 1),
    ),
    Valid(
        _SETUP + "# %%\nmodel.eval()\n# %%\nmodel.train()\n# %%" + _LOOP,
        why="the cell with `train()` ran again before the training",
        live=True,
        order=(0, 2, 1, 2, 3),
    ),
    Valid(
        _SETUP + "if not data:\n    model.eval()\nelse:\n" + _INDENTED,
        why="either evaluated or trained",
        live=True,
    ),
    Valid(
        """
import sys
def main(model, optimizer, data, test):
    if test:
        model.eval()
        print(model(test))
        sys.exit()
    for x in data:
        optimizer.zero_grad()
        model(x).sum().backward()
        optimizer.step()
""",
        why="the program has ended before the training",
    ),
    Valid(
        """
def fit(model, optimizer, data, frozen):
    if frozen:
        model.eval()
    for x in data:
        optimizer.zero_grad()
        model(x).sum().backward()
        optimizer.step()
""",
        why="an option decides about the mode",
    ),
    Valid(
        _SETUP + "if False:\n    model.eval()\n# %%" + _LOOP,
        why="`eval()` cannot be reached",
        live=True,
    ),
    Valid(
        _TRAINER.format(restored="self.model.train()", before="pass"),
        why="the method that evaluates a trainer's model restores the mode",
    ),
    Valid(
        _TRAINER.format(restored="pass", before="self.model.train()"),
        why="each epoch of the trainer begins in train mode",
    ),
    Valid(
        _TRAINER.replace("nn.Dropout(0.5)", "nn.ReLU()").format(
            restored="pass", before="pass"
        ),
        why="no layer of the trainer's model has a mode",
    ),
    Valid(
        _TRAINER.replace("self.model.parameters()", "other.parameters()").format(
            restored="pass", before="pass"
        ),
        why="the trainer's optimizer steps another model",
    ),
]

INVALID = [
    Invalid(
        _SETUP + "model.eval()\n# %%" + _LOOP,
        line=3,
        cell=1,
        live=True,
        fixed="model.train()" + _LOOP,
        twin=_SETUP + "model.eval()\n# %%\nmodel.train()" + _LOOP,
    ),
    Invalid(
        _SETUP + "# %%" + _LOOP + "# %%\nmodel.eval()\n",
        line=3,
        cell=1,
        live=True,
        order=(0, 1, 2, 1),
        fixed="model.train()" + _LOOP,
    ),
    Invalid(
        """
def fit(model, optimizer, data, test):
    model.train()
    for epoch in range(9):
        for x in data:
            optimizer.zero_grad()
            model(x).sum().backward()
            optimizer.step()
        check(model, test)
def check(net, test):
    net.eval()
    return [net(x).argmax().item() for x in test]
""",
        line=6,
        fixed="""
def fit(model, optimizer, data, test):
    model.train()
    for epoch in range(9):
        model.train()
        for x in data:
            optimizer.zero_grad()
            model(x).sum().backward()
            optimizer.step()
        check(model, test)
def check(net, test):
    net.eval()
    return [net(x).argmax().item() for x in test]
""",
    ),
    Invalid(
        """
import torch
def fit(net, optimizer, data, test):
    for step, x in enumerate(data):
        optimizer.zero_grad()
        net(x).sum().backward()
        optimizer.step()
        if step % 100 == 0:
            net.eval()
            print(net(test).sum().item())
""",
        line=5,
        fixed="""
import torch
def fit(net, optimizer, data, test):
    for step, x in enumerate(data):
        net.train()
        optimizer.zero_grad()
        net(x).sum().backward()
        optimizer.step()
        if step % 100 == 0:
            net.eval()
            print(net(test).sum().item())
""",
    ),
    Invalid(
        _SETUP + "# %%\nmodel.eval()\n# %%\nmodel.train()\n# %%" + _LOOP,
        line=3,
        cell=3,
        live=True,
        order=(0, 2, 1, 3),
        fixed="model.train()" + _LOOP,
    ),
    Invalid(
        _SETUP + "model.eval()\nif False:\n    model.train()\n# %%" + _LOOP,
        line=3,
        cell=1,
        live=True,
        fixed="model.train()" + _LOOP,
    ),
    Invalid(_TRAINER.format(restored="pass", before="pass"), line=15),
    Invalid(
        """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
params = [p for p in model.parameters() if p.requires_grad]
o = torch.optim.SGD(params, 0.1)
def check():
    model.eval()
    print(model(torch.ones(1, 2)))
for epoch in range(3):
    check()
    for x in data:
        o.zero_grad()
        model(x).sum().backward()
        o.step()
""",
        line=13,
        fixed="""
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
params = [p for p in model.parameters() if p.requires_grad]
o = torch.optim.SGD(params, 0.1)
def check():
    model.eval()
    print(model(torch.ones(1, 2)))
for epoch in range(3):
    check()
    model.train()
    for x in data:
        o.zero_grad()
        model(x).sum().backward()
        o.step()
""",
    ),
    Invalid(
        """
import torch
from torch import nn
class Trainer:
    def __init__(self, model, opt):
        self.model, self.opt = model, opt
    def fit(self, data):
        for epoch in range(3):
            for x in data:
                self.opt.zero_grad()
                self.model(x).sum().backward()
                self.opt.step()
            self.model.eval()
            print(self.model(data[0]))
# %%
net = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
trainer = Trainer(net, torch.optim.SGD(net.parameters(), 0.1))
""",
        line=10,
        fixed="""
import torch
from torch import nn
class Trainer:
    def __init__(self, model, opt):
        self.model, self.opt = model, opt
    def fit(self, data):
        for epoch in range(3):
            self.model.train()
            for x in data:
                self.opt.zero_grad()
                self.model(x).sum().backward()
                self.opt.step()
            self.model.eval()
            print(self.model(data[0]))
""",
    ),
]
