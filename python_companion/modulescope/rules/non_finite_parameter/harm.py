"""A diverging run turns every parameter into NaN, silently."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "rate 10: first step with a NaN": 4,
    "rate 10: NaN parameters of 577": 577,
    "rate 10: NaN parameters after 20 steps at rate 0.01": 577,
    "rate 0.01: first step with a NaN": 0,
    "rate 0.01: NaN parameters of 577": 0,
}


def measure() -> dict[str, object]:
    """Trains a regression for 20 steps at two rates, the bad one 20 steps more."""
    bad, first_bad = _train(_network(), 10.0)
    good, first_good = _train(_network(), 0.01)
    recovered, _ = _train(bad, 0.01)
    return {
        "rate 10: first step with a NaN": first_bad,
        "rate 10: NaN parameters of 577": _nans(bad),
        "rate 10: NaN parameters after 20 steps at rate 0.01": _nans(recovered),
        "rate 0.01: first step with a NaN": first_good,
        "rate 0.01: NaN parameters of 577": _nans(good),
    }


def _network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 1))


def _nans(model: nn.Module) -> int:
    return sum(int(p.isnan().sum()) for p in model.parameters())


def _train(model: nn.Module, rate: float) -> tuple[nn.Module, int]:
    """The model, and the step (from 1) after which it had its first NaN; 0 if none."""
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    x, first = torch.randn(64, 16), 0
    y = x.sum(1, keepdim=True)
    for step in range(1, 21):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
        first = first or (step if _nans(model) else 0)
    return model, first
