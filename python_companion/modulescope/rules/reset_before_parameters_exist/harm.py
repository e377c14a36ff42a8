"""The layer cannot be built."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "read too early": "'Early' object has no attribute 'scale'",
    "guarded, and reset again: the scale": 1.0,
    "derived from nn.Module: the scale": 1.0,
}


class Early(nn.Linear):
    """Resets a parameter that comes later."""

    def __init__(self) -> None:
        super().__init__(2, 2)
        self.scale = nn.Parameter(torch.empty(1))

    def reset_parameters(self) -> None:
        """Fills the layer and the scale."""
        super().reset_parameters()
        nn.init.ones_(self.scale)


class Guarded(nn.Linear):
    """Skips what is not there yet."""

    def __init__(self) -> None:
        super().__init__(2, 2)
        self.scale = nn.Parameter(torch.empty(1))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Fills the layer, and the scale if there is one."""
        super().reset_parameters()
        if hasattr(self, "scale"):
            nn.init.ones_(self.scale)


class Plain(nn.Module):
    """Has a base that resets nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.empty(1))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Fills the scale."""
        nn.init.ones_(self.scale)


def measure() -> dict[str, object]:
    """Builds each once."""
    try:
        error = ""
        Early()
    except AttributeError as raised:
        error = str(raised)
    return {
        "read too early": error,
        "guarded, and reset again: the scale": Guarded().scale.item(),
        "derived from nn.Module: the scale": Plain().scale.item(),
    }
