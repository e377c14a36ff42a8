"""Weights are put into a model as new parameters after DDP has wrapped it."""

from .report import Report

NOTEBOOK = """
import torch
import torch.distributed as dist
import torch.nn as nn
import torch.nn.functional as F

# %%
class ConvNet(nn.Module):
    def __init__(self):
        super(ConvNet, self).__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1)
        self.pool = nn.AdaptiveAvgPool2d(2)
        self.fc = nn.Linear(16, 3)

    def forward(self, x):
        return self.fc(self.pool(F.relu(self.conv(x))).flatten(1))


def make_weight():
    g = torch.Generator().manual_seed(1)
    return 0.1 * torch.randn(4, 1, 3, 3, generator=g)

# %%
def setup():
    if not dist.is_initialized():
        dist.init_process_group("gloo", store=dist.HashStore(), rank=0, world_size=1)


def build():
    setup()
    net = nn.parallel.DistributedDataParallel(
        ConvNet(), find_unused_parameters=True
    )
    # all processes start from the same filters
    net.module.conv.weight = nn.Parameter(make_weight())
    return net

# %%
torch.manual_seed(0)
net = build()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for i in range(3):
    images, labels = torch.randn(6, 1, 10, 10), torch.randint(0, 3, (6,))
    loss = F.cross_entropy(net(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
"""

REPORT = Report(
    source="pytorch/pytorch#12603",
    date="2018-11-14",
    wrong=(
        "DDP watches the parameters that the model had when it was wrapped; the new "
        "`conv.weight` is not among them, and its gradients are not averaged."
    ),
    right=(
        "`conv.weight` was replaced after DDP wrapped the model and is unknown to it: "
        "wrap afterwards, or copy into it."
    ),
    known_from="text",
    cells=(3, 4),
    codes=("NN518",),
    notebook=NOTEBOOK,
    fix={
        "    net.module.conv.weight = nn.Parameter(make_weight())\n": (
            "    with torch.no_grad():\n"
            "        net.module.conv.weight.copy_(make_weight())\n"
        )
    },
)
