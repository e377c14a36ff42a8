"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch.nn.parallel import DistributedDataParallel as DDP
def train(model, data, optimizer):
    ddp = DDP(model)
    for x in data:
        optimizer.zero_grad()
        ddp(x).sum().backward()
        optimizer.step()
    torch.save(ddp.module.state_dict(), 'model.pt')
""",
        why="the wrapper is called; its module is only saved",
    ),
    Valid(
        """
import torch
from torch.nn.parallel import DistributedDataParallel as DDP
def train(model, data, optimizer):
    ddp = DDP(model)
    for x in data:
        optimizer.zero_grad()
        ddp(x).sum().backward()
        optimizer.step()
    with torch.no_grad():
        return ddp.module(x)
""",
        why="an evaluation needs no gradients",
    ),
    Valid(
        """
from torch.nn.parallel import DataParallel
def train(model, x):
    parallel = DataParallel(model)
    parallel.module(x).sum().backward()
""",
        why="DataParallel has one process, whose gradients are right",
    ),
    Valid(
        """
from torch.nn.parallel import DistributedDataParallel as DDP
def predict(model, x):
    ddp = DDP(model)
    return ddp.module(x)
""",
        why="no backward pass",
    ),
    Valid(
        """
def train(model, x):
    model.module(x).sum().backward()
""",
        why="what `model` is is not known",
    ),
    Valid(
        """
from torch.nn.parallel import DistributedDataParallel as DDP
def train(model, x):
    ddp = DDP(model)
    with ddp.no_sync():
        ddp.module(x).sum().backward()
""",
        why="gradients are accumulated without averaging on purpose",
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import distributed as dist, nn
from torch.nn.parallel import DistributedDataParallel as DDP
dist.init_process_group('gloo', store=dist.HashStore(), rank=0, world_size=1)
d = DDP(nn.Linear(2, 1))
loss = d.module(torch.ones(4, 2)).sum()
loss.backward()
""",
        line=6,
        fixed="""
import torch
from torch import distributed as dist, nn
from torch.nn.parallel import DistributedDataParallel as DDP
dist.init_process_group('gloo', store=dist.HashStore(), rank=0, world_size=1)
d = DDP(nn.Linear(2, 1))
loss = d(torch.ones(4, 2)).sum()
loss.backward()
""",
    ),
    Invalid(
        """
import torch.nn as tnn
class Trainer:
    def __init__(self, net, rank):
        self.net = tnn.parallel.DistributedDataParallel(net, device_ids=[rank])
    def step(self, x):
        out = self.net.module(x)
        out.sum().backward()
""",
        line=6,
        fixed="""
import torch.nn as tnn
class Trainer:
    def __init__(self, net, rank):
        self.net = tnn.parallel.DistributedDataParallel(net, device_ids=[rank])
    def step(self, x):
        out = self.net(x)
        out.sum().backward()
""",
    ),
    Invalid(
        """
import torch
model = torch.nn.parallel.DistributedDataParallel(Net())
# %%
def step(x):
    model.module(x).sum().backward()
""",
        line=2,
        cell=1,
        fixed="""
def step(x):
    model(x).sum().backward()
""",
    ),
]
