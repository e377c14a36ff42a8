"""The first operation that meets both devices raises."""

from __future__ import annotations

import torch
from torch import Tensor, nn

# `meta` is a second device on every machine; the error is that of any two devices.
CLAIM = {
    "plain attribute: device after to('meta')": "cpu",
    "plain attribute: forward raises": True,
    "buffer: device after to('meta')": "meta",
    "buffer: forward raises": False,
}


class Positions(nn.Module):
    """Adds a table, which is a plain tensor or a buffer, to its input."""

    def __init__(self, registered: bool) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)
        if registered:
            self.register_buffer("table", torch.zeros(2, 4))
        else:
            self.table = torch.zeros(2, 4)

    def forward(self, x: Tensor) -> Tensor:
        """Applies the layer to the sum."""
        return self.fc(x + self.table)


def measure() -> dict[str, object]:
    """Moves both to the second device and calls them."""
    bad, good = _measure(False), _measure(True)
    return {
        "plain attribute: device after to('meta')": bad[0],
        "plain attribute: forward raises": bad[1],
        "buffer: device after to('meta')": good[0],
        "buffer: forward raises": good[1],
    }


def _measure(registered: bool) -> tuple[str, bool]:
    model = Positions(registered).to("meta")
    try:
        model(torch.zeros(2, 4, device="meta"))
    except RuntimeError:
        return model.table.device.type, True
    return model.table.device.type, False
