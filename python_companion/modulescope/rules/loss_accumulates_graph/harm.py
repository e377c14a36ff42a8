"""The graph of a running total grows with each step, also after `backward()`."""

from __future__ import annotations

import torch
from torch import nn

from ...rulekit.harm import count_nodes

CLAIM = {
    "total += loss: nodes after 1, 10 and 20 steps": [23, 140, 270],
    "total += loss.item(): nodes after 1, 10 and 20 steps": [0, 0, 0],
    "total += loss: bytes of activations after 20 steps": 0,
    "without backward(): bytes of activations after 20 steps": 491_520,
}


def measure() -> dict[str, object]:
    """Adds up the losses of 20 steps in each form."""
    kept, numbers = _train(True), _train(False)
    return {
        "total += loss: nodes after 1, 10 and 20 steps": kept[0],
        "total += loss.item(): nodes after 1, 10 and 20 steps": numbers[0],
        "total += loss: bytes of activations after 20 steps": kept[1],
        "without backward(): bytes of activations after 20 steps": _train(True, False)[
            1
        ],
    }


def _train(keep: bool, backward: bool = True) -> tuple[list[int], int]:
    from ...objects.graph import measure as measure_graph

    torch.manual_seed(0)
    model = nn.Sequential(*(nn.Linear(16, 16) for _ in range(5)))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    total = torch.zeros(())
    sizes = []
    for step in range(20):
        optimizer.zero_grad()
        loss = model(torch.randn(64, 16)).pow(2).mean()
        if backward:
            loss.backward()
            optimizer.step()
        total = total + (loss if keep else loss.item())
        if step in (0, 9, 19):
            sizes.append(count_nodes(total))
    return sizes, measure_graph([total]).num_bytes
