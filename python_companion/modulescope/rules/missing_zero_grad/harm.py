"""Without `zero_grad` the loss leaves all bounds."""

from __future__ import annotations

from math import isfinite

import torch
from torch import nn

CLAIM = {
    "without zero_grad: first loss": 13.877,
    "without zero_grad: the last loss is finite": False,
    "with zero_grad: first loss": 13.877,
    "with zero_grad: last loss": 0.0332,
    "without zero_grad: times the gradient was written to again": 199,
    "with zero_grad: times the gradient was written to again": 0,
}


def measure() -> dict[str, object]:
    """Trains 200 steps with and without clearing the gradients."""
    without, cleared = _train(False), _train(True)
    written = "times the gradient was written to again"
    return {
        "without zero_grad: first loss": without[0][0],
        "without zero_grad: the last loss is finite": isfinite(without[0][-1]),
        "with zero_grad: first loss": cleared[0][0],
        "with zero_grad: last loss": cleared[0][-1],
        f"without zero_grad: {written}": without[1],
        f"with zero_grad: {written}": cleared[1],
    }


def _train(clear: bool) -> tuple[list[float], int]:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.03)
    x = torch.randn(64, 4)
    y = x @ torch.tensor([[1.0], [-2.0], [3.0], [0.5]])
    losses = []
    for _ in range(200):
        if clear:
            optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    grad = model[0].weight.grad
    assert grad is not None
    return losses, grad._version
