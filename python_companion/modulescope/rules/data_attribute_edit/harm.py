"""A write through `.data` changes a gradient that was meant for the old values."""

from __future__ import annotations

import torch

CLAIM = {
    "true gradient": 3.0,
    "after x.data += 1: gradient": 12.0,
    "after x.data += 1: version counter": 0,
    "after += under no_grad": "RuntimeError",
    "after += under no_grad: version counter": 1,
    "20 steps by hand: .data and no_grad give the same weights": True,
    "a step between two losses, through .data": "wrong gradient",
    "a step between two losses, under no_grad": "RuntimeError",
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
        "20 steps by hand: .data and no_grad give the same weights": torch.equal(
            _by_hand(through_data=True), _by_hand(through_data=False)
        ),
        "a step between two losses, through .data": _two_losses(through_data=True),
        "a step between two losses, under no_grad": _two_losses(through_data=False),
    }


def _step(weight: torch.Tensor, through_data: bool) -> None:
    if through_data:
        weight.data -= 0.1 * weight.grad
    else:
        with torch.no_grad():
            weight -= 0.1 * weight.grad


def _by_hand(through_data: bool) -> torch.Tensor:
    """The weights after some steps, each after the only backward of its graph."""
    weight = _at_one()
    for _ in range(20):
        weight.grad = None
        weight.pow(4).sum().backward()
        _step(weight, through_data)
    return weight.detach()


def _two_losses(through_data: bool) -> str:
    """Steps between the backwards of two losses that share a forward pass."""
    weight = _at_one()
    shared = weight.pow(3)
    shared.sum().backward(retain_graph=True)
    _step(weight, through_data)
    weight.grad = None
    try:
        (2 * shared.sum()).backward()
    except RuntimeError as error:
        return type(error).__name__
    return (
        "right"
        if torch.equal(weight.grad, torch.full((3,), 6.0))
        else ("wrong gradient")
    )


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
