"""A schedule that is made after the optimizer was restored resets its rate."""

from .report import Report

NOTEBOOK = """
import os
import tempfile
import torch
from torch import nn, optim
from torch.optim import lr_scheduler

# %%
class PointNet(nn.Module):
    def __init__(self, out=4):
        super().__init__()
        self.mlp1 = nn.Sequential(nn.Linear(3, 16), nn.BatchNorm1d(16), nn.ReLU())
        self.mlp2 = nn.Linear(16, out)

    def forward(self, pos):
        b, n, _ = pos.shape
        return self.mlp2(self.mlp1(pos.view(b * n, 3)).view(b, n, -1).max(1)[0])

# %%
class ModelCheckpoint:
    def __init__(self, path):
        self.path = path

    def save(self, model, optimizer, scheduler, epoch):
        state = {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "scheduler": scheduler.state_dict(),
            "epoch": epoch,
        }
        torch.save(state, self.path)

    def load(self, model):
        self.state = torch.load(self.path)
        model.load_state_dict(self.state["model"])
        return self.state["epoch"] + 1


def instantiate(model, lr=0.1, state=None):
    optimizer = optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    if state is not None:
        optimizer.load_state_dict(state["optimizer"])
    scheduler = lr_scheduler.LambdaLR(optimizer, lambda epoch: 0.5**epoch)
    if state is not None:
        scheduler.load_state_dict(state["scheduler"])
    return optimizer, scheduler

# %%
def run(model, optimizer, scheduler, start, end, checkpoint):
    for epoch in range(start, end):
        model.train()
        print(epoch, "lr", optimizer.param_groups[0]["lr"])
        for _ in range(3):
            loss = nn.functional.cross_entropy(
                model(torch.randn(6, 20, 3)), torch.randint(0, 4, (6,))
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
        checkpoint.save(model, optimizer, scheduler, epoch)

# %%
torch.manual_seed(0)
checkpoint = ModelCheckpoint(os.path.join(tempfile.mkdtemp(), "pointnet.pt"))
model = PointNet()
run(model, *instantiate(model), 0, 3, checkpoint)

# %%
model = PointNet()
start = checkpoint.load(model)
run(model, *instantiate(model, state=checkpoint.state), start, start + 2, checkpoint)
"""

REPORT = Report(
    source="torch-points3d/torch-points3d#630",
    date="2021-06-22",
    wrong=(
        "The constructor of the scheduler sets the rate of epoch 0 in the optimizer; "
        "its own state does not put back what was loaded before."
    ),
    right=(
        "The learning rate is the initial one again after the restore: load the "
        "optimizer's state after the scheduler is made."
    ),
    known_from="text",
    cells=(3, 6),
    notebook=NOTEBOOK,
    fix={
        "    if state is not None:\n"
        '        optimizer.load_state_dict(state["optimizer"])\n'
        "    scheduler = lr_scheduler": "    scheduler = lr_scheduler",
        '        scheduler.load_state_dict(state["scheduler"])\n': (
            '        scheduler.load_state_dict(state["scheduler"])\n'
            '        optimizer.load_state_dict(state["optimizer"])\n'
        ),
    },
)
