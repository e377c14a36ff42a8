"""Which modules a global hook fires for, beside the one that was meant."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_hook

CLAIM = {
    "global hook fired for": "Linear, ReLU, Linear, Sequential, CrossEntropyLoss",
    "hook of one model fired for": "Sequential",
    "global hook after del model: fires": True,
}


def measure() -> dict[str, object]:
    """One step of a small network with each hook."""
    fired: list[str] = []

    def note(module: nn.Module, inputs: Any, output: Any) -> None:
        fired.append(type(module).__name__)

    model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 2))
    with register_module_forward_hook(note):
        _step(model)
        everywhere = ", ".join(fired)
        del model
        fired.clear()
        nn.Identity()(torch.ones(1))
        after = bool(fired)
    model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 2))
    fired.clear()
    with model.register_forward_hook(note):
        _step(model)
    return {
        "global hook fired for": everywhere,
        "hook of one model fired for": ", ".join(fired),
        "global hook after del model: fires": after,
    }


def _step(model: nn.Module) -> None:
    nn.CrossEntropyLoss()(model(torch.ones(3, 2)), torch.tensor([0, 1, 0]))
