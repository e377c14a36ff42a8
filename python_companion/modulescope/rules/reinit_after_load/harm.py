"""An initialisation after the load leaves nothing of what was loaded."""

from __future__ import annotations

import torch
from torch import nn

from ...rulekit.harm import network, regression_loss, trained_network

CLAIM = {
    "load, then init: loss is above 1": True,
    "load, then init: tensors as loaded, of 4": 0,
    "init, then load: loss is below 0.01": True,
    "init, then load: tensors as loaded, of 4": 4,
    "load, then init of the head: body tensors as loaded, of 2": 2,
}


def measure() -> dict[str, object]:
    """Trains a network, then loads it before and after an initialisation."""
    trained, x, y = trained_network()
    state = trained.state_dict()
    wrong, right, head = network(1), network(2), network(3)
    wrong.load_state_dict(state)
    wrong.apply(_init)
    right.apply(_init)
    right.load_state_dict(state)
    head.load_state_dict(state)
    head[2].apply(_init)
    return {
        "load, then init: loss is above 1": regression_loss(wrong, x, y) > 1,
        "load, then init: tensors as loaded, of 4": _same(wrong, state),
        "init, then load: loss is below 0.01": regression_loss(right, x, y) < 0.01,
        "init, then load: tensors as loaded, of 4": _same(right, state),
        "load, then init of the head: body tensors as loaded, of 2": _same(head, state),
    }


def _init(module: nn.Module) -> None:
    if isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)


def _same(model: nn.Module, state: dict[str, torch.Tensor]) -> int:
    return sum(torch.equal(v, state[k]) for k, v in model.state_dict().items())
