"""A head that is replaced after the optimizer never moves."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "replaced after: tensors that did not change": ["2.weight", "2.bias"],
    "replaced after: the head has a gradient": True,
    "replaced before: tensors that did not change": [],
    "replaced before: the head has a gradient": True,
}


def measure() -> dict[str, object]:
    """Trains 20 steps with the head replaced after and before the optimizer."""
    after, before = _measure(True), _measure(False)
    return {
        "replaced after: tensors that did not change": after[0],
        "replaced after: the head has a gradient": after[1],
        "replaced before: tensors that did not change": before[0],
        "replaced before: the head has a gradient": before[1],
    }


def _measure(after: bool) -> tuple[list[str], bool]:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2))
    if not after:
        model[2] = nn.Linear(8, 3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    if after:
        model[2] = nn.Linear(8, 3)
    start = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    x, y = torch.randn(16, 4), torch.randint(3, (16,))
    for _ in range(20):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    still = [
        name
        for name, tensor in model.state_dict().items()
        if torch.equal(tensor, start[name])
    ]
    return still, model[2].weight.grad is not None
