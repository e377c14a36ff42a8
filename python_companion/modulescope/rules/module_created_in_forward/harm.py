"""Training a network whose last layer is built in each pass, or once."""

from __future__ import annotations

import torch
from torch import Tensor, nn

CLAIM = {
    "self.t in forward: loss after 200 steps is below half of the first": False,
    "self.t in forward: parameters before and after the first pass": [2, 4],
    "self.t in forward: two passes are equal": False,
    "self.t in forward: loading its state into a new object raises": True,
    "local variable: loss after 200 steps is below half of the first": False,
    "local variable: parameters before and after the first pass": [2, 2],
    "local variable: two passes are equal": False,
    "local variable: loading its state into a new object raises": False,
    "__init__: loss after 200 steps is below half of the first": True,
    "__init__: parameters before and after the first pass": [4, 4],
    "__init__: two passes are equal": True,
    "__init__: loading its state into a new object raises": False,
}


class _Net(nn.Module):
    """Two layers, the second of which is built somewhere."""

    def __init__(self, where: str) -> None:
        super().__init__()
        self._where = where
        self.enc = nn.Linear(4, 8)
        if where == "__init__":
            self.t = nn.Linear(8, 1)

    def forward(self, x: Tensor) -> Tensor:
        hidden = torch.tanh(self.enc(x))
        if self._where == "local variable":
            return nn.Linear(8, 1)(hidden)
        if self._where == "self.t in forward":
            self.t = nn.Linear(8, 1)
        return self.t(hidden)


def measure() -> dict[str, object]:
    """Builds, calls, saves and trains each of the three."""
    results: dict[str, object] = {}
    for name in ("self.t in forward", "local variable", "__init__"):
        torch.manual_seed(0)
        model, x = _Net(name), torch.randn(64, 4)
        first, last, counts = _train(model, x)
        results[f"{name}: loss after 200 steps is below half of the first"] = (
            last < first / 2
        )
        results[f"{name}: parameters before and after the first pass"] = counts
        results[f"{name}: two passes are equal"] = torch.equal(model(x), model(x))
        results[f"{name}: loading its state into a new object raises"] = (
            _raises_on_load(model, name)
        )
    return results


def _train(model: nn.Module, x: Tensor) -> tuple[float, float, list[int]]:
    counts = [len(list(model.parameters()))]
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    target = x.sum(1, keepdim=True)
    losses = []
    for _ in range(200):
        optimizer.zero_grad()
        loss = (model(x) - target).pow(2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    counts.append(len(list(model.parameters())))
    return sum(losses[:5]) / 5, sum(losses[-5:]) / 5, counts


def _raises_on_load(model: nn.Module, name: str) -> bool:
    try:
        _Net(name).load_state_dict(model.state_dict())
    except RuntimeError:
        return True
    return False
