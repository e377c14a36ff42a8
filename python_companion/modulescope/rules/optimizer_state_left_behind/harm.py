"""The step after a conversion raises; loading the own state cures it."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

CLAIM = {
    "Adam, converted after a step": "expected dtype float for `end` but got dtype "
    "double",
    "Adam, converted before the first step": "",
    "Adam, with its state loaded again": "",
    "SGD with momentum, converted after a step": "",
    "the optimizer still holds the parameters": True,
}


def measure() -> dict[str, object]:
    """Converts a model to float64 before and after a step."""
    model = nn.Linear(4, 1)
    optimizer = torch.optim.Adam(model.parameters())
    model.double()
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    return {
        "Adam, converted after a step": _error(torch.optim.Adam, True),
        "Adam, converted before the first step": _error(torch.optim.Adam, False),
        "Adam, with its state loaded again": _error(torch.optim.Adam, True, True),
        "SGD with momentum, converted after a step": _error(_momentum, True),
        "the optimizer still holds the parameters": held
        == {id(p) for p in model.parameters()},
    }


def _momentum(parameters: Any) -> torch.optim.Optimizer:
    return torch.optim.SGD(parameters, lr=0.1, momentum=0.9)


def _error(make: object, step_first: bool, reload: bool = False) -> str:
    model = nn.Linear(4, 1)
    optimizer = make(model.parameters())  # type: ignore[operator]
    if step_first:
        _step(model, optimizer, torch.float32)
    model.double()
    if reload:
        optimizer.load_state_dict(optimizer.state_dict())
    try:
        _step(model, optimizer, torch.float64)
    except RuntimeError as error:
        return str(error)
    return ""


def _step(
    model: nn.Module, optimizer: torch.optim.Optimizer, dtype: torch.dtype
) -> None:
    optimizer.zero_grad()
    model(torch.ones(2, 4, dtype=dtype)).sum().backward()
    optimizer.step()
