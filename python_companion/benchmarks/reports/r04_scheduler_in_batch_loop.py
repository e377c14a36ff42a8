"""A schedule that counts epochs is stepped once per batch."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader, TensorDataset

# %%
class TinyUnet(nn.Module):
    def __init__(self, in_ch=1, feat=8, drop=0.2):
        super().__init__()
        self.down = nn.Sequential(
            nn.Conv2d(in_ch, feat, 3, padding=1), nn.BatchNorm2d(feat), nn.ReLU()
        )
        self.drop = nn.Dropout2d(drop)
        self.up = nn.Conv2d(feat, 1, 3, padding=1)

    def forward(self, x):
        return torch.sigmoid(self.up(self.drop(self.down(x))))


def dice_loss(pred, target, eps=1.0):
    inter = (pred * target).sum()
    return 1 - (2 * inter + eps) / (pred.sum() + target.sum() + eps)

# %%
context = {"num_epochs": 4, "initial_lr": 0.05, "batch_size": 4}
torch.manual_seed(11)
masks = (torch.rand(24, 1, 12, 12) > 0.7).float()
train_loader = DataLoader(
    TensorDataset(masks + 0.3 * torch.randn_like(masks), masks),
    batch_size=context["batch_size"],
)
model = TinyUnet()
optimizer = optim.Adam(model.parameters(), lr=context["initial_lr"])
# the learning rate falls to zero over the epochs
scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, context["num_epochs"])

# %%
for epoch in range(1, context["num_epochs"] + 1):
    print("lr", scheduler.get_last_lr()[0])
    model.train()
    train_loss_total = 0.0
    for i, (image, gt) in enumerate(train_loader):
        preds = model(image)
        loss = dice_loss(preds, gt)
        train_loss_total += loss.item()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
    print(epoch, train_loss_total / len(train_loader))
"""

REPORT = Report(
    source="ivadomed/ivadomed#55",
    date="2019-10-02",
    wrong=(
        "The schedule lasts as many steps as there are epochs, but is stepped in the "
        "batch loop: the learning rate is zero in the first epoch and then climbs."
    ),
    right=(
        "`T_max` is the number of epochs, and `scheduler.step()` runs once per batch: "
        "move it out of the inner loop."
    ),
    known_from="text",
    cells=(3, 4),
    notebook=NOTEBOOK,
    fix={
        "        optimizer.step()\n        scheduler.step()\n": (
            "        optimizer.step()\n    scheduler.step()\n"
        )
    },
)
