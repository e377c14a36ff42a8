"""Through 20 ReLU layers a wrong scale kills the signal or makes it overflow."""

from __future__ import annotations

import math

import torch
from torch import nn

CLAIM = {
    "std 1: log10 of the output's std": 21,
    "std 1: gradient is finite": False,
    "std 0.01: log10 of the output's std": -19,
    "std 0.01: log10 of the first gradient's norm": -14,
    "He: log10 of the output's std": 0,
    "He: log10 of the first gradient's norm": 4,
}


def measure() -> dict[str, object]:
    """Sends one batch through each network and back."""
    unit, tiny, he = (_measure(std) for std in (1.0, 0.01, math.sqrt(2 / 256)))
    return {
        "std 1: log10 of the output's std": unit[0],
        "std 1: gradient is finite": unit[1] is not None,
        "std 0.01: log10 of the output's std": tiny[0],
        "std 0.01: log10 of the first gradient's norm": tiny[1],
        "He: log10 of the output's std": he[0],
        "He: log10 of the first gradient's norm": he[1],
    }


def _measure(std: float) -> tuple[int | None, int | None]:
    torch.manual_seed(0)
    layers = [nn.Linear(256, 256, bias=False) for _ in range(20)]
    for layer in layers:
        nn.init.normal_(layer.weight, std=std)
    x = torch.randn(64, 256)
    for layer in layers:
        x = torch.relu(layer(x))
    x.sum().backward()
    gradient = layers[0].weight.grad
    return _power(x.std().item()), _power(gradient.norm().item())


def _power(value: float) -> int | None:
    return round(math.log10(value)) if math.isfinite(value) and value else None
