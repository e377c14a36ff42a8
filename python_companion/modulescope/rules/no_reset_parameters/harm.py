"""A model that comes from the device `meta` gets its values, or keeps old memory."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "filled in __init__: filled after to_empty": False,
    "filled in reset_parameters: filled after to_empty": True,
    "built on the CPU: both are alike": True,
}


class InInit(nn.Module):
    """Fills its weight in `__init__`."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(4))
        nn.init.ones_(self.weight)


class InReset(nn.Module):
    """Fills its weight in a method that can be called again."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(4))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Fills the weight."""
        nn.init.ones_(self.weight)


def measure() -> dict[str, object]:
    """Materialises both the way sharded training does."""
    return {
        "filled in __init__: filled after to_empty": _filled(InInit),
        "filled in reset_parameters: filled after to_empty": _filled(InReset),
        "built on the CPU: both are alike": torch.equal(
            InInit().weight, InReset().weight
        ),
    }


def _filled(kind: type[nn.Module]) -> bool:
    with torch.device("meta"):
        model = kind()
    model.to_empty(device="cpu")
    with torch.no_grad():
        for parameter in model.parameters():
            # Stands for what was in memory before, which may be ones by chance.
            parameter.fill_(7.0)
    for module in model.modules():
        if hasattr(module, "reset_parameters"):
            module.reset_parameters()
    return all(bool((parameter == 1).all()) for parameter in model.parameters())
