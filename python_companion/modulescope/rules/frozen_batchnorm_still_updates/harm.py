"""A frozen backbone drifts in train mode."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "train mode: mean change of the outputs after 20 batches": 0.565,
    "train mode: batches tracked": 20,
    "train mode: parameters that changed": 0,
    "backbone in eval mode: mean change of the outputs after 20 batches": 0.0,
    "backbone in eval mode: batches tracked": 0,
    "backbone in eval mode: parameters that changed": 0,
}


def measure() -> dict[str, float]:
    """Trains a head on a frozen backbone for 20 batches of other data."""
    found: dict[str, float] = {}
    for name, evaluate in (("train mode", False), ("backbone in eval mode", True)):
        drift, tracked, changed = _train(evaluate)
        found[f"{name}: mean change of the outputs after 20 batches"] = drift
        found[f"{name}: batches tracked"] = tracked
        found[f"{name}: parameters that changed"] = changed
    return found


def _train(evaluate: bool) -> tuple[float, int, int]:
    torch.manual_seed(0)
    backbone = nn.Sequential(nn.Linear(8, 16), nn.BatchNorm1d(16))
    model = nn.Sequential(backbone.requires_grad_(False), nn.ReLU(), nn.Linear(16, 1))
    optimizer = torch.optim.SGD(model[2].parameters(), lr=0.01)
    x = torch.randn(64, 8)
    before = backbone.eval()(x)
    start = [p.clone() for p in backbone.parameters()]
    for _ in range(20):
        model.train()
        if evaluate:
            backbone.eval()
        optimizer.zero_grad()
        model(3 * torch.randn(64, 8) + 2).pow(2).mean().backward()
        optimizer.step()
    changed = sum(
        not torch.equal(a, b) for a, b in zip(start, backbone.parameters(), strict=True)
    )
    tracked = backbone[1].num_batches_tracked
    assert isinstance(tracked, torch.Tensor)
    drift = (backbone.eval()(x) - before).abs().mean().item()
    return drift, int(tracked), changed
