"""The graph of the buffer grows, and the second backward raises."""

from __future__ import annotations

from contextlib import nullcontext

import torch
from torch import Tensor, nn

from ...rulekit.harm import count_nodes, raises_on_copy

CLAIM = {
    "update: nodes of the buffer's graph after 1 to 5 steps": [6, 11, 16, 21, 26],
    "update: second backward raises": True,
    "update: deepcopy raises": True,
    "no_grad: nodes of the buffer's graph after 1 to 5 steps": [0, 0, 0, 0, 0],
    "no_grad: second backward raises": False,
    "no_grad: deepcopy raises": False,
}


class Centred(nn.Module):
    """Subtracts a running mean of a layer's output."""

    def __init__(self, guarded: bool) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer("mean", torch.zeros(4))
        self._guarded = guarded

    def forward(self, x: Tensor) -> Tensor:
        """Updates the mean in place."""
        x = self.fc(x)
        with torch.no_grad() if self._guarded else nullcontext():
            self.mean.mul_(0.9).add_(x.mean(0), alpha=0.1)
        return x - self.mean


def measure() -> dict[str, object]:
    """Runs both five times; then trains both for two steps."""
    results: dict[str, object] = {}
    for name, guarded in (("update", False), ("no_grad", True)):
        model = Centred(guarded)
        sizes = []
        for _ in range(5):
            model(torch.ones(2, 4))
            sizes.append(count_nodes(model.mean))
        results[f"{name}: nodes of the buffer's graph after 1 to 5 steps"] = sizes
        results[f"{name}: second backward raises"] = _raises_on_second(guarded)
        results[f"{name}: deepcopy raises"] = raises_on_copy(model)
    return results


def _raises_on_second(guarded: bool) -> bool:
    model = Centred(guarded)
    try:
        for _ in range(2):
            model(torch.ones(2, 4)).sum().backward()
    except RuntimeError:
        return True
    return False
