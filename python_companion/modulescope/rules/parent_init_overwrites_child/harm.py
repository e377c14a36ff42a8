"""A walk of Xavier over blocks whose last layer starts at zero."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "after the walk: standard deviation of the output is above 1,000": True,
    "child kept: standard deviation of the output": 1.0,
    "after the walk: zero weights of 30": 0,
    "child kept: zero weights of 30": 30,
}


def measure() -> dict[str, object]:
    """Runs 30 residual blocks, with and without a walk over their layers."""
    walked, kept = _network(), _network()
    for module in walked.modules():
        if isinstance(module, nn.Linear):
            nn.init.xavier_uniform_(module.weight)
    return {
        "after the walk: standard deviation of the output is above 1,000": (
            _spread(walked) > 1000
        ),
        "child kept: standard deviation of the output": _spread(kept),
        "after the walk: zero weights of 30": _zeros(walked),
        "child kept: zero weights of 30": _zeros(kept),
    }


class _Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.up = nn.Linear(64, 64)
        self.out = nn.Linear(64, 64)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.out(self.up(x))


def _network() -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(*(_Block() for _ in range(30)))


def _spread(model: nn.Module) -> float:
    torch.manual_seed(1)
    with torch.no_grad():
        return float(model(torch.randn(256, 64)).std())


def _zeros(model: nn.Sequential) -> int:
    return sum(not block.out.weight.any() for block in model)
