"""Weights that were saved through a wrapper load as nothing, without a word."""

from __future__ import annotations

import torch
from torch import nn

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
    trained, x, y = _trained()
    saved = nn.DataParallel(trained).state_dict()
    bare = {key.removeprefix("module."): value for key, value in saved.items()}
    reference = _loss(trained, x, y)
    wrong, right = _network(1), _network(1)
    report = wrong.load_state_dict(saved, strict=False)
    right.load_state_dict(bare, strict=False)
    return {
        "prefix `module.`: tensors that were loaded": _equal(wrong, trained),
        "prefix `module.`: missing keys in the result": len(report.missing_keys),
        "prefix `module.`: loss over that of the saved model is above 1,000": (
            _loss(wrong, x, y) / reference > 1000
        ),
        "prefix removed: tensors that were loaded": _equal(right, trained),
        "prefix removed: loss over that of the saved model is above 1,000": (
            _loss(right, x, y) / reference > 1000
        ),
        "other shapes": _other_shapes(bare),
    }


def _network(seed: int) -> nn.Module:
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 1))


def _trained() -> tuple[nn.Module, torch.Tensor, torch.Tensor]:
    model = _network(0)
    x = torch.randn(64, 4)
    y = x.sum(1, keepdim=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(400):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
    return model, x, y


def _loss(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> float:
    with torch.no_grad():
        return nn.functional.mse_loss(model(x), y).item()


def _equal(one: nn.Module, other: nn.Module) -> int:
    pairs = zip(one.parameters(), other.parameters(), strict=True)
    return sum(torch.equal(a, b) for a, b in pairs)


def _other_shapes(state: dict[str, torch.Tensor]) -> str:
    try:
        nn.Sequential(nn.Linear(4, 8)).load_state_dict(state, strict=False)
    except RuntimeError as error:
        return type(error).__name__
    return ""
