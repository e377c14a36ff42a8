"""A broadcast loss teaches the mean, whatever the input."""

from __future__ import annotations

import warnings

import torch
from torch import nn
from torch.nn import functional as F

CLAIM = {
    "true weight": 3.0,
    "[64, 1] against [64]: learnt weight": 0.0,
    "[64, 1] against [64]: loss": 9.775,
    "[64] against [64]: learnt weight": 3.0,
    "[64] against [64]: loss": 0.0,
    "mse_loss warns": True,
    "(a - b) ** 2 warns": False,
}


def measure() -> dict[str, object]:
    """Fits a line with both shapes, and listens to torch's warnings."""
    crossed, healthy = _fit(False), _fit(True)
    return {
        "true weight": 3.0,
        "[64, 1] against [64]: learnt weight": crossed[0],
        "[64, 1] against [64]: loss": crossed[1],
        "[64] against [64]: learnt weight": healthy[0],
        "[64] against [64]: loss": healthy[1],
        "mse_loss warns": _warns(F.mse_loss),
        "(a - b) ** 2 warns": _warns(lambda a, b: ((a - b) ** 2).mean()),
    }


def _fit(squeeze: bool) -> tuple[float, float]:
    torch.manual_seed(0)
    x = torch.randn(64, 1)
    x = x - x.mean()
    y = 3 * x[:, 0]
    model = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(200):
            optimizer.zero_grad()
            out = model(x).squeeze(1) if squeeze else model(x)
            loss = F.mse_loss(out, y)
            loss.backward()
            optimizer.step()
    return model.weight.item(), loss.item()


def _warns(function: object) -> bool:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function(torch.zeros(4, 1), torch.zeros(4))  # type: ignore[operator]
    return bool(caught)
