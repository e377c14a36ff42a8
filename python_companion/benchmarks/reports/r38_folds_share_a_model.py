"""Cross validation that trains one model through all folds."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, Subset, TensorDataset

# %%
class Regressor(nn.Module):
    def __init__(self, n_in, n_hidden=32):
        super().__init__()
        self.l1 = nn.Linear(n_in, n_hidden)
        self.dropout = nn.Dropout(0.2)
        self.l2 = nn.Linear(n_hidden, 1)

    def forward(self, x):
        return self.l2(self.dropout(torch.relu(self.l1(x)))).squeeze(-1)


def kfold(n, k):
    idx = torch.randperm(n).tolist()
    for i in range(k):
        test = idx[i::k]
        yield [j for j in idx if j not in set(test)], test

# %%
def train(model, loader, epochs=3, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    model.train()
    for _ in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(x), y)
            loss.backward()
            optimizer.step()


@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    errors = [nn.functional.mse_loss(model(x), y) for x, y in loader]
    return torch.stack(errors).mean().item()

# %%
torch.manual_seed(0)
X = torch.randn(60, 5)
dataset = TensorDataset(X, X @ torch.randn(5) + 0.1 * torch.randn(60))

# %%
model = Regressor(5)
scores = []
for fold, (train_idx, val_idx) in enumerate(kfold(len(dataset), 5)):
    train_loader = DataLoader(Subset(dataset, train_idx), batch_size=12, shuffle=True)
    val_loader = DataLoader(Subset(dataset, val_idx), batch_size=12)
    train(model, train_loader)
    scores.append(evaluate(model, val_loader))
    print(f"fold {fold}: {scores[-1]:.4f}")
print("mean", sum(scores) / len(scores))
"""

REPORT = Report(
    source="Lightning-AI/pytorch-lightning#2614",
    date="2020-10-05",
    wrong=(
        "The model is built before the loop over the folds: from the second fold on "
        "it was trained on what it is tested with."
    ),
    right=(
        "`model` enters each fold with the weights of the fold before: build it in the "
        "loop."
    ),
    known_from="text",
    cells=(5,),
    notebook=NOTEBOOK,
    fix={
        "model = Regressor(5)\nscores = []\n": "scores = []\n",
        "    train(model, train_loader)\n": (
            "    model = Regressor(5)\n    train(model, train_loader)\n"
        ),
    },
)
