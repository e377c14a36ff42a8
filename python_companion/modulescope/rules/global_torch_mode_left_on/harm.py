"""What a global switch does to the cells that come after it."""

from __future__ import annotations

import time

import torch
from torch import nn

CLAIM = {
    "gradients off: backward": "element 0 of tensors does not require grad",
    "gradients on: backward": "works",
    "gradients off, nothing trained: the output is the same": True,
    "float64 after a float32 model: forward": "mat1 and mat2 must have the same dtype",
    "float32 after a float32 model: forward": "works",
    "anomaly detection: at least 1.5 times slower": True,
}


def measure() -> dict[str, object]:
    """Turns each switch, tries what a later cell does, turns it back."""
    return {
        "gradients off: backward": _backward(False),
        "gradients on: backward": _backward(True),
        "gradients off, nothing trained: the output is the same": _is_same_output(),
        "float64 after a float32 model: forward": _forward(torch.float64),
        "float32 after a float32 model: forward": _forward(torch.float32),
        "anomaly detection: at least 1.5 times slower": (
            _step_seconds(True) > 1.5 * _step_seconds(False)
        ),
    }


def _backward(on: bool) -> str:
    model = nn.Linear(2, 2)
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(on)
    try:
        model(torch.ones(1, 2)).sum().backward()
    except RuntimeError as error:
        return str(error).split(" and ")[0]
    finally:
        torch.set_grad_enabled(before)
    return "works"


def _is_same_output() -> bool:
    """Whether a forward pass computes the same in both modes."""
    model, x = nn.Linear(2, 2), torch.ones(1, 2)
    with torch.set_grad_enabled(True):
        recorded = model(x)
    with torch.set_grad_enabled(False):
        return torch.equal(model(x), recorded)


def _forward(dtype: torch.dtype) -> str:
    model = nn.Linear(2, 2)
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        model(torch.ones(1, 2))
    except RuntimeError as error:
        return str(error).split(",")[0]
    finally:
        torch.set_default_dtype(before)
    return "works"


def _step_seconds(anomaly: bool) -> float:
    """The fastest of several steps of a small deep network."""
    layers = [layer for _ in range(20) for layer in (nn.Linear(4, 4), nn.Tanh())]
    model, x = nn.Sequential(*layers), torch.ones(1, 4)
    taken = []
    with torch.autograd.set_detect_anomaly(anomaly):
        for _ in range(5):
            begin = time.perf_counter()
            model(x).sum().backward()
            taken.append(time.perf_counter() - begin)
    return min(taken)
