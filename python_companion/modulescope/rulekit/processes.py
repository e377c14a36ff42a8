"""Two processes of `torch.distributed`, for the harms that need them."""

from __future__ import annotations

import importlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def in_two_processes(run: Callable[[int], Any]) -> list[Any]:
    """What a function of a module returns in each of two connected processes.

    It gets the rank. Most of the time goes into importing torch, so where processes
    can fork, a new interpreter imports it once and becomes both. To fork this process
    would be no good: it may have threads.
    """
    import torch
    from torch import multiprocessing

    with tempfile.TemporaryDirectory() as folder:
        if sys.platform == "linux":
            multiprocessing.spawn(_fork, args=(run, folder), nprocs=1)
        else:
            multiprocessing.spawn(_connected, args=(run, folder), nprocs=2)
        return [torch.load(Path(folder, str(rank))) for rank in range(2)]


def _fork(_: int, run: Callable[[int], Any], folder: str) -> None:
    from torch import multiprocessing

    # What DDP loads when it is made.
    importlib.import_module("torch._dynamo")
    multiprocessing.start_processes(
        _connected, args=(run, folder), nprocs=2, start_method="fork"
    )


def _connected(rank: int, run: Callable[[int], Any], folder: str) -> None:
    import torch
    from torch import distributed

    torch.set_num_threads(1)
    distributed.init_process_group(
        "gloo", init_method=f"file://{folder}/store", rank=rank, world_size=2
    )
    try:
        torch.save(run(rank), Path(folder, str(rank)))
    finally:
        distributed.destroy_process_group()
