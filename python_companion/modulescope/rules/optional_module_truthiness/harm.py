"""An empty path is taken for no path."""

from __future__ import annotations

import torch
from torch import Tensor, nn

CLAIM = {
    "tested by truth value: output for 1.0": 1.0,
    "compared with None: output for 1.0": 2.0,
    "truth value of nn.Identity()": True,
    "truth value of nn.Sequential()": False,
    "truth value of nn.ModuleList()": False,
    "truth value of nn.ModuleDict()": False,
}


class Residual(nn.Module):
    """Adds a path that may have no layers: then it passes its input on."""

    def __init__(self, compare: bool) -> None:
        super().__init__()
        self.skip = nn.Sequential()
        self._compare = compare

    def forward(self, x: Tensor) -> Tensor:
        """Adds the path if there is one."""
        there = self.skip is not None if self._compare else bool(self.skip)
        return x + self.skip(x) if there else x


def measure() -> dict[str, object]:
    """Calls both, and asks each container for its truth value."""
    one = torch.ones(1)
    return {
        "tested by truth value: output for 1.0": Residual(False)(one).item(),
        "compared with None: output for 1.0": Residual(True)(one).item(),
        "truth value of nn.Identity()": bool(nn.Identity()),
        "truth value of nn.Sequential()": bool(nn.Sequential()),
        "truth value of nn.ModuleList()": bool(nn.ModuleList()),
        "truth value of nn.ModuleDict()": bool(nn.ModuleDict()),
    }
