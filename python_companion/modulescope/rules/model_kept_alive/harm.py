"""What is left of a deleted model where something still refers to it."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import torch
from torch import nn

CLAIM = {
    "displayed: alive after del": True,
    "displayed, then taken from Out: alive": False,
    "in a traceback: alive after del": True,
    "traceback dropped: alive": False,
    "parameter in Adam: alive after del": True,
    "Adam: bytes kept per byte of the model": 4.0,
    "optimizer deleted, too: alive": False,
}


def measure() -> dict[str, object]:
    """Deletes a model while an output cache, a traceback, an optimizer hold it."""
    return {**_displayed(), **_raised(), **_optimized()}


def _displayed() -> dict[str, object]:
    out: dict[int, nn.Module] = {4: nn.Linear(4, 4)}
    reference = weakref.ref(out[4])
    found: dict[str, object] = {"displayed: alive after del": reference() is not None}
    del out[4]
    found["displayed, then taken from Out: alive"] = _is_alive(reference)
    return found


def _raised() -> dict[str, object]:
    model: Any = nn.Linear(4, 4)
    reference = weakref.ref(model)
    error: Exception | None = None
    try:
        model(torch.ones(1, 3))
    except RuntimeError as caught:
        error = caught
    model = None
    found: dict[str, object] = {
        "in a traceback: alive after del": _is_alive(reference) and error is not None
    }
    error = None
    found["traceback dropped: alive"] = _is_alive(reference)
    return found


def _optimized() -> dict[str, object]:
    model: Any = nn.Linear(500, 500, bias=False)
    optimizer: Any = torch.optim.Adam(model.parameters())
    model(torch.ones(1, 500)).sum().backward()
    optimizer.step()
    reference = weakref.ref(model.weight)
    size = model.weight.nbytes
    model = None
    held: Any = reference()
    kept = held.nbytes + held.grad.nbytes
    kept += sum(
        value.nbytes for value in optimizer.state[held].values() if value.dim() > 0
    )
    held = None
    found: dict[str, object] = {
        "parameter in Adam: alive after del": _is_alive(reference),
        "Adam: bytes kept per byte of the model": kept / size,
    }
    optimizer = None
    found["optimizer deleted, too: alive"] = _is_alive(reference)
    return found


def _is_alive(reference: weakref.ref[object]) -> bool:
    gc.collect()
    return reference() is not None
