"""Three steps of a wrapped model with a layer that its forward does not use."""

from __future__ import annotations

import torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel

CLAIM = {
    "unused layer: steps until it raises": 2,
    "unused layer, find_unused_parameters: steps": 3,
    "all used: steps": 3,
}


class _Net(nn.Module):
    def __init__(self, use_all: bool) -> None:
        super().__init__()
        self.used, self.rest = nn.Linear(3, 1), nn.Linear(3, 1)
        self.use_all = use_all

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.used(x)
        return out + self.rest(x) if self.use_all else out


def measure() -> dict[str, object]:
    """Counts the steps in a group of one process."""
    mine = not distributed.is_initialized()
    if mine:
        store = distributed.HashStore()
        distributed.init_process_group("gloo", store=store, rank=0, world_size=1)
    try:
        return {
            "unused layer: steps until it raises": _steps(False, False),
            "unused layer, find_unused_parameters: steps": _steps(False, True),
            "all used: steps": _steps(True, False),
        }
    finally:
        if mine:
            distributed.destroy_process_group()


def _steps(use_all: bool, find: bool) -> int:
    """The number of the step that raised, or of the last of three."""
    model = DistributedDataParallel(_Net(use_all), find_unused_parameters=find)
    for step in range(1, 4):
        try:
            model(torch.ones(2, 3)).sum().backward()
        except RuntimeError as error:
            assert "finished reduction in the prior iteration" in str(error)
            return step
    return 3
