"""None works everywhere; an identity in its place changes a sum."""

from __future__ import annotations

import copy
import io

import torch
from torch import Tensor, nn

CLAIM = {
    "None: state dict keys": ["fc.weight", "fc.bias"],
    "nn.Identity(): state dict keys": ["fc.weight", "fc.bias"],
    "None: to, deepcopy, save": "works",
    "None: torch.jit.script": "works",
    "identity in x = self.down(x): mean change": 0.0,
    "identity in x + self.down(x): mean change": 0.80,
}


class Net(nn.Module):
    """A layer and an optional module."""

    def __init__(self, down: nn.Module | None, adds: bool) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.down = down
        self.adds = adds

    def forward(self, x: Tensor) -> Tensor:
        """Passes through the optional module, or adds it."""
        if self.down is not None:
            return x + self.down(x) if self.adds else self.down(x)
        return x


def measure() -> dict[str, object]:
    """Compares None with an identity, on 4,096 inputs."""
    results: dict[str, object] = {
        "None: state dict keys": list(Net(None, True).state_dict()),
        "nn.Identity(): state dict keys": list(Net(nn.Identity(), True).state_dict()),
        "None: to, deepcopy, save": _handled(Net(None, True)),
        "None: torch.jit.script": _scripted(Net(None, True)),
    }
    x = torch.randn(4096, 4, generator=torch.Generator().manual_seed(0))
    for name, adds in (("x = self.down(x)", False), ("x + self.down(x)", True)):
        change = (Net(nn.Identity(), adds)(x) - Net(None, adds)(x)).abs().mean()
        results[f"identity in {name}: mean change"] = change.item()
    return results


def _handled(model: nn.Module) -> str:
    copied = copy.deepcopy(model).to(torch.float64)
    torch.save(copied.state_dict(), io.BytesIO())
    return "works"


def _scripted(model: nn.Module) -> str:
    torch.jit.script(model)
    return "works"
