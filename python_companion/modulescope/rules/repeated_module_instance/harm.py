"""Six entries of a list are one layer."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "[layer] * 6: parameters": 72,
    "[layer] * 6: state dict entries": 12,
    "[layer] * 6: layers that differ after training": 1,
    "comprehension: parameters": 432,
    "comprehension: state dict entries": 12,
    "comprehension: layers that differ after training": 6,
    "nn.Sequential(layer) * 6: parameters": 72,
}


def measure() -> dict[str, object]:
    """Counts, and trains each for three steps."""
    results: dict[str, object] = {}
    for name, layers in (
        ("[layer] * 6", nn.ModuleList([nn.Linear(8, 8)] * 6)),
        ("comprehension", nn.ModuleList([nn.Linear(8, 8) for _ in range(6)])),
    ):
        results[f"{name}: parameters"] = _count(layers)
        results[f"{name}: state dict entries"] = len(layers.state_dict())
        results[f"{name}: layers that differ after training"] = _trained(layers)
    repeated = nn.Sequential(nn.Linear(8, 8)) * 6
    results["nn.Sequential(layer) * 6: parameters"] = _count(repeated)
    return results


def _count(model: nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


def _trained(layers: nn.ModuleList) -> int:
    torch.manual_seed(0)
    optimizer = torch.optim.SGD(layers.parameters(), lr=0.1)
    for _ in range(3):
        x = torch.randn(4, 8)
        for layer in layers:
            x = layer(x)
        optimizer.zero_grad()
        x.square().mean().backward()
        optimizer.step()
    return len({layer.weight.sum().item() for layer in layers})
