"""What an in-place operation does to the residual, the caller and the backward."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

CLAIM = {
    "r = x: largest error of the output": 3.0,
    "r = x: largest change of the caller's tensor": 3.0,
    "r = x.clone(): largest error of the output": 0.0,
    "r = x.clone(): largest change of the caller's tensor": 3.0,
    "inplace=False: largest error of the output": 0.0,
    "inplace=False: largest change of the caller's tensor": 0.0,
    "x = sigmoid(x), then in place: backward raises": True,
    "x = conv(x), then in place: backward raises": False,
}


class _Residual(nn.Module):
    """Adds its input to what it makes of it."""

    def __init__(self, how: str) -> None:
        super().__init__()
        self._how = how

    def forward(self, x: Tensor) -> Tensor:
        r = x.clone() if self._how == "r = x.clone()" else x
        x = F.relu(x, inplace=self._how != "inplace=False")
        return 0 * x + r


def measure() -> dict[str, object]:
    """Runs each variant on the numbers from -3 to 3."""
    results: dict[str, object] = {}
    for name in ("r = x", "r = x.clone()", "inplace=False"):
        given = torch.linspace(-3, 3, 7)
        wanted = given.clone()
        error = (_Residual(name)(given) - wanted).abs().max()
        results[f"{name}: largest error of the output"] = error.item()
        change = (given - wanted).abs().max()
        results[f"{name}: largest change of the caller's tensor"] = change.item()
    results["x = sigmoid(x), then in place: backward raises"] = _raises(torch.sigmoid)
    conv = nn.Conv1d(1, 1, 1)
    results["x = conv(x), then in place: backward raises"] = _raises(conv)
    return results


def _raises(function: nn.Module | object) -> bool:
    x = torch.ones(1, 1, 4, requires_grad=True)
    y = function(x)  # type: ignore[operator]
    y += 1
    try:
        y.sum().backward()
    except RuntimeError:
        return True
    return False
