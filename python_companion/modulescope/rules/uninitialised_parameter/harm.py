"""A new parameter holds what was freed before it."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "empty: holds values above 1e29 after a tensor of 1e30 was freed": True,
    "empty: output of the layer is finite": False,
    "xavier: largest value": 0.216,
    "xavier: output of the layer is finite": True,
}


def measure() -> dict[str, object]:
    """Makes a 64×64 weight where a tensor of 1e30 was, empty and initialised."""
    torch.manual_seed(0)
    empty = _after_junk()
    filled = nn.Parameter(torch.empty(64, 64))
    nn.init.xavier_uniform_(filled)
    return {
        "empty: holds values above 1e29 after a tensor of 1e30 was freed": (
            float(empty.max()) > 1e29
        ),
        "empty: output of the layer is finite": _is_finite(empty),
        "xavier: largest value": float(filled.detach().abs().max()),
        "xavier: output of the layer is finite": _is_finite(filled),
    }


def _after_junk() -> torch.Tensor:
    """Which freed memory is taken again is the allocator's affair: a few tries."""
    weight = nn.Parameter(torch.empty(64, 64))
    kept = []
    for _ in range(100):
        junk = torch.full((64, 64), 1e30)
        del junk
        weight = nn.Parameter(torch.empty(64, 64))
        if float(weight.detach().max()) > 1e29:
            break
        kept.append(weight)
    return weight.detach()


def _is_finite(weight: torch.Tensor) -> bool:
    with torch.no_grad():
        hidden = nn.functional.linear(torch.ones(1, 64), weight)
        return bool(nn.functional.linear(hidden, weight).isfinite().all())
