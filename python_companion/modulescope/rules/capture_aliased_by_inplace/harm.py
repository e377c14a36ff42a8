"""What `detach()` stored is overwritten by an in-place activation behind the layer."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

CLAIM = {
    "negative values of the layer's output, of 64": 35,
    "negative in what detach() stored": 0,
    "negative in what detach().clone() stored": 35,
    "detach(), in place on a later tensor: negative": 35,
    "version counter: detach()": 1,
    "version counter: detach().clone()": 0,
}


def measure() -> dict[str, object]:
    """Counts negative values in what a hook on the first layer stored."""
    inplace = nn.ReLU(inplace=True)
    later = nn.Sequential(nn.GELU(), inplace)
    detached = _stored(inplace, lambda output: output.detach())
    cloned = _stored(inplace, lambda output: output.detach().clone())
    return {
        "negative values of the layer's output, of 64": _negative(
            _stored(nn.ReLU(), lambda output: output.detach())
        ),
        "negative in what detach() stored": _negative(detached),
        "negative in what detach().clone() stored": _negative(cloned),
        "detach(), in place on a later tensor: negative": _negative(
            _stored(later, lambda output: output.detach())
        ),
        "version counter: detach()": detached._version,
        "version counter: detach().clone()": cloned._version,
    }


def _stored(behind: nn.Module, take: Callable[[Tensor], Tensor]) -> Tensor:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 8), behind)
    stored: list[Tensor] = []
    model[0].register_forward_hook(
        lambda module, inputs, output: stored.append(take(output))
    )
    model(torch.randn(8, 4))
    return stored[0]


def _negative(values: Tensor) -> int:
    return int((values < 0).sum())
