"""A network of dead units does not learn."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "dead: share of units": 1.0,
    "dead: weight gradient is exactly 0": True,
    "dead: loss after 200 steps": 1.39,
    "alive: share of dead units": 0.0,
    "alive: weight gradient is exactly 0": False,
    "alive: loss after 200 steps": 0.0,
}


def measure() -> dict[str, object]:
    """Trains 64 hidden units with biases of -100, and with those that torch draws."""
    dead, alive = _trained(-100.0), _trained(None)
    return {
        "dead: share of units": dead[0],
        "dead: weight gradient is exactly 0": dead[1],
        "dead: loss after 200 steps": dead[2],
        "alive: share of dead units": alive[0],
        "alive: weight gradient is exactly 0": alive[1],
        "alive: loss after 200 steps": alive[2],
    }


def _trained(bias: float | None) -> tuple[float, bool, float]:
    torch.manual_seed(0)
    hidden = nn.Linear(8, 64)
    if bias is not None:
        nn.init.constant_(hidden.bias, bias)
    model = nn.Sequential(hidden, nn.ReLU(), nn.Linear(64, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    x = torch.randn(128, 8)
    y = torch.sin(x.sum(1, keepdim=True)) + x[:, :1]
    for _ in range(200):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    silent = (hidden(x) <= 0).all(dim=0).float().mean().item()
    return silent, not hidden.weight.grad.any().item(), loss.item()
