"""What a call gives: an error, or None."""

from __future__ import annotations

import torch
from torch import Tensor, nn

CLAIM = {
    "foward": 'Module [Misspelt] is missing the required "forward" function',
    "forward inside __init__": (
        'Module [Nested] is missing the required "forward" function'
    ),
    "no return": "None",
    "forward that returns": "Tensor",
}


class Misspelt(nn.Module):
    """One letter is missing."""

    def foward(self, x: Tensor) -> Tensor:
        """Gives its input back."""
        return x


class Nested(nn.Module):
    """The function is a local variable of `__init__`."""

    def __init__(self) -> None:
        super().__init__()

        def forward(self: nn.Module, x: Tensor) -> Tensor:
            return x


class Silent(nn.Module):
    """Computes and drops the result."""

    def forward(self, x: Tensor) -> None:
        """Returns nothing."""
        x = x + 1


class Good(nn.Module):
    """Returns its result."""

    def forward(self, x: Tensor) -> Tensor:
        """Adds one."""
        return x + 1


def measure() -> dict[str, object]:
    """Calls each once."""
    return {
        "foward": _call(Misspelt()),
        "forward inside __init__": _call(Nested()),
        "no return": _call(Silent()),
        "forward that returns": _call(Good()),
    }


def _call(model: nn.Module) -> str:
    try:
        result = model(torch.ones(1))
    except NotImplementedError as error:
        return str(error)
    return "None" if result is None else type(result).__name__
