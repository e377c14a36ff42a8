"""Weights that were saved through a wrapper load as nothing, without a word."""

from __future__ import annotations

import torch
from torch import nn

from ...rulekit.harm import count_equal, network, regression_loss, trained_network

CLAIM = {
    "prefix `module.`: tensors that were loaded": 0,
    "prefix `module.`: missing keys in the result": 4,
    "prefix `module.`: loss over that of the saved model is above 1,000": True,
    "prefix removed: tensors that were loaded": 4,
    "prefix removed: loss over that of the saved model is above 1,000": False,
    "other shapes": "RuntimeError",
}


def measure() -> dict[str, object]:
    """Trains a network, saves it through DataParallel, loads it twice."""
    trained, x, y = trained_network()
    saved = nn.DataParallel(trained).state_dict()
    bare = {key.removeprefix("module."): value for key, value in saved.items()}
    reference = regression_loss(trained, x, y)
    wrong, right = network(1), network(1)
    report = wrong.load_state_dict(saved, strict=False)
    right.load_state_dict(bare, strict=False)
    return {
        "prefix `module.`: tensors that were loaded": count_equal(wrong, trained),
        "prefix `module.`: missing keys in the result": len(report.missing_keys),
        "prefix `module.`: loss over that of the saved model is above 1,000": (
            regression_loss(wrong, x, y) / reference > 1000
        ),
        "prefix removed: tensors that were loaded": count_equal(right, trained),
        "prefix removed: loss over that of the saved model is above 1,000": (
            regression_loss(right, x, y) / reference > 1000
        ),
        "other shapes": _other_shapes(bare),
    }


def _other_shapes(state: dict[str, torch.Tensor]) -> str:
    try:
        nn.Sequential(nn.Linear(4, 8)).load_state_dict(state, strict=False)
    except RuntimeError as error:
        return type(error).__name__
    return ""
