"""A layer that comes after the wrapper differs between the processes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from torch import multiprocessing, nn

CLAIM = {
    "added after wrapping: parameters": 4,
    "added after wrapping: parameters that differ between two processes": 2,
    "added before wrapping: parameters": 4,
    "added before wrapping: parameters that differ between two processes": 0,
}


def measure() -> dict[str, int]:
    """Trains one step in two processes, each with a batch of its own."""
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.spawn(_run, args=(folder,), nprocs=2)
        one, other = (torch.load(Path(folder, str(rank))) for rank in range(2))
    found = {}
    for form in ("after", "before"):
        found[f"added {form} wrapping: parameters"] = len(one[form])
        found[
            f"added {form} wrapping: parameters that differ between two processes"
        ] = sum(
            not torch.equal(a, b) for a, b in zip(one[form], other[form], strict=True)
        )
    return found


def _run(rank: int, folder: str) -> None:
    from torch import distributed

    torch.set_num_threads(1)
    distributed.init_process_group(
        "gloo", init_method=f"file://{folder}/store", rank=rank, world_size=2
    )
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
    torch.save(found, Path(folder, str(rank)))
    distributed.destroy_process_group()
