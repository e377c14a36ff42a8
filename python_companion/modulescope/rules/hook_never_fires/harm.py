"""Hooks on modules that nothing calls run no time."""

from __future__ import annotations

import warnings

import torch
from torch import Tensor, nn

CLAIM = {
    "ModuleList: calls of its hook": 0,
    "element of the ModuleList": 1,
    "out_proj of MultiheadAttention": 0,
    "MultiheadAttention itself": 1,
    "child of a traced module": 0,
    "the same child before it was traced": 1,
}


class _Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4)])
        self.attention = nn.MultiheadAttention(4, 1, batch_first=True)

    def forward(self, values: Tensor) -> Tensor:
        for layer in self.layers:
            values = layer(values)
        output: Tensor = self.attention(values, values, values)[0]
        return output


def measure() -> dict[str, object]:
    """Counts the calls of a hook in one forward, by where it sits."""
    net = _Net()
    plain = nn.Sequential(nn.Linear(4, 4))
    inputs = torch.ones(1, 2, 4)
    with warnings.catch_warnings():
        # torch.jit says that it is no longer developed.
        warnings.simplefilter("ignore")
        traced = torch.jit.trace(plain, inputs)
    return {
        "ModuleList: calls of its hook": _calls(net, net.layers),
        "element of the ModuleList": _calls(net, net.layers[0]),
        "out_proj of MultiheadAttention": _calls(net, net.attention.out_proj),
        "MultiheadAttention itself": _calls(net, net.attention),
        "child of a traced module": _calls(traced, next(iter(traced.children()))),
        "the same child before it was traced": _calls(plain, plain[0]),
    }


def _calls(model: nn.Module, module: nn.Module) -> int:
    calls: list[int] = []
    with module.register_forward_hook(lambda *values: calls.append(1)):
        model(torch.ones(1, 2, 4))
    return len(calls)
