"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_SETUP = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Sequential(nn.Conv2d(1, 2, 1, bias=False), nn.BatchNorm2d(2))
        self.head = nn.Linear(2, 1)
    def forward(self, x):
        return self.head(self.backbone(x).mean((2, 3)))
model = Net()
"""
_LOOP = """
optimizer = torch.optim.SGD(model.head.parameters(), 0.1)
for x in [torch.randn(4, 1, 2, 2)] * 2:
    optimizer.zero_grad()
    model(x).pow(2).mean().backward()
    optimizer.step()
"""

VALID = [
    Valid(
        _SETUP
        + "model.backbone.requires_grad_(False)\n# %%\nmodel.train()\n"
        + "model.backbone.eval()\n# %%"
        + _LOOP,
        why="the frozen part is in eval mode",
        live=True,
    ),
    Valid(
        _SETUP + "model.head.requires_grad_(False)\n# %%\nmodel.train()\n",
        why="no batch norm in the frozen part",
        live=True,
    ),
    Valid(
        _SETUP + "model.requires_grad_(False)\nmodel.train()\n",
        why="frozen whole: nobody trains it",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
from copy import deepcopy
def net():
    return nn.Sequential(nn.Linear(2, 2, bias=False), nn.BatchNorm1d(2))
learner = nn.ModuleDict({'online': net(), 'target': net()})
for p in learner.target.parameters():
    p.requires_grad = False
optimizer = torch.optim.SGD(learner.online.parameters(), 0.1)
# %%
x = torch.randn(4, 2)
optimizer.zero_grad()
(learner.online(x) - learner.target(x)).pow(2).mean().backward()
optimizer.step()
""",
        why="the target network of a pair",
        live=True,
    ),
    Valid(
        _SETUP
        + """
for name, p in model.named_parameters():
    if 'backbone' in name:
        p.requires_grad = False
def set_mode(net):
    net.train()
    for m in net.modules():
        if isinstance(m, nn.BatchNorm2d):
            m.eval()
# %%
set_mode(model)
"""
        + "# %%"
        + _LOOP,
        why="each batch norm layer is put back in eval mode",
        live=True,
    ),
    Valid(
        _SETUP.replace("BatchNorm2d(2)", "BatchNorm2d(2, momentum=0.0)")
        + "model.backbone.requires_grad_(False)\n# %%\nmodel.train()"
        + _LOOP,
        why="no batch counts for the running statistics",
        live=True,
    ),
    Valid(
        _SETUP.replace(
            "    def forward",
            "    def train(self, mode=True):\n        super().train(mode)\n"
            "        self.backbone.eval()\n        return self\n    def forward",
        )
        + "model.backbone.requires_grad_(False)\n# %%\nmodel.train()"
        + _LOOP,
        why="the class puts the frozen part back in eval mode itself",
        live=True,
    ),
    Valid(
        _SETUP
        + """
model.backbone.requires_grad_(False)
model.train()
# %%
for m in model.modules():
    if isinstance(m, nn.BatchNorm2d):
        m.eval()
"""
        + "# %%"
        + _LOOP,
        why="a later loop puts batch norm back in eval mode",
        live=True,
    ),
    Valid(
        _SETUP
        + """
def set_norm_eval(m):
    if isinstance(m, nn.BatchNorm2d):
        m.eval()
model.backbone.requires_grad_(False)
model.train()
model.apply(set_norm_eval)
"""
        + "# %%"
        + _LOOP,
        why="a function that is applied puts batch norm back in eval mode",
        live=True,
    ),
    Valid(
        """
import torch
from backbones import make
model = make()
for p in model.parameters():
    p.requires_grad = False
model.fc = torch.nn.Linear(2, 2)
model.train()
""",
        why="what the model contains is not known",
    ),
]

INVALID = [
    Invalid(
        _SETUP + "model.backbone.requires_grad_(False)\n# %%\nmodel.train()" + _LOOP,
        line=1,
        cell=1,
        live=True,
        order=(0, 1, 1),
        twin=_SETUP
        + "model.backbone.requires_grad_(False)\n# %%\nmodel.train()\n"
        + "model.backbone.eval()"
        + _LOOP,
    ),
    Invalid(
        """
import torch, torchvision
model = torchvision.models.resnet18(weights='DEFAULT')
for p in model.parameters():
    p.requires_grad = False
model.fc = torch.nn.Linear(512, 2)
def train(net, data):
    net.train()
    return [net(x) for x in data]
# %%
train(model, data)
""",
        line=1,
        cell=1,
    ),
    Invalid(
        """
import timm
import torch
def tune(data):
    net = timm.create_model('resnet50', pretrained=True)
    for p in net.parameters():
        p.requires_grad_(False)
    net.fc.requires_grad_(True)
    net.train()
    return net
""",
        line=8,
    ),
]
