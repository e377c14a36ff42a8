"""What the misfits raise, and what they do where they raise nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor, nn

CLAIM = {
    "callable(f), given nn.BatchNorm2d(4)": "'int' object has no attribute 'dim'",
    "callable(f), given nn.BatchNorm2d": "",
    "isinstance(f, nn.Module), given nn.BatchNorm2d(4)": "",
    "norm_layer(4), given nn.GroupNorm": (
        "GroupNorm.__init__() missing 1 required positional argument: 'num_channels'"
    ),
    "norm_layer(4), given partial(nn.GroupNorm, 2)": "",
    "norm_layer(4), given nn.LayerNorm, images 6 wide": (
        "Given normalized_shape=[4], expected input with shape [*, 4], "
        "but got input of size[1, 4, 6, 6]"
    ),
    "norm_layer(4), given nn.LayerNorm, images 4 wide": "",
    "the same: distance from a norm over the channels": 1.34,
}


def measure() -> dict[str, object]:
    """Builds and calls each."""

    def by_callable(f: Callable[[int], nn.Module]) -> nn.Module:
        return f(4) if callable(f) else f

    def by_type(f: object) -> object:
        return f if isinstance(f, nn.Module) else f(4)  # type: ignore[operator]

    ready = nn.BatchNorm2d(4)
    image, square = torch.ones(1, 4, 6, 6), torch.zeros(1, 4, 4, 4)
    # Each channel has one value throughout: its own number.
    square += torch.arange(4.0)[:, None, None]
    return {
        "callable(f), given nn.BatchNorm2d(4)": _error(lambda: by_callable(ready)),
        "callable(f), given nn.BatchNorm2d": _error(
            lambda: by_callable(nn.BatchNorm2d)
        ),
        "isinstance(f, nn.Module), given nn.BatchNorm2d(4)": _error(
            lambda: by_type(ready)
        ),
        "norm_layer(4), given nn.GroupNorm": _error(lambda: _normed(nn.GroupNorm)),
        "norm_layer(4), given partial(nn.GroupNorm, 2)": _error(
            lambda: _normed(partial(nn.GroupNorm, 2))(image)
        ),
        "norm_layer(4), given nn.LayerNorm, images 6 wide": _error(
            lambda: _normed(nn.LayerNorm)(image)
        ),
        "norm_layer(4), given nn.LayerNorm, images 4 wide": _error(
            lambda: _normed(nn.LayerNorm)(square)
        ),
        "the same: distance from a norm over the channels": _distance(square),
    }


def _normed(norm_layer: Callable[..., nn.Module]) -> nn.Module:
    return norm_layer(4)


def _distance(square: Tensor) -> float:
    """The largest difference between a norm over the width and one over channels."""
    out = nn.LayerNorm(4)(square)
    right = nn.LayerNorm(4)(square.movedim(1, -1)).movedim(-1, 1)
    return (right - out).abs().max().item()


def _error(action: Callable[[], object]) -> str:
    try:
        action()
    except (AttributeError, TypeError, RuntimeError) as error:
        return str(error)
    return ""
