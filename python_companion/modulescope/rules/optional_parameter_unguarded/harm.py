"""What raises for layers without the parameter."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

CLAIM = {
    "bias.zero_() with bias=False": "'NoneType' object has no attribute 'zero_'",
    "weight.fill_(1) with affine=False": "'NoneType' object has no attribute 'fill_'",
    "if m.bias:": "Boolean value of Tensor with more than one value is ambiguous",
    "truth value of a single bias of 0": False,
    "hasattr(m, 'bias') with bias=False": True,
    "checked with is not None": "",
}


def measure() -> dict[str, object]:
    """Applies each to a layer without, or with, the parameter."""
    bare, full = nn.Linear(2, 2, bias=False), nn.Linear(2, 2)
    norm, one = nn.BatchNorm1d(2, affine=False), nn.Linear(1, 1)
    nn.init.zeros_(one.bias)

    def checked() -> None:
        for layer in (bare, full):
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)

    return {
        "bias.zero_() with bias=False": _error(lambda: bare.bias.zero_()),
        "weight.fill_(1) with affine=False": _error(lambda: norm.weight.fill_(1)),
        "if m.bias:": _error(lambda: bool(full.bias)),
        "truth value of a single bias of 0": bool(one.bias),
        "hasattr(m, 'bias') with bias=False": hasattr(bare, "bias"),
        "checked with is not None": _error(checked),
    }


def _error(action: Callable[[], object]) -> str:
    try:
        with torch.no_grad():
            action()
    except (AttributeError, RuntimeError) as error:
        return str(error)
    return ""
