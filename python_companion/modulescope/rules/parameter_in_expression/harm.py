"""What is left of a parameter that was multiplied, and of one that was not."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ...rulekit.harm import raises_on_copy

CLAIM = {
    "outside: parameters that the module yields": 0,
    "outside: entries of the state dict": 0,
    "outside: deepcopy raises": True,
    "outside: second backward raises": True,
    "outside: the weight changed in 5 steps": False,
    "inside: parameters that the module yields": 1,
    "inside: entries of the state dict": 1,
    "inside: deepcopy raises": False,
    "inside: second backward raises": False,
    "inside: the weight changed in 5 steps": True,
}


class _Scaled(nn.Module):
    """A weight that starts small."""

    def __init__(self, inside: bool) -> None:
        super().__init__()
        if inside:
            self.w = nn.Parameter(torch.randn(4, 4) * 0.02)
        else:
            self.w = nn.Parameter(torch.randn(4, 4)) * 0.02
        self.bias = nn.Buffer(torch.zeros(4), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        return x @ self.w + self.bias


def measure() -> dict[str, object]:
    """Builds, copies and trains both."""
    results: dict[str, object] = {}
    for name, inside in (("outside", False), ("inside", True)):
        torch.manual_seed(0)
        model = _Scaled(inside)
        before = model.w.detach().clone()
        results[f"{name}: parameters that the module yields"] = len(
            list(model.parameters())
        )
        results[f"{name}: entries of the state dict"] = len(model.state_dict())
        results[f"{name}: deepcopy raises"] = raises_on_copy(model)
        results[f"{name}: second backward raises"] = _raises_in_training(model)
        changed = not torch.equal(before, model.w)
        results[f"{name}: the weight changed in 5 steps"] = changed
    return results


def _raises_in_training(model: nn.Module) -> bool:
    # An optimizer refuses an empty list; in a model it gets other parameters too.
    optimizer = torch.optim.SGD([*model.parameters(), torch.zeros(1)], lr=0.1)
    try:
        for _ in range(5):
            optimizer.zero_grad()
            model(torch.ones(2, 4)).sum().backward()
            optimizer.step()
    except RuntimeError:
        return True
    return False
