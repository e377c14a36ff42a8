"""How far five steps move weights that were frozen after a backward."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "frozen, old gradient kept: moved": 1.67,
    "frozen, zero_grad(): moved": 0.0,
    "frozen, zero_grad(set_to_none=False): moved": 0.37,
}


def measure() -> dict[str, float]:
    """Freezes after one step of SGD with momentum, clears in three ways, steps on."""
    return {
        "frozen, old gradient kept: moved": _moved(None),
        "frozen, zero_grad(): moved": _moved(True),
        "frozen, zero_grad(set_to_none=False): moved": _moved(False),
    }


def _moved(set_to_none: bool | None) -> float:
    torch.manual_seed(0)
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9)
    x = torch.randn(64, 4)
    nn.functional.mse_loss(model(x), x.sum(1, keepdim=True) + 2).backward()
    optimizer.step()
    model.requires_grad_(False)
    if set_to_none is not None:
        optimizer.zero_grad(set_to_none=set_to_none)
    before = torch.cat([p.flatten() for p in model.parameters()])
    for _ in range(5):
        optimizer.step()
    after = torch.cat([p.flatten() for p in model.parameters()])
    return float((after - before).abs().max())
