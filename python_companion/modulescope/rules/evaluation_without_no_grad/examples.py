"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
def predict(model, data):
    model.eval()
    outs = []
    with torch.no_grad():
        for x in data:
            outs.append(model(x))
    return outs
""",
        why="gradients are not recorded",
    ),
    Valid(
        """
import torch
def predict(model, data):
    model.eval()
    outs = []
    for x in data:
        outs.append(model(x).argmax(1).tolist())
    return outs
""",
        why="plain numbers",
    ),
    Valid(
        """
import torch
def predict(model, data):
    model.eval()
    outs = []
    for x in data:
        out = model(x)
        out = out.detach()
        outs.append(out)
    return outs
""",
        why="the output is detached before",
    ),
    Valid(
        """
import torch
def saliency(model, data):
    model.eval()
    outs = []
    for x in data:
        out = model(x)
        outs.append(out)
    return torch.autograd.grad(sum(outs).sum(), data)
""",
        why="gradients are wanted",
    ),
    Valid(
        """
import torch
@torch.inference_mode()
def predict(model, data):
    model.eval()
    return collect(model, data)
def collect(model, data):
    model.eval()
    outs = []
    for x in data:
        outs.append(model(x).detach().cpu())
    return outs
""",
        why="detached on the way to the CPU",
    ),
    Valid(
        """
import torch
from torch import nn
def features(model, data):
    model.requires_grad_(False)
    model.eval()
    outs = []
    for x in data:
        outs.append(model(x))
    return outs
""",
        why="nothing in the model requires grad",
    ),
    Valid(
        """
import torch
def collect(model, data):
    model.eval()
    outs = []
    for x in data:
        outs.append(model(x))
    return outs
with torch.no_grad():
    result = collect(model, data)
""",
        why="the caller stops gradients",
    ),
    Valid(
        """
import torch
def step(model, data, optimizer):
    model.eval()
    for x in data:
        parts = []
        parts.append(model(x))
        show(parts)
""",
        why="a list that lives for one turn",
    ),
    Valid(
        """
import torch
def agree(model, x, flipped):
    model.eval()
    outs = [model(view) for view in (x, flipped)]
    return (outs[0] - outs[1]).abs().max()
""",
        why="two views that are compared",
    ),
    Valid(
        """
import torch
def predict(model, data):
    model.eval()
    outs = torch.cat([model(x) for x in data]).argmax(1)
    names = [model.name(x) for x in data]
    return outs, names, [float(model(x)) for x in data]
""",
        why="classes, names and numbers have no graph",
    ),
    Valid(
        """
import torch
def predict(model, data):
    model.eval()
    with torch.inference_mode():
        outs = [model(x) for x in data]
    return outs
""",
        why="a comprehension without gradients",
    ),
    Valid(
        """
import torch
def check(model, data):
    model.eval()
    last = {}
    for i, x in enumerate(data):
        last["out"] = model(x)
    return last
""",
        why="each turn overwrites the one before",
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
model, batches = nn.Linear(4, 2), torch.ones(3, 8, 4)
model.eval()
outs = []
for x in batches:
    # one batch
    outs.append(model(x))
""",
        line=8,
        fixed="""
import torch
from torch import nn
model, batches = nn.Linear(4, 2), torch.ones(3, 8, 4)
model.eval()
outs = []
with torch.no_grad():
    for x in batches:
        # one batch
        outs.append(model(x))
""",
    ),
    Invalid(
        """
import torch as th
class Runner:
    def predict(self, data):
        self.model.eval()
        for x, y in data:
            out = self.model(x)
            probs = th.softmax(out, dim=1)
            self.outs.append((probs.cpu(), y))
""",
        line=8,
        fixed="""
import torch as th
class Runner:
    def predict(self, data):
        self.model.eval()
        with th.no_grad():
            for x, y in data:
                out = self.model(x)
                probs = th.softmax(out, dim=1)
                self.outs.append((probs.cpu(), y))
""",
    ),
    Invalid(
        """
import torch.nn.functional as F
def evaluate(net, data):
    net.eval()
    total = 0
    for x, y in data:
        total += F.softmax(net(x), 1)
    return total
""",
        line=6,
    ),
    Invalid(
        """
import torch
def predict(model, loader):
    model.eval()
    outs = torch.cat([model(x).softmax(-1).cpu() for x, _ in loader])
    return outs
""",
        line=4,
        fixed="""
import torch
def predict(model, loader):
    model.eval()
    with torch.no_grad():
        outs = torch.cat([model(x).softmax(-1).cpu() for x, _ in loader])
    return outs
""",
    ),
    Invalid(
        """
import torch
def check(model, data):
    model.eval()
    outs = {}
    for i, x in enumerate(data):
        outs[i] = model(x)
    return outs
""",
        line=6,
        fixed="""
import torch
def check(model, data):
    model.eval()
    outs = {}
    with torch.no_grad():
        for i, x in enumerate(data):
            outs[i] = model(x)
    return outs
""",
    ),
    Invalid(
        """
import torch
def check(model, data):
    model.eval()
    outs = {}
    for name, x in data:
        outs.setdefault(name, []).append(model(x))
    return outs
""",
        line=6,
        fixed="""
import torch
def check(model, data):
    model.eval()
    outs = {}
    with torch.no_grad():
        for name, x in data:
            outs.setdefault(name, []).append(model(x))
    return outs
""",
    ),
]
