"""The old kind of backward hook gets gradients of the wrong tensors."""

from __future__ import annotations

import warnings

import torch
from torch import Tensor, nn

CLAIM = {
    "old kind on Linear(4, 3): shapes of grad_input": [[3], [5, 4], [4, 3]],
    "old kind on Sequential(Linear, Tanh)": [[5, 3]],
    "full hook on Linear(4, 3)": [[5, 4]],
    "full hook on Sequential(Linear, Tanh)": [[5, 4]],
    "old kind: a full hook on the same module": "RuntimeError",
}


def measure() -> dict[str, object]:
    """Lists the shapes that both kinds of hooks get."""
    old, full = "register_backward_hook", "register_full_backward_hook"
    hooked = nn.Linear(2, 2)
    hooked.register_backward_hook(lambda *gradients: None)
    return {
        "old kind on Linear(4, 3): shapes of grad_input": _shapes(_linear(), old),
        "old kind on Sequential(Linear, Tanh)": _shapes(_network(), old),
        "full hook on Linear(4, 3)": _shapes(_linear(), full),
        "full hook on Sequential(Linear, Tanh)": _shapes(_network(), full),
        "old kind: a full hook on the same module": _error(hooked),
    }


def _linear() -> nn.Module:
    return nn.Linear(4, 3)


def _network() -> nn.Module:
    return nn.Sequential(nn.Linear(4, 3), nn.Tanh())


def _shapes(module: nn.Module, register: str) -> list[list[int]]:
    found: list[list[int]] = []

    def keep(module: nn.Module, grad_input: tuple[Tensor, ...], grad_output) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        found.extend(list(gradient.shape) for gradient in grad_input)

    getattr(module, register)(keep)
    with warnings.catch_warnings():
        # torch says that the old kind will be removed.
        warnings.simplefilter("ignore", FutureWarning)
        output = module(torch.ones(5, 4, requires_grad=True))
    output.sum().backward()
    return found


def _error(module: nn.Module) -> str:
    try:
        module.register_full_backward_hook(lambda *gradients: None)
    except RuntimeError as error:
        return type(error).__name__
    return ""
