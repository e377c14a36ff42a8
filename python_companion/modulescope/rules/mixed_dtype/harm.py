"""The forward pass raises where the types meet."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "second layer in float64": "mat1 and mat2 must have the same dtype",
    "under autocast to bfloat16": "",
    "both in float32": "",
}


def measure() -> dict[str, object]:
    """Calls a model of two layers in each form."""
    return {
        "second layer in float64": _error(torch.float64, autocast=False),
        "under autocast to bfloat16": _error(torch.bfloat16, autocast=True),
        "both in float32": _error(torch.float32, autocast=False),
    }


def _error(dtype: torch.dtype, autocast: bool) -> str:
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2).to(dtype))
    try:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=autocast):
            model(torch.ones(1, 2))
    except RuntimeError as error:
        return str(error).split(",")[0]
    return ""
