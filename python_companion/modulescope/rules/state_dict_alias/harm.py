"""The best weights that were kept are those of the last step."""

from __future__ import annotations

import copy

import torch
from torch import nn

CLAIM = {
    "best loss while training is below 0.001": True,
    "reference: loss of what was kept is above 1,000": True,
    "deep copy: loss of what was kept is below 0.001": True,
    "clones: loss of what was kept is below 0.001": True,
}


def measure() -> dict[str, object]:
    """Trains 200 steps, then 20 with a rate that diverges; loads what was kept."""
    best, reference, deep, clones = _train()
    return {
        "best loss while training is below 0.001": best < 0.001,
        "reference: loss of what was kept is above 1,000": reference > 1000,
        "deep copy: loss of what was kept is below 0.001": deep < 0.001,
        "clones: loss of what was kept is below 0.001": clones < 0.001,
    }


def _train() -> tuple[float, ...]:
    torch.manual_seed(0)
    model = nn.Linear(4, 1)
    x = torch.randn(64, 4)
    y = x @ torch.tensor([[1.0], [2.0], [-1.0], [0.5]])
    best = float("inf")
    kept: dict[str, dict[str, torch.Tensor]] = {}
    for step in range(220):
        loss = nn.functional.mse_loss(model(x), y)
        if loss.item() < best:
            best = loss.item()
            kept = {
                "reference": model.state_dict(),
                "deep": copy.deepcopy(model.state_dict()),
                "clones": {k: v.clone() for k, v in model.state_dict().items()},
            }
        model.zero_grad()
        loss.backward()
        rate = 0.1 if step < 200 else 1.4
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= rate * parameter.grad
    return best, *(_loss(state, x, y) for state in kept.values())


def _loss(state: dict[str, torch.Tensor], x: torch.Tensor, y: torch.Tensor) -> float:
    model = nn.Linear(4, 1)
    model.load_state_dict(state)
    return nn.functional.mse_loss(model(x), y).item()
