"""What code may leave switched on in torch, for tests that run code in this process."""

from __future__ import annotations

import sys

import torch
from torch import distributed
from torch.nn.modules import module as modules


def reset_torch() -> None:
    """Turns the switches and takes off the hooks that a fresh process has not."""
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.autograd.set_detect_anomaly(False)
    torch.use_deterministic_algorithms(False)
    for name, value in vars(modules).items():
        if name.startswith("_global_") and isinstance(value, dict):
            value.clear()
    modules._global_is_full_backward_hook = None
    forget_compiling()
    if distributed.is_available() and distributed.is_initialized():
        distributed.destroy_process_group()


def forget_compiling() -> None:
    """As in a process in which nothing was compiled: a watch then sees calls."""
    dynamo = sys.modules.get("torch._dynamo")
    if dynamo is not None and dynamo.utils.counters:
        dynamo.reset()
        dynamo.utils.counters.clear()
