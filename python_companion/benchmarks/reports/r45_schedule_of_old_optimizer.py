"""A restored schedule brings along the optimizer of the run that saved it."""

from .report import Report

NOTEBOOK = """
import copy
import torch
from torch import nn
from torch.optim.lr_scheduler import ExponentialLR, LRScheduler

# %%
class WarmupScheduler(LRScheduler):
    '''Raises the rate for some epochs, then hands over to another schedule.'''

    def __init__(self, optimizer, total_epoch, after_scheduler=None):
        self.total_epoch = total_epoch
        self.after_scheduler = after_scheduler
        self.finished = False
        super().__init__(optimizer)

    def get_lr(self):
        if self.last_epoch > self.total_epoch and self.after_scheduler:
            self.finished = True
            return self.after_scheduler.get_last_lr()
        scale = min(1.0, (self.last_epoch + 1) / (self.total_epoch + 1))
        return [base_lr * scale for base_lr in self.base_lrs]

    def step(self, epoch=None):
        if self.finished and self.after_scheduler:
            self.after_scheduler.step()
            self._last_lr = self.after_scheduler.get_last_lr()
        else:
            super().step()

# %%
def build(lr=0.1):
    model = nn.Sequential(nn.Linear(6, 12), nn.Tanh(), nn.Linear(12, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    scheduler = WarmupScheduler(optimizer, 2, ExponentialLR(optimizer, 0.5))
    return model, optimizer, scheduler


def run(model, optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        x = torch.randn(16, 6)
        loss = (model(x) - x.sum(1, keepdim=True)).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates

# %%
torch.manual_seed(0)
model, optimizer, scheduler = build()
print(run(model, optimizer, scheduler, 6))
saved = copy.deepcopy(
    {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
    }
)

# %%
model, optimizer, scheduler = build()
model.load_state_dict(saved["model"])
optimizer.load_state_dict(saved["optimizer"])
scheduler.load_state_dict(saved["scheduler"])
print(run(model, optimizer, scheduler, 4))
"""

REPORT = Report(
    source="ildoonet/pytorch-gradual-warmup-lr#27",
    date="2022-09-20",
    wrong=(
        "The state of the schedule holds the inner schedule with its optimizer; after "
        "the load it changes the rate of that one, and the new one keeps its rate."
    ),
    right=(
        "`scheduler.after_scheduler.optimizer` is not `optimizer` but a copy of the "
        "old one: the rate of `optimizer` no longer changes."
    ),
    known_from="objects",
    cells=(2, 5),
    notebook=NOTEBOOK,
    fix={
        '(saved["scheduler"])\n': (
            '(saved["scheduler"])\nscheduler.after_scheduler.optimizer = optimizer\n'
        )
    },
)
