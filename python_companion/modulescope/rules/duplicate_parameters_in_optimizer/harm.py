"""A parameter that is listed twice moves twice as far."""

from __future__ import annotations

import warnings

import torch
from torch import nn

CLAIM = {
    "listed once: change of a weight in one step": -1.0,
    "listed twice: change of a weight in one step": -2.0,
    "in two groups": "some parameters appear in more than one parameter group",
}


def measure() -> dict[str, object]:
    """Steps once, with a gradient and a learning rate of 1."""
    return {
        "listed once: change of a weight in one step": _change(1),
        "listed twice: change of a weight in one step": _change(2),
        "in two groups": _two_groups(),
    }


def _change(times: int) -> float:
    weight = nn.Parameter(torch.zeros(1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        optimizer = torch.optim.SGD([weight] * times, lr=1.0)
    weight.sum().backward()
    optimizer.step()
    return weight.item()


def _two_groups() -> str:
    weight = nn.Parameter(torch.zeros(1))
    try:
        torch.optim.SGD([{"params": [weight]}, {"params": [weight]}], lr=1.0)
    except ValueError as error:
        return str(error)
    return ""
