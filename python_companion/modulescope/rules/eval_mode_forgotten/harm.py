"""In train mode two predictions for one input differ, and the statistics move."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "train mode: share of equal predictions of two calls": 0.38,
    "train mode: largest move of a running mean": 0.06,
    "train mode: a batch of one raises": True,
    "eval mode: share of equal predictions of two calls": 1.0,
    "eval mode: largest move of a running mean": 0.0,
    "eval mode: a batch of one raises": False,
}


def measure() -> dict[str, object]:
    """Predicts 256 samples twice under `no_grad` in each mode."""
    results: dict[str, object] = {}
    for name, training in (("train mode", True), ("eval mode", False)):
        agreement, moved, raises = _measure(training)
        results[f"{name}: share of equal predictions of two calls"] = agreement
        results[f"{name}: largest move of a running mean"] = moved
        results[f"{name}: a batch of one raises"] = raises
    return results


def _measure(training: bool) -> tuple[float, float, bool]:
    torch.manual_seed(0)
    norm = nn.BatchNorm1d(64)
    model = nn.Sequential(
        nn.Linear(16, 64), norm, nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, 10)
    )
    model.train(training)
    x = torch.randn(256, 16)
    before = norm.running_mean.clone()
    with torch.no_grad():
        first, second = model(x).argmax(1), model(x).argmax(1)
        moved = (norm.running_mean - before).abs().max().item()
        try:
            model(x[:1])
        except ValueError:
            return _share(first == second), round(moved, 2), True
    return _share(first == second), round(moved, 2), False


def _share(equal: torch.Tensor) -> float:
    return round(equal.float().mean().item(), 2)
