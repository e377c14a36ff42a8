"""What a functional dropout zeroes, and how attention differs, in eval mode."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

CLAIM = {
    "F.dropout(x, 0.5): part of the values that is zeroed in eval mode": 0.5,
    "attention, dropout_p=0.5: two passes in eval mode differ": True,
    "nn.Dropout(0.5): part of the values that is zeroed in eval mode": 0.0,
    "F.dropout(..., training=self.training): part that is zeroed": 0.0,
    "attention, dropout_p=... if self.training else 0.0: two passes differ": False,
    "F.alpha_dropout(x, 0.5), default: part that is zeroed or changed": 0.0,
}


class _Dropping(nn.Module):
    """Drops with or without a look at its mode."""

    def __init__(self, asks: bool) -> None:
        super().__init__()
        self._asks = asks

    def forward(self, x: Tensor) -> Tensor:
        if self._asks:
            return F.dropout(x, 0.5, training=self.training)
        return F.dropout(x, 0.5)


class _Attending(nn.Module):
    """Attention with dropout, with or without a look at its mode."""

    def __init__(self, asks: bool) -> None:
        super().__init__()
        self._asks = asks

    def forward(self, x: Tensor) -> Tensor:
        p = 0.5 if self.training or not self._asks else 0.0
        return F.scaled_dot_product_attention(x, x, x, dropout_p=p)


def measure() -> dict[str, object]:
    """Runs each module in eval mode."""
    torch.manual_seed(0)
    ones = torch.ones(10_000)
    names = list(CLAIM)
    return {
        names[0]: _zeroed(_Dropping(asks=False), ones),
        names[1]: _differs(_Attending(asks=False)),
        names[2]: _zeroed(nn.Dropout(0.5), ones),
        names[3]: _zeroed(_Dropping(asks=True), ones),
        names[4]: _differs(_Attending(asks=True)),
        names[5]: float((F.alpha_dropout(ones, 0.5) != 1).float().mean()),
    }


def _zeroed(module: nn.Module, x: Tensor) -> float:
    return float((module.eval()(x) == 0).float().mean())


def _differs(module: nn.Module) -> bool:
    torch.manual_seed(0)
    x = torch.randn(1, 2, 8, 16)
    module.eval()
    return not torch.equal(module(x), module(x))
