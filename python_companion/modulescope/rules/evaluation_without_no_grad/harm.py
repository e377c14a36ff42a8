"""Outputs that are collected keep the activations of every batch."""

from __future__ import annotations

from contextlib import nullcontext

import torch
from torch import nn

CLAIM = {
    "collected: MB of activations after 5 batches": 2.95,
    "under no_grad: MB of activations after 5 batches": 0.0,
    "detached: MB of activations after 5 batches": 0.0,
}


def measure() -> dict[str, float]:
    """Collects the outputs of 5 batches in each form."""
    mb = "MB of activations after 5 batches"
    return {
        f"collected: {mb}": _collect(False, False),
        f"under no_grad: {mb}": _collect(True, False),
        f"detached: {mb}": _collect(False, True),
    }


def _collect(no_grad: bool, detach: bool) -> float:
    from ...objects.graph import measure as measure_graph

    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 8)
    ).eval()
    outputs = []
    with torch.no_grad() if no_grad else nullcontext():
        for _ in range(5):
            output = model(torch.randn(256, 64))
            outputs.append(output.detach() if detach else output)
    return measure_graph(outputs).num_bytes / 1e6
