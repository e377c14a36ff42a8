"""What three runs of a cell that adds a layer leave behind."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "layers after 3 runs that append": 4,
    "layers after 3 runs that build": 2,
    "nested dropouts after 3 runs that wrap": 3,
    "values that survive 3 nested dropouts of 0.5": 0.12,
    "values that survive one": 0.5,
}


def measure() -> dict[str, object]:
    """Runs the body of such a cell three times, each way."""
    torch.manual_seed(0)
    appended = nn.Sequential(nn.Linear(4, 4))
    wrapped: nn.Module = nn.Sequential(nn.Identity())
    for _ in range(3):
        appended.append(nn.ReLU())
        wrapped = nn.Sequential(wrapped, nn.Dropout(0.5))
        built = nn.Sequential(nn.Linear(4, 4))
        built.append(nn.ReLU())
    dropouts = [m for m in wrapped.modules() if isinstance(m, nn.Dropout)]
    return {
        "layers after 3 runs that append": len(appended),
        "layers after 3 runs that build": len(built),
        "nested dropouts after 3 runs that wrap": len(dropouts),
        "values that survive 3 nested dropouts of 0.5": _surviving(wrapped),
        "values that survive one": _surviving(nn.Dropout(0.5)),
    }


def _surviving(module: nn.Module) -> float:
    return (module(torch.ones(100_000)) != 0).float().mean().item()
