"""Whose a hook is: torch's, a library's, this product's, or the user's."""

from __future__ import annotations

from typing import Any

from ..objects import callables
from ..objects.classes import is_installed
from ..session.scene import Run

YOU, OURS, TORCH = "you", "ours", "torch"

# The user's names for parts of torch that put hooks on modules.
_PARTS = {
    "torch.nn.utils.parametrizations": "parametrizations",
    "torch.nn.utils.parametrize": "parametrizations",
    "torch.nn.utils.weight_norm": "weight_norm",
    "torch.nn.utils.spectral_norm": "spectral_norm",
    "torch.nn.utils.prune": "pruning",
    "torch.nn.parallel.distributed": "DDP",
    "torch.distributed.algorithms": "DDP",
    "torch.distributed.fsdp": "FSDP",
    "torch.distributed._composable": "FSDP",
    "torch.distributed.tensor": "tensor parallelism",
    "torch.distributed.pipelining": "pipeline parallelism",
    "torch.ao": "quantization",
    "torch.quantization": "quantization",
    "torch.nn.modules.lazy": "lazy modules",
    "torch.optim.swa_utils": "weight averaging",
    "torch.utils.checkpoint": "checkpointing",
    "torch._dynamo": "torch.compile",
    "torch.fx": "fx",
    "torch.jit": "TorchScript",
}
_LANGUAGE = frozenset(("", "builtins", "functools", "operator", "__main__"))


def owner(function: Any, run: Run | None) -> str:
    """`you`, `ours`, `torch`, or the name of a library.

    Args:
        function: The hook.
        run: The run of the cell that defined it, if a cell did.
    """
    package = callables.module_name(function).partition(".")[0]
    if run is not None or package in _LANGUAGE:
        return YOU
    if package in ("torch", "modulescope"):
        return TORCH if package == "torch" else OURS
    code = callables.code_of(function)
    # A class in C has no file; only packages have such.
    theirs = code is None or is_installed(code.co_filename)
    return package[:100] if theirs else YOU


def kept(function: Any, owner: str) -> str:
    """Why a hook may not be taken off: `torch (weight_norm)`; empty if it may."""
    if owner == YOU:
        return ""
    if owner == OURS:
        return "modulescope"
    if owner != TORCH:
        return owner
    name = callables.module_name(function)
    for part, text in _PARTS.items():
        if name == part or name.startswith(f"{part}."):
            return f"{TORCH} ({text})"
    return TORCH
