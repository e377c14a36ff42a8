"""A layer that comes after the wrapper differs between the processes."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ...rulekit.processes import in_two_processes

CLAIM = {
    "added after wrapping: parameters": 4,
    "added after wrapping: parameters that differ between two processes": 2,
    "added before wrapping: parameters": 4,
    "added before wrapping: parameters that differ between two processes": 0,
}


def measure() -> dict[str, int]:
    """Trains one step in two processes, each with a batch of its own."""
    one, other = in_two_processes(_train)
    found = {}
    for form in ("after", "before"):
        found[f"added {form} wrapping: parameters"] = len(one[form])
        found[
            f"added {form} wrapping: parameters that differ between two processes"
        ] = sum(
            not torch.equal(a, b) for a, b in zip(one[form], other[form], strict=True)
        )
    return found


def _train(rank: int) -> dict[str, list[Tensor]]:
    found = {}
    for form in ("after", "before"):
        torch.manual_seed(rank)
        model = nn.Sequential(nn.Linear(4, 4))
        if form == "before":
            model.append(nn.Linear(4, 1))
        ddp = nn.parallel.DistributedDataParallel(model)
        if form == "after":
            model.append(nn.Linear(4, 1))
        optimizer = torch.optim.SGD(ddp.parameters(), lr=0.1)
        ddp(torch.randn(8, 4)).pow(2).mean().backward()
        optimizer.step()
        found[form] = [p.detach().clone() for p in ddp.parameters()]
    return found
