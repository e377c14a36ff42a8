"""A deep copy calls the hook of its original, also after its handle was removed."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

CLAIM = {
    "hook on the copy after deepcopy": 1,
    "stored by a forward of the copy, handle removed": [42.0],
    "copied before the hook was registered": [],
}


def measure() -> dict[str, object]:
    """Lists what a hook of the original stores when the copy runs."""
    model = nn.Identity()
    stored: list[float] = []

    def keep(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        stored.append(output.item())

    before = copy.deepcopy(model)
    handle = model.register_forward_hook(keep)
    copied = copy.deepcopy(model)
    handle.remove()
    before(torch.tensor(7.0))
    early = list(stored)
    copied(torch.tensor(42.0))
    return {
        "hook on the copy after deepcopy": len(copied._forward_hooks),
        "stored by a forward of the copy, handle removed": stored,
        "copied before the hook was registered": early,
    }
