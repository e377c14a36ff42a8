"""A distillation loss that compares the teacher with the teacher."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class LargeModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(10, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 4)
        )

    def forward(self, x):
        return self.net(x)


class SmallModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(10, 8), nn.ReLU(), nn.Linear(8, 4))

    def forward(self, x):
        return self.net(x)

# %%
class Configs:
    temperature = 5.0
    soft_targets = 100.0
    label_loss = 0.5
    kl_div_loss = nn.KLDivLoss(log_target=True)
    loss_func = nn.CrossEntropyLoss()

    def __init__(self, large, small):
        self.large, self.model = large, small
        self.optimizer = torch.optim.Adam(small.parameters(), lr=2.5e-4)

    def step(self, data, target):
        self.model.train()
        self.large.eval()
        with torch.no_grad():
            large_logits = self.large(data)
        output = self.model(data)

        soft_targets = F.log_softmax(large_logits / self.temperature, dim=-1)
        soft_prob = F.log_softmax(large_logits / self.temperature, dim=-1)
        soft_targets_loss = self.kl_div_loss(soft_prob, soft_targets)
        label_loss = self.loss_func(output, target)
        loss = self.soft_targets * soft_targets_loss + self.label_loss * label_loss

        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return soft_targets_loss.item(), label_loss.item()

# %%
torch.manual_seed(0)
conf = Configs(LargeModel(), SmallModel())
for i in range(5):
    print(conf.step(torch.randn(16, 10), torch.randint(0, 4, (16,))))
"""

REPORT = Report(
    source="labmlai/annotated_deep_learning_paper_implementations#66",
    date="2021-07-05",
    wrong=(
        "`soft_prob` is computed from the teacher's logits instead of `output`: the "
        "term is always zero, and nothing is distilled."
    ),
    right=(
        "`soft_targets_loss` is part of the loss and depends on no parameter: both "
        "sides come from `large_logits`, under `no_grad`."
    ),
    known_from="text",
    cells=(3, 4),
    notebook=NOTEBOOK,
    fix={
        "soft_prob = F.log_softmax(large_logits / self.temperature, dim=-1)": (
            "soft_prob = F.log_softmax(output / self.temperature, dim=-1)"
        )
    },
)
