"""Forwards that raise leave their hooks behind."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "remove() after the call, three errors: hooks left": 3,
    "with handle, three errors: hooks left": 0,
    "try … finally, three errors: hooks left": 0,
}


def measure() -> dict[str, object]:
    """Counts the hooks after three forwards with a wrong shape."""
    return {
        "remove() after the call, three errors: hooks left": _left(_plain),
        "with handle, three errors: hooks left": _left(_with),
        "try … finally, three errors: hooks left": _left(_finally),
    }


def _plain(model: nn.Module) -> None:
    handle = model.register_forward_hook(lambda *values: None)
    model(torch.ones(1, 3))
    handle.remove()


def _with(model: nn.Module) -> None:
    handle = model.register_forward_hook(lambda *values: None)
    with handle:
        model(torch.ones(1, 3))


def _finally(model: nn.Module) -> None:
    handle = model.register_forward_hook(lambda *values: None)
    try:
        model(torch.ones(1, 3))
    finally:
        handle.remove()


def _left(run) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001
    model = nn.Linear(2, 2)
    for _ in range(3):
        try:
            run(model)
        except RuntimeError:
            continue
    return len(model._forward_hooks)
