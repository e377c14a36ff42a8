"""What code may leave switched on in torch, for tests that run code in this process."""

from __future__ import annotations

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
    if distributed.is_available() and distributed.is_initialized():
        distributed.destroy_process_group()
