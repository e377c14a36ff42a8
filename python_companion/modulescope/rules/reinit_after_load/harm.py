"""An initialisation after the load leaves nothing of what was loaded."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "load, then init: loss is above 1": True,
    "load, then init: tensors as loaded, of 4": 0,
    "init, then load: loss is below 0.01": True,
    "init, then load: tensors as loaded, of 4": 4,
    "load, then init of the head: body tensors as loaded, of 2": 2,
}


def measure() -> dict[str, object]:
    """Trains a network, then loads it before and after an initialisation."""
    state, x, y = _trained()
    wrong, right, head = _network(1), _network(2), _network(3)
    wrong.load_state_dict(state)
    wrong.apply(_init)
    right.apply(_init)
    right.load_state_dict(state)
    head.load_state_dict(state)
    head[2].apply(_init)
    return {
        "load, then init: loss is above 1": _loss(wrong, x, y) > 1,
        "load, then init: tensors as loaded, of 4": _same(wrong, state),
        "init, then load: loss is below 0.01": _loss(right, x, y) < 0.01,
        "init, then load: tensors as loaded, of 4": _same(right, state),
        "load, then init of the head: body tensors as loaded, of 2": _same(head, state),
    }


def _init(module: nn.Module) -> None:
    if isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)


def _network(seed: int) -> nn.Sequential:
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 1))


def _trained() -> tuple[dict[str, torch.Tensor], torch.Tensor, torch.Tensor]:
    model = _network(0)
    x = torch.randn(64, 4)
    y = x.sum(1, keepdim=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(400):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
    return model.state_dict(), x, y


def _loss(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> float:
    with torch.no_grad():
        return nn.functional.mse_loss(model(x), y).item()


def _same(model: nn.Module, state: dict[str, torch.Tensor]) -> int:
    return sum(torch.equal(v, state[k]) for k, v in model.state_dict().items())
