"""An attribute of a tensor, read from a tuple, raises during forward."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

CLAIM = {
    "output.detach() on an LSTM": "'tuple' object has no attribute 'detach'",
    "output.shape on MultiheadAttention": "'tuple' object has no attribute 'shape'",
    "inputs.shape on Linear": "'tuple' object has no attribute 'shape'",
    "output[0].detach() on an LSTM": "",
    "output.detach() on Linear": "",
}


def measure() -> dict[str, object]:
    """Says what a forward raises, by hook and module."""
    lstm, attention = nn.LSTM(4, 4), nn.MultiheadAttention(4, 1)
    linear = nn.Linear(4, 4)
    return {
        "output.detach() on an LSTM": _error(lstm, lambda m, i, o: _do(o.detach())),
        "output.shape on MultiheadAttention": _error(
            attention, lambda m, i, o: _do(o.shape)
        ),
        "inputs.shape on Linear": _error(linear, lambda m, i, o: _do(i.shape)),
        "output[0].detach() on an LSTM": _error(
            lstm, lambda m, i, o: _do(o[0].detach())
        ),
        "output.detach() on Linear": _error(linear, lambda m, i, o: _do(o.detach())),
    }


def _do(value: object) -> None:
    return None


def _error(module: nn.Module, hook: Callable[..., Any]) -> str:
    values = torch.ones(2, 1, 4)
    attends = isinstance(module, nn.MultiheadAttention)
    with module.register_forward_hook(hook):
        try:
            module(*([values] * 3 if attends else [values]))
        except AttributeError as error:
            return str(error)
    return ""
