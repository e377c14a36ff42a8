"""Parameter groups by whole names: nothing is left out of weight decay."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim import AdamW

# %%
class SentenceScorer(nn.Module):
    def __init__(self, opt):
        super().__init__()
        self.opt = opt
        self.embed = nn.Embedding(opt["vocab"], opt["hidden"])
        self.proj = nn.Linear(opt["hidden"], opt["hidden"])
        self.LayerNorm = nn.LayerNorm(opt["hidden"])
        self.scorer = nn.Linear(opt["hidden"], opt["labels"])

    def forward(self, ids):
        pooled = self.embed(ids).mean(1)
        return self.scorer(self.LayerNorm(torch.tanh(self.proj(pooled))))

# %%
class Wrapper:
    def __init__(self, opt):
        self.network = SentenceScorer(opt)
        skip = ["bias", "LayerNorm.bias", "LayerNorm.weight"]
        named = list(self.network.named_parameters())
        groups = [
            {"params": [p for n, p in named if n not in skip], "weight_decay": 0.05},
            {"params": [p for n, p in named if n in skip], "weight_decay": 0.0},
        ]
        self.optimizer = AdamW(groups, lr=opt["lr"])
        self.updates = 0

    def update(self, ids, gold):
        self.network.train()
        loss = F.cross_entropy(self.network(ids), gold)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.updates += 1
        return loss.item()

# %%
torch.manual_seed(3)
model = Wrapper({"vocab": 40, "hidden": 16, "labels": 3, "lr": 1e-3})
for epoch in range(3):
    ids, gold = torch.randint(0, 40, (8, 6)), torch.randint(0, 3, (8,))
    print(epoch, model.update(ids, gold))
"""

REPORT = Report(
    source="namisan/mt-dnn#37",
    date="2019-05-29",
    wrong=(
        "Names are compared whole, so that `proj.bias` is not in the list: the group "
        "without weight decay holds the norm alone, and every bias decays."
    ),
    right=(
        "No parameter is called `bias`: all biases are in the group with weight decay; "
        "ask whether a listed word occurs in the name."
    ),
    known_from="text",
    cells=(3,),
    notebook=NOTEBOOK,
    fix={
        "if n not in skip]": "if not any(s in n for s in skip)]",
        "if n in skip]": "if any(s in n for s in skip)]",
    },
)
