"""What a hook stores keeps the activations of its graph."""

from __future__ import annotations

import torch
from torch import Tensor, nn

CLAIM = {
    "output: MiB held after 3 calls": 24.0,
    "output.detach(): MiB held after 3 calls": 0.0,
    "output under no_grad: MiB held after 3 calls": 0.0,
}


def measure() -> dict[str, object]:
    """Counts the bytes of activations that stored outputs keep alive."""
    return {
        "output: MiB held after 3 calls": _held(detach=False, grad=True),
        "output.detach(): MiB held after 3 calls": _held(detach=True, grad=True),
        "output under no_grad: MiB held after 3 calls": _held(detach=False, grad=False),
    }


def _held(detach: bool, grad: bool) -> float:
    torch.manual_seed(0)
    layers = [nn.Linear(256, 256), nn.Tanh()] * 15
    model = nn.Sequential(*layers, nn.Linear(256, 256))
    stored: list[Tensor] = []
    handle = model.register_forward_hook(
        lambda module, inputs, output: stored.append(
            output.detach() if detach else output
        )
    )
    with torch.set_grad_enabled(grad):
        for _ in range(3):
            model(torch.randn(512, 256))
    handle.remove()
    parameters = {parameter.data_ptr() for parameter in model.parameters()}
    return sum(_saved(stored, parameters).values()) / 2**20


def _saved(tensors: list[Tensor], parameters: set[int]) -> dict[int, int]:
    """Bytes by storage of what the graphs of some tensors saved for backward."""
    found: dict[int, int] = {}
    pending, seen = [tensor.grad_fn for tensor in tensors], set()
    while pending:
        node = pending.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        pending += [parent for parent, _ in node.next_functions]
        for name in dir(node):
            value = getattr(node, name) if name.startswith("_saved_") else None
            if isinstance(value, Tensor) and value.data_ptr() not in parameters:
                storage = value.untyped_storage()
                found[storage.data_ptr()] = storage.nbytes()
    return found
