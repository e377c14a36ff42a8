"""Averaged weights are evaluated with batch statistics of no model at all."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim.swa_utils import AveragedModel, SWALR

# %%
class ResNet(nn.Module):
    def __init__(self, width=8, classes=4):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.fc = nn.Linear(width, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(x + self.bn2(self.conv2(x)))
        return self.fc(x.mean((2, 3)))

# %%
class SWA:
    '''Algorithm of the trainer: averages from `start` on.'''

    def __init__(self, model, optimizer, start, lr):
        self.start = start
        self.swa_model = AveragedModel(model)
        self.swa_scheduler = SWALR(optimizer, swa_lr=lr, anneal_epochs=1)

    def apply(self, epoch, model):
        if epoch >= self.start:
            self.swa_model.update_parameters(model)
            self.swa_scheduler.step()


def fit(model, loader, epochs, swa_start):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    swa = SWA(model, optimizer, swa_start, lr=0.05)
    for epoch in range(epochs):
        model.train()
        for x, y in loader:
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        swa.apply(epoch, model)
    return swa.swa_model

# %%
torch.manual_seed(0)
images = 2 + 3 * torch.randn(32, 3, 8, 8)
loader = list(zip(images.split(8), torch.randint(0, 4, (32,)).split(8)))
averaged = fit(ResNet(), loader, epochs=4, swa_start=2)

# %%
averaged.eval()
with torch.no_grad():
    correct = sum((averaged(x).argmax(1) == y).sum().item() for x, y in loader)
print(correct / 32)
"""

REPORT = Report(
    source="mosaicml/composer#624",
    date="2022-03-01",
    wrong=(
        "`AveragedModel` averages parameters only; its batch norm layers still have "
        "the statistics with which the model was copied, before any training."
    ),
    right=(
        "`averaged` is evaluated, and its batch norm statistics are still the initial "
        "ones: run `update_bn` first."
    ),
    known_from="text",
    cells=(3, 4, 5),
    notebook=NOTEBOOK,
    fix={
        "averaged.eval()\n": (
            "torch.optim.swa_utils.update_bn(loader, averaged)\naveraged.eval()\n"
        )
    },
)
