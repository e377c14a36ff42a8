"""Ratios of gradient to weight at both ends of deep networks; absolute limits fail."""

from __future__ import annotations

import math

import torch
from torch import nn

CLAIM = {
    "20 sigmoid layers: orders of magnitude from last to first": -13,
    "healthy: orders of magnitude from last to first": 0,
    "healthy, loss times 1e8: mean gradient above 100": True,
    "healthy, loss times 1e8: orders of magnitude from last to first": 0,
    "healthy, loss times 1e-6: mean gradient below 1e-7": True,
    "healthy, loss times 1e-6: orders of magnitude from last to first": 0,
    "weights 4 times too large: gradient at least 1,000 times the weight": True,
    "weights 4 times too large: orders of magnitude from last to first": 0,
}

_RATIO = "orders of magnitude from last to first"


def measure() -> dict[str, object]:
    """One backward through each network."""
    sigmoid = _measured(nn.Sigmoid, 20)
    healthy = _measured(nn.Tanh, 5)
    large, small = _measured(nn.Tanh, 5, 1e8), _measured(nn.Tanh, 5, 1e-6)
    exploding = _measured(nn.Identity, 8, gain=4.0)
    return {
        f"20 sigmoid layers: {_RATIO}": sigmoid[0],
        f"healthy: {_RATIO}": healthy[0],
        "healthy, loss times 1e8: mean gradient above 100": large[2] > 100,
        f"healthy, loss times 1e8: {_RATIO}": large[0],
        "healthy, loss times 1e-6: mean gradient below 1e-7": small[2] < 1e-7,
        f"healthy, loss times 1e-6: {_RATIO}": small[0],
        "weights 4 times too large: gradient at least 1,000 times the weight": (
            exploding[1] > 1000
        ),
        f"weights 4 times too large: {_RATIO}": exploding[0],
    }


def _measured(
    activation: type[nn.Module], depth: int, scale: float = 1.0, gain: float = 1.0
) -> tuple[int, float, float]:
    """Orders of magnitude of the ratio, gradient over weight, mean |gradient|."""
    torch.manual_seed(0)
    layers = [nn.Linear(64, 64) for _ in range(depth)]
    for layer in layers:
        nn.init.normal_(layer.weight, std=gain / 8)
    model = nn.Sequential(*[part for layer in layers for part in (layer, activation())])
    (scale * model(torch.randn(32, 64)).square().mean()).backward()
    ratios = [
        layer.weight.grad.norm().item() / layer.weight.norm().item() for layer in layers
    ]
    mean = layers[0].weight.grad.abs().mean().item()
    return round(math.log10(ratios[0] / ratios[-1])), ratios[0], mean
