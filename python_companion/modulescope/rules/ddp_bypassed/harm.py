"""Two processes diverge where the wrapper is not called."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ...rulekit.processes import in_two_processes

CLAIM = {
    "ddp.module(x): parameters that differ between two processes": 2,
    "ddp(x): parameters that differ between two processes": 0,
    "ddp.forward(x): parameters that differ between two processes": 0,
}


def measure() -> dict[str, int]:
    """Trains one step in two processes, each with a batch of its own."""
    forms = ("ddp.module(x)", "ddp(x)", "ddp.forward(x)")
    one, other = in_two_processes(_train)
    return {
        f"{form}: parameters that differ between two processes": sum(
            not torch.equal(a, b) for a, b in zip(one[form], other[form], strict=True)
        )
        for form in forms
    }


def _train(rank: int) -> dict[str, list[Tensor]]:
    found = {}
    for form in ("ddp.module(x)", "ddp(x)", "ddp.forward(x)"):
        torch.manual_seed(0)
        model = nn.parallel.DistributedDataParallel(nn.Linear(4, 1))
        calls = {
            "ddp.module(x)": model.module,
            "ddp(x)": model,
            "ddp.forward(x)": model.forward,
        }
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        torch.manual_seed(rank)
        calls[form](torch.randn(8, 4)).pow(2).mean().backward()
        optimizer.step()
        found[form] = [p.detach().clone() for p in model.parameters()]
    return found
