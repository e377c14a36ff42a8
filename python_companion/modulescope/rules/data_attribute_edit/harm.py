"""A write through `.data` changes a gradient that was meant for the old values."""

from __future__ import annotations

import torch

CLAIM = {
    "true gradient": 3.0,
    "after x.data += 1: gradient": 12.0,
    "after x.data += 1: version counter": 0,
    "after += under no_grad": "RuntimeError",
    "after += under no_grad: version counter": 1,
}


def measure() -> dict[str, object]:
    """Differentiates the sum of x³ at 1, with a write before backward."""
    untouched, data, counted = _at_one(), _at_one(), _at_one()
    untouched.pow(3).sum().backward()
    loss = data.pow(3).sum()
    data.data += 1
    loss.backward()
    return {
        "true gradient": float(untouched.grad[0]),
        "after x.data += 1: gradient": float(data.grad[0]),
        "after x.data += 1: version counter": data._version,
        "after += under no_grad": _raises(counted),
        "after += under no_grad: version counter": counted._version,
    }


def _at_one() -> torch.Tensor:
    return torch.ones(3, requires_grad=True)


def _raises(x: torch.Tensor) -> str:
    loss = x.pow(3).sum()
    with torch.no_grad():
        x += 1
    try:
        loss.backward()
    except RuntimeError as error:
        return type(error).__name__
    return ""
