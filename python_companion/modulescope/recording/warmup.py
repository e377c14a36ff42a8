"""Makes the first recorded step of a loop as cheap as the next ones."""

from __future__ import annotations

import sys

from ..objects.undisturbed import undisturbed
from .history import History
from .parameters import Parameters


def warm_up(light: bool) -> None:
    """Records a made-up step: code is loaded and libraries are prepared by it."""
    torch = sys.modules["torch"]
    with undisturbed():
        module = torch.nn.Module()
        for size in (1, 10_000):
            ones = torch.ones(size, device="cpu", dtype=torch.float32)
            module.register_parameter(f"w{size}", torch.nn.Parameter(ones))
            module._parameters[f"w{size}"].grad = ones.clone()
        parameters = Parameters("", module)
        parameters.marks()
        if (reading := parameters.read(None, light=light)) is not None:
            History("", "").add(1, parameters, reading)
