"""A hook that returns what it stores stops training, or freezes the output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

CLAIM = {
    "return output.detach(): the layer gets a gradient": False,
    "nothing returned: the layer gets a gradient": True,
    "return output.detach(): largest change of the output": 0.0,
    "setdefault: different outputs for three inputs": 1,
    "update: different outputs for three inputs": 3,
    "return output.shape: the next layer": "TypeError",
}


def measure() -> dict[str, object]:
    """Trains and calls two layers whose first one has each of the hooks."""
    store: dict[str, Tensor] = {}
    return {
        "return output.detach(): the layer gets a gradient": _trains(_detach),
        "nothing returned: the layer gets a gradient": _trains(lambda m, i, o: None),
        "return output.detach(): largest change of the output": _change(_detach),
        "setdefault: different outputs for three inputs": _outputs(
            lambda m, i, o: store.setdefault("a", o)
        ),
        "update: different outputs for three inputs": _outputs(
            lambda m, i, o: store.update(a=o)
        ),
        "return output.shape: the next layer": _error(lambda m, i, o: o.shape),
    }


def _detach(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
    return output.detach()


def _model(hook: Callable[..., Any]) -> nn.Sequential:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    model[0].register_forward_hook(hook)
    return model


def _trains(hook: Callable[..., Any]) -> bool:
    model = _model(hook)
    model(torch.ones(1, 2)).sum().backward()
    return next(model[0].parameters()).grad is not None


def _change(hook: Callable[..., Any]) -> float:
    inputs = torch.ones(1, 2)
    without = _model(lambda module, inputs, output: None)(inputs)
    return (_model(hook)(inputs) - without).abs().max().item()


def _outputs(hook: Callable[..., Any]) -> int:
    model = _model(hook)
    with torch.no_grad():
        return len({model(torch.full((1, 2), float(k))).sum().item() for k in range(3)})


def _error(hook: Callable[..., Any]) -> str:
    try:
        _model(hook)(torch.ones(1, 2))
    except TypeError as error:
        return type(error).__name__
    return ""
