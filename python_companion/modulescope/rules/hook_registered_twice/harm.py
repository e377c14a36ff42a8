"""Five runs of a cell make the hook run five times."""

from __future__ import annotations

import torch
from torch import nn

CLAIM = {
    "five runs: calls of the hook in one forward": 5,
    "five runs: output for an input of 1": 32.0,
    "handle removed before each run: calls": 1,
    "handle removed before each run: output": 2.0,
}

# A cell that is run again defines a new function and adds it.
_CELL = """
def double(module, inputs, output):
    calls.append(1)
    return output * 2

handle = layer.register_forward_hook(double)
"""


def measure() -> dict[str, object]:
    """Runs the cell five times, with and without removing its handle."""
    bad, good = _measure(remove=False), _measure(remove=True)
    return {
        "five runs: calls of the hook in one forward": bad[0],
        "five runs: output for an input of 1": bad[1],
        "handle removed before each run: calls": good[0],
        "handle removed before each run: output": good[1],
    }


def _measure(remove: bool) -> tuple[int, float]:
    namespace: dict[str, object] = {"layer": nn.Identity(), "calls": []}
    for _ in range(5):
        handle = namespace.get("handle")
        if remove and handle is not None:
            handle.remove()  # type: ignore[attr-defined]
        exec(_CELL, namespace)
    output = namespace["layer"](torch.tensor(1.0))  # type: ignore[operator]
    return len(namespace["calls"]), output.item()  # type: ignore[arg-type]
