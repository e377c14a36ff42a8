"""What the bias before a norm does to output and gradients."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "Conv2d, BatchNorm2d: gradient of bias / weight (L2) is below 1e-5": True,
    "Conv2d, BatchNorm2d: change of the output for bias + 10 is below 1e-4": True,
    "Conv2d, BatchNorm2d: parameters that do nothing": 64,
    "Conv2d alone: gradient of bias / weight (L2) is below 1e-5": False,
    "Conv2d alone: change of the output for bias + 10 is below 1e-4": False,
    "Conv2d, BatchNorm2d in eval mode: change for bias + 10 is below 1e-4": False,
}


def measure() -> dict[str, object]:
    """Compares a convolution before a norm with one that stands alone."""
    pair = nn.Sequential(nn.Conv2d(3, 64, 3), nn.BatchNorm2d(64))
    alone = nn.Sequential(nn.Conv2d(3, 64, 3))
    names = list(CLAIM)
    bias = pair[0].bias
    assert isinstance(bias, nn.Parameter)
    return {
        names[0]: _gradients(pair) < 1e-5,
        names[1]: _change(pair) < 1e-4,
        names[2]: bias.numel(),
        names[3]: _gradients(alone) < 1e-5,
        names[4]: _change(alone) < 1e-4,
        names[5]: _change(pair.eval()) < 1e-4,
    }


def _gradients(model: nn.Sequential) -> float:
    torch.manual_seed(0)
    output = model(torch.randn(8, 3, 16, 16))
    (output * torch.randn_like(output)).sum().backward()
    conv = model[0]
    assert isinstance(conv, nn.Conv2d) and conv.bias is not None
    assert conv.bias.grad is not None and conv.weight.grad is not None
    return float(conv.bias.grad.norm() / conv.weight.grad.norm())


def _change(model: nn.Sequential) -> float:
    x = torch.randn(8, 3, 16, 16)
    conv = model[0]
    assert isinstance(conv, nn.Conv2d) and conv.bias is not None
    with torch.no_grad():
        before = model(x)
        conv.bias += 10
        return float((model(x) - before).abs().max())
