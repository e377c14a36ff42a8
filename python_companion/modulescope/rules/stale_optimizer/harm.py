"""200 steps with an optimizer of an older model change nothing."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "stale: loss before": 6.27,
    "stale: loss after 200 steps": 6.27,
    "stale: tensors shared with the model": 0,
    "fresh: loss before": 6.27,
    "fresh: loss after 200 steps": 0.0,
    "fresh: tensors shared with the model": 4,
}


def measure() -> dict[str, object]:
    """Trains a model that was built again, with each optimizer."""
    stale, fresh = _measure(True), _measure(False)
    return {
        "stale: loss before": stale[0],
        "stale: loss after 200 steps": stale[1],
        "stale: tensors shared with the model": stale[2],
        "fresh: loss before": fresh[0],
        "fresh: loss after 200 steps": fresh[1],
        "fresh: tensors shared with the model": fresh[2],
    }


def _build() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 1))


def _measure(stale: bool) -> tuple[float, float, int]:
    model = _build()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    if stale:
        model = _build()
    x = torch.randn(32, 4)
    y = x.sum(1, keepdim=True) + 2
    losses = []
    for _ in range(201):
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    held = {
        id(tensor) for group in optimizer.param_groups for tensor in group["params"]
    }
    shared = sum(id(parameter) in held for parameter in model.parameters())
    return round(losses[0], 2), round(losses[-1], 2), shared
