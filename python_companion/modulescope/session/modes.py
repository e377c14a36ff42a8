"""The global switches of torch that a cell can leave on, as its thread sees them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

# Grad mode belongs to a thread, so only the cell's own thread can tell it.
START: dict[str, str] = {
    "grad mode": "on",
    "inference mode": "off",
    "anomaly detection": "off",
    "default dtype": "float32",
    "default device": "cpu",
}
"""What torch starts with."""


class Mode(NamedTuple):
    """A switch, and the number of the run after which it was so for the first time."""

    value: str
    run: int | None


def read_modes() -> dict[str, str]:
    """The switches as they are in this thread; costs about 2 µs."""
    torch = sys.modules["torch"]
    device = getattr(sys.modules.get("torch.utils._device"), "CURRENT_DEVICE", None)
    return {
        "grad mode": _switch(torch.is_grad_enabled()),
        "inference mode": _switch(torch.is_inference_mode_enabled()),
        "anomaly detection": _switch(torch.is_anomaly_enabled()),
        "default dtype": str(torch.get_default_dtype()).removeprefix("torch."),
        # Not `get_default_device()`: it makes a tensor, through modes of the user.
        "default device": "cpu" if device is None else str(device),
    }


def follow(before: Mapping[str, Mode], number: int | None) -> dict[str, Mode]:
    """The switches now, each with the run that set it."""
    found: dict[str, Mode] = {}
    for name, value in read_modes().items():
        known: Any = before.get(name) or Mode(START[name], None)
        found[name] = known if known.value == value else Mode(value, number)
    return found


def _switch(is_on: bool) -> str:
    return "on" if is_on else "off"
