"""A detached layer never learns, and the loss falls all the same."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "cut: parameters without a gradient": 2,
    "cut: first layer moved": 0.0,
    "cut: loss fell": True,
    "whole: parameters without a gradient": 0,
    "whole: first layer moved": 0.73,
    "whole: loss fell": True,
}


def measure() -> dict[str, object]:
    """Trains two layers, with and without `detach()` between them."""
    return {**_trained(True), **_trained(False)}


def _trained(cut: bool) -> dict[str, object]:
    torch.manual_seed(0)
    first, second = nn.Linear(4, 16), nn.Linear(16, 1)
    parameters = [*first.parameters(), *second.parameters()]
    optimizer = torch.optim.SGD(parameters, lr=0.1)
    before = first.weight.detach().clone()
    x = torch.randn(64, 4)
    y = x.sum(1, keepdim=True)
    losses = []
    for _ in range(50):
        hidden = torch.tanh(first(x))
        loss = nn.functional.mse_loss(second(hidden.detach() if cut else hidden), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    name = "cut" if cut else "whole"
    return {
        f"{name}: parameters without a gradient": sum(
            p.grad is None for p in parameters
        ),
        f"{name}: first layer moved": (first.weight - before).norm().item(),
        f"{name}: loss fell": losses[-1] < losses[0] / 2,
    }
