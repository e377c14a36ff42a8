"""A running mean is lost when the weights are saved and loaded."""

from __future__ import annotations

import torch
from torch import Tensor, nn

CLAIM = {
    "tensor: mean after loading": 0.0,
    "tensor: error of the output": 4.94,
    "tensor: device after to('meta')": "cpu",
    "buffer: mean after loading": 4.94,
    "buffer: error of the output": 0.0,
    "buffer: device after to('meta')": "meta",
}


class Centred(nn.Module):
    """Subtracts a running mean, which is a plain tensor or a buffer."""

    def __init__(self, registered: bool) -> None:
        super().__init__()
        if registered:
            self.register_buffer("mean", torch.zeros(3))
        else:
            self.mean = torch.zeros(3)

    def forward(self, x: Tensor) -> Tensor:
        """Centres the input."""
        if self.training:
            self.mean.lerp_(x.mean(0), 0.1)
        return x - self.mean


def measure() -> dict[str, object]:
    """Learns the mean of data around 5, then loads it into a new model."""
    bad, good = _measure(False), _measure(True)
    return {
        "tensor: mean after loading": bad["mean"],
        "tensor: error of the output": bad["error"],
        "tensor: device after to('meta')": bad["device"],
        "buffer: mean after loading": good["mean"],
        "buffer: error of the output": good["error"],
        "buffer: device after to('meta')": good["device"],
    }


def _measure(registered: bool) -> dict[str, object]:
    torch.manual_seed(0)
    model, loaded = Centred(registered), Centred(registered)
    for _ in range(60):
        model(torch.randn(64, 3) + 5)
    loaded.load_state_dict(model.state_dict())
    x = torch.randn(8, 3) + 5
    error = (model.eval()(x) - loaded.eval()(x)).abs().mean().item()
    return {
        "mean": round(loaded.mean.mean().item(), 2),
        "error": round(error, 2),
        "device": model.to("meta").mean.device.type,
    }
