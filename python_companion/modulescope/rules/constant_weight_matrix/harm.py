"""Constant layers learn one unit; a single constant layer recovers."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "both layers constant: loss": 1.703,
    "both layers constant: different units of 32": 1,
    "first layer constant: loss is below 0.02": True,
    "first layer constant: different units of 32": 32,
    "last layer constant: loss is below 0.02": True,
    "random: loss is below 0.02": True,
    "random: different units of 32": 32,
}


def measure() -> dict[str, object]:
    """Trains a network of two layers for 400 steps from each start."""
    both, first, last, drawn = (_train(which) for which in ((0, 2), (0,), (2,), ()))
    return {
        "both layers constant: loss": both[0],
        "both layers constant: different units of 32": both[1],
        "first layer constant: loss is below 0.02": first[0] < 0.02,
        "first layer constant: different units of 32": first[1],
        "last layer constant: loss is below 0.02": last[0] < 0.02,
        "random: loss is below 0.02": drawn[0] < 0.02,
        "random: different units of 32": drawn[1],
    }


def _train(constant: tuple[int, ...]) -> tuple[float, int]:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 32), nn.Tanh(), nn.Linear(32, 1))
    x = torch.randn(128, 4)
    y = torch.sin(2 * x).sum(1, keepdim=True)
    for index in constant:
        nn.init.constant_(model[index].weight, 0.1)
        nn.init.zeros_(model[index].bias)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(400):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
    rows = model[0].weight.detach().round(decimals=5)
    return loss.item(), len(torch.unique(rows, dim=0))
