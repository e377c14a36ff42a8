"""What keeps a tie and what breaks it."""

from __future__ import annotations

import copy

import torch
from torch import nn

CLAIM = {
    "nn.Parameter(weight): parameters listed": 2,
    "nn.Parameter(weight): one memory": True,
    "nn.Parameter(weight): gradient of the tied model is in one tensor": False,
    "weight itself: parameters listed": 1,
    "weight itself: gradient of the tied model is in one tensor": True,
    "tied after to_empty from meta": False,
    "tied after to_empty on the same device": True,
    "tied after assign=True": False,
    "tied after load_state_dict": True,
    "tied after double()": True,
    "tied after deepcopy": True,
}


def measure() -> dict[str, object]:
    """Ties an embedding and an output layer in both ways, and converts the tie."""
    wrapped, tied = _Model(True), _Model(False)
    emptied, assigned, loaded = _Model(False), _Model(False), _Model(False)
    with torch.device("meta"):
        built = _Model(False)
    built.to_empty(device="cpu")
    emptied.to_empty(device="cpu")
    assigned.load_state_dict(tied.state_dict(), assign=True)
    loaded.load_state_dict(tied.state_dict())
    return {
        "nn.Parameter(weight): parameters listed": len(list(wrapped.parameters())),
        "nn.Parameter(weight): one memory": (
            wrapped.out.weight.data_ptr() == wrapped.embed.weight.data_ptr()
        ),
        "nn.Parameter(weight): gradient of the tied model is in one tensor": (
            _has_whole_gradient(wrapped)
        ),
        "weight itself: parameters listed": len(list(tied.parameters())),
        "weight itself: gradient of the tied model is in one tensor": (
            _has_whole_gradient(tied)
        ),
        "tied after to_empty from meta": _is_tied(built),
        "tied after to_empty on the same device": _is_tied(emptied),
        "tied after assign=True": _is_tied(assigned),
        "tied after load_state_dict": _is_tied(loaded),
        "tied after double()": _is_tied(_Model(False).double()),
        "tied after deepcopy": _is_tied(copy.deepcopy(tied)),
    }


class _Model(nn.Module):
    def __init__(self, wraps: bool) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.embed = nn.Embedding(6, 3)
        self.out = nn.Linear(3, 6, bias=False)
        weight = self.embed.weight
        self.out.weight = nn.Parameter(weight) if wraps else weight

    def forward(self, index: torch.Tensor) -> torch.Tensor:
        return self.out(self.embed(index))


def _is_tied(model: nn.Module) -> bool:
    return model.out.weight is model.embed.weight


def _has_whole_gradient(model: nn.Module) -> bool:
    """Whether the weight's gradient is the sum over both uses."""
    index = torch.arange(6)
    model(index).pow(2).sum().backward()
    weight = model.embed.weight.detach().clone().requires_grad_()
    nn.functional.linear(nn.functional.embedding(index, weight), weight).pow(
        2
    ).sum().backward()
    return torch.allclose(model.embed.weight.grad, weight.grad)
