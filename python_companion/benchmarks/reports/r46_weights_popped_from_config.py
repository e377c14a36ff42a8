"""A constructor pops the class weights out of the caller's dict."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class BasicClassifier(nn.Module):
    def __init__(
        self,
        in_ch,
        out_ch,
        loss=nn.CrossEntropyLoss,
        loss_kwargs={},
        optimizer=torch.optim.AdamW,
        optimizer_kwargs={"lr": 1e-3},
    ):
        super().__init__()
        self.in_ch, self.out_ch = in_ch, out_ch
        class_weight = loss_kwargs.pop("weight", None)
        self.register_buffer("_class_weight", class_weight)
        self.loss_fn = loss(reduction="none", **loss_kwargs)
        self.optimizer, self.optimizer_kwargs = optimizer, optimizer_kwargs

    def compute_loss(self, pred, target):
        loss = self.loss_fn(pred, target)
        if self._class_weight is not None:
            loss = loss * self._class_weight[target]
        return loss.mean()

    def configure_optimizers(self):
        return self.optimizer(self.parameters(), **self.optimizer_kwargs)


class ResNet3D(BasicClassifier):
    def __init__(self, in_ch, out_ch, width=6, **kwargs):
        super().__init__(in_ch, out_ch, **kwargs)
        self.conv = nn.Conv3d(in_ch, width, 3, padding=1)
        self.norm = nn.InstanceNorm3d(width, affine=True)
        self.fc = nn.Linear(width, out_ch)

    def forward(self, x):
        return self.fc(F.relu(self.norm(self.conv(x))).mean((2, 3, 4)))

# %%
config = {"weight": torch.tensor([1.0, 4.0, 9.0]), "label_smoothing": 0.05}


def local_training(model, rounds=2):
    opt = model.configure_optimizers()
    model.train()
    for _ in range(rounds):
        x, y = torch.randn(3, 1, 6, 6, 6), torch.randint(0, 3, (3,))
        opt.zero_grad()
        loss = model.compute_loss(model(x), y)
        loss.backward()
        opt.step()
    return loss.item()

# %%
torch.manual_seed(0)
sites = [ResNet3D(1, 3, loss_kwargs=config) for _ in range(2)]
for number, model in enumerate(sites):
    print(number, local_training(model), model._class_weight)
"""

REPORT = Report(
    source="KatherLab/MediSwarm#430",
    date="2026-07-10",
    wrong=(
        "`loss_kwargs.pop` changes the dict of the caller: the second model that is "
        "built from it trains without class weights."
    ),
    right=(
        "`__init__` takes `weight` out of the dict that it is given, so the second "
        "model has none: copy the dict first."
    ),
    known_from="text",
    cells=(2, 4),
    notebook=NOTEBOOK,
    fix={
        '        class_weight = loss_kwargs.pop("weight", None)\n': (
            "        loss_kwargs = dict(loss_kwargs)\n"
            '        class_weight = loss_kwargs.pop("weight", None)\n'
        )
    },
)
