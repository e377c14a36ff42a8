"""A shift that starts at 0 counts as absent, and never trains."""

from __future__ import annotations

import torch
from torch import Tensor, nn

CLAIM = {
    "truth value of 2 elements": (
        "Boolean value of Tensor with more than one value is ambiguous"
    ),
    "tested by truth value: steps with a gradient": 0,
    "tested by truth value: shift after 20 steps": 0.0,
    "compared with None: steps with a gradient": 20,
    "compared with None: shift after 20 steps": 1.0,
}


class Shifted(nn.Module):
    """Adds a parameter, if there is one."""

    def __init__(self, compare: bool) -> None:
        super().__init__()
        self.shift = nn.Parameter(torch.zeros(1))
        self.scale = nn.Parameter(torch.ones(1))
        self._compare = compare

    def forward(self, x: Tensor) -> Tensor:
        """Scales, and shifts where the test says that there is a shift."""
        there = self.shift is not None if self._compare else bool(self.shift)
        return x * self.scale + self.shift if there else x * self.scale


def measure() -> dict[str, object]:
    """Trains both to add 1, and asks a parameter for its truth value."""
    tested, compared = _train(Shifted(False)), _train(Shifted(True))
    return {
        "truth value of 2 elements": _error(nn.Parameter(torch.ones(2))),
        "tested by truth value: steps with a gradient": tested[0],
        "tested by truth value: shift after 20 steps": tested[1],
        "compared with None: steps with a gradient": compared[0],
        "compared with None: shift after 20 steps": compared[1],
    }


def _train(model: Shifted) -> tuple[int, float]:
    torch.manual_seed(0)
    x = torch.randn(64, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.4)
    reached = 0
    for _ in range(20):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), x + 1).backward()
        reached += model.shift.grad is not None
        optimizer.step()
    return reached, model.shift.item()


def _error(parameter: nn.Parameter) -> str:
    try:
        bool(parameter)
    except RuntimeError as error:
        return str(error)
    return ""
