"""A frozen model raises, or stays as it is."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "frozen: backward raises": "element 0 of tensors does not require grad and does "
    "not have a grad_fn",
    "frozen, input requires grad: backward raises": "",
    "frozen, input requires grad: largest change of a weight": 0.0,
    "head enabled: backward raises": "",
    "head enabled: largest change of a weight": 0.1,
}


def measure() -> dict[str, object]:
    """Trains one step in each form."""
    frozen, moved_input = _train(), _train(input_grad=True)
    enabled = _train(head=True)
    return {
        "frozen: backward raises": frozen[0],
        "frozen, input requires grad: backward raises": moved_input[0],
        "frozen, input requires grad: largest change of a weight": moved_input[1],
        "head enabled: backward raises": enabled[0],
        "head enabled: largest change of a weight": enabled[1],
    }


def _train(input_grad: bool = False, head: bool = False) -> tuple[str, float]:
    torch.manual_seed(0)
    model = nn.Linear(4, 1).requires_grad_(False)
    if head:
        model.requires_grad_(True)
    before = model.weight.clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x = torch.ones(1, 4, requires_grad=input_grad)
    try:
        model(x).sum().backward()
    except RuntimeError as error:
        return str(error), 0.0
    optimizer.step()
    return "", (model.weight - before).abs().max().item()
