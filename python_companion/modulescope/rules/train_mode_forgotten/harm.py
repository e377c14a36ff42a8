"""In eval mode nothing is dropped and no statistic is gathered."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "eval mode: batches tracked": 0,
    "eval mode: running mean": 0.0,
    "eval mode: share of units dropped": 0.0,
    "train mode: batches tracked": 50,
    "train mode: running mean": 4.97,
    "train mode: share of units dropped": 0.5,
}


def measure() -> dict[str, float]:
    """Trains 50 steps in each mode, on inputs with a mean of 5."""
    found: dict[str, float] = {}
    for mode in ("eval", "train"):
        torch.manual_seed(0)
        model = nn.Sequential(
            nn.BatchNorm1d(4), nn.Linear(4, 32), nn.Dropout(0.5), nn.Linear(32, 1)
        )
        getattr(model, mode)()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.001)
        for _ in range(50):
            optimizer.zero_grad()
            model(torch.randn(64, 4) + 5).pow(2).mean().backward()
            optimizer.step()
        norm, dropout = model[0], model[2]
        dropped = (dropout(torch.ones(10_000)) == 0).float().mean().item()
        found[f"{mode} mode: batches tracked"] = int(norm.num_batches_tracked)
        found[f"{mode} mode: running mean"] = norm.running_mean.mean().item()
        found[f"{mode} mode: share of units dropped"] = dropped
    return found
