"""The tensor gets gradients and never changes."""

from __future__ import annotations

import torch
from torch import Tensor, nn

CLAIM = {
    "tensor: has a gradient": True,
    "tensor: largest change in 20 steps": 0.0,
    "tensor: in state_dict()": False,
    "tensor: device after to('meta')": "cpu",
    "Parameter: has a gradient": True,
    "Parameter: changed in 20 steps": True,
    "Parameter: in state_dict()": True,
    "Parameter: device after to('meta')": "meta",
}


class Scaled(nn.Module):
    """A layer and a scale, which is a plain tensor or a parameter."""

    def __init__(self, scale: Tensor) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.scale = scale

    def forward(self, x: Tensor) -> Tensor:
        """Scales what the layer gives."""
        return self.fc(x) * self.scale


def measure() -> dict[str, object]:
    """Trains both for 20 steps, saves and moves them."""
    bad = _measure(torch.ones(4, requires_grad=True))
    good = _measure(nn.Parameter(torch.ones(4)))
    return {
        "tensor: has a gradient": bad["gradient"],
        "tensor: largest change in 20 steps": bad["change"],
        "tensor: in state_dict()": bad["saved"],
        "tensor: device after to('meta')": bad["device"],
        "Parameter: has a gradient": good["gradient"],
        "Parameter: changed in 20 steps": float(str(good["change"])) > 0,
        "Parameter: in state_dict()": good["saved"],
        "Parameter: device after to('meta')": good["device"],
    }


def _measure(scale: Tensor) -> dict[str, object]:
    torch.manual_seed(0)
    model = Scaled(scale)
    x, y = torch.randn(8, 4), torch.randn(8, 4)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(20):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
    return {
        "gradient": scale.grad is not None,
        "change": (scale.detach() - 1).abs().max().item(),
        "saved": "scale" in model.state_dict(),
        "device": model.to("meta").scale.device.type,
    }
