"""A watch in each of two connected processes."""

import pytest
import torch
from modulescope.gradients.watch import watch
from modulescope.rulekit.processes import in_two_processes
from torch import nn


def recorded(rank):
    """What is recorded of two steps, and what the gradients are after them."""
    torch.manual_seed(0)
    model = nn.parallel.DistributedDataParallel(nn.Linear(4, 3))
    with watch(model, every=1) as watched:
        for _ in range(2):
            model.zero_grad()
            model(torch.full((2, 4), rank + 1.0)).sum().backward()
    return {
        "gradients": [p.grad.norm().item() for p in model.parameters()],
        "norms": watched.history["norm"][-1].tolist(),
        "steps": (watched.steps, watched.recorded),
        "problem": watched.problem,
    }


def test_what_the_ranks_of_ddp_agreed_on_is_recorded():
    ranks = in_two_processes(recorded)
    for rank in ranks:
        assert rank["norms"] == pytest.approx(rank["gradients"], abs=1e-4)
        assert rank["steps"] == (2, 2)
        assert not rank["problem"]
    assert ranks[0]["norms"] == ranks[1]["norms"]
