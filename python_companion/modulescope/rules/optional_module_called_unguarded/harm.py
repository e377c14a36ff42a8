"""The first forward pass raises, for one of two configurations."""

from __future__ import annotations

import io

import torch
from torch import Tensor, nn

CLAIM = {
    "with the module: output size": 4,
    "None, called": "'NoneType' object is not callable",
    "None, checked: output size": 4,
    "None, saved and moved": "works",
}


class Residual(nn.Module):
    """Adds an optional layer."""

    def __init__(self, use: bool, check: bool) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.skip = nn.Linear(4, 4) if use else None
        self._check = check

    def forward(self, x: Tensor) -> Tensor:
        """Calls the layer, with or without a check."""
        if self._check and self.skip is None:
            return x
        return x + self.skip(x)  # type: ignore[misc]


def measure() -> dict[str, object]:
    """Calls each configuration once."""
    return {
        "with the module: output size": _call(Residual(True, False)),
        "None, called": _call(Residual(False, False)),
        "None, checked: output size": _call(Residual(False, True)),
        "None, saved and moved": _saved(Residual(False, False)),
    }


def _call(model: nn.Module) -> object:
    try:
        return model(torch.ones(2, 4)).shape[1]
    except TypeError as error:
        return str(error)


def _saved(model: nn.Module) -> str:
    torch.save(model.to(torch.float64).state_dict(), io.BytesIO())
    return "works"
