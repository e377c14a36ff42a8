"""What an assignment to a module freezes: nothing."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

CLAIM = {
    "parameters": 25,
    "net[0].requires_grad = False: trainable": 25,
    "net[0].requires_grad = False: first layer moved": 0.40,
    "p.require_grad = False: trainable": 25,
    "p.data.requires_grad = False: trainable": 25,
    "v.requires_grad = False in the state dict: trainable": 25,
    "net[0].requires_grad_(False): trainable": 5,
    "net[0].requires_grad_(False): first layer moved": 0.0,
}


def measure() -> dict[str, float]:
    """Freezes the first layer in five ways, and trains it with two of them."""
    plain, plain_moved = _train(_on_module)
    method, method_moved = _train(lambda net: net[0].requires_grad_(False))
    return {
        "parameters": 25,
        "net[0].requires_grad = False: trainable": plain,
        "net[0].requires_grad = False: first layer moved": plain_moved,
        "p.require_grad = False: trainable": _train(_misspelt)[0],
        "p.data.requires_grad = False: trainable": _train(_on_data)[0],
        "v.requires_grad = False in the state dict: trainable": _train(_on_state)[0],
        "net[0].requires_grad_(False): trainable": method,
        "net[0].requires_grad_(False): first layer moved": method_moved,
    }


def _on_module(net: nn.Sequential) -> object:
    net[0].requires_grad = False
    return net


def _misspelt(net: nn.Sequential) -> object:
    for p in net[0].parameters():
        p.require_grad = False
    return net


def _on_data(net: nn.Sequential) -> object:
    for p in net[0].parameters():
        p.data.requires_grad = False
    return net


def _on_state(net: nn.Sequential) -> object:
    for v in net[0].state_dict().values():
        v.requires_grad = False
    return net


def _train(freeze: Callable[[nn.Sequential], object]) -> tuple[int, float]:
    """How many elements can train then, and how far the first layer moves."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 1))
    freeze(net)
    before = net[0].weight.detach().clone()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    x = torch.randn(64, 4)
    for _ in range(5):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(x), x.sum(1, keepdim=True)).backward()
        optimizer.step()
    moved = float((net[0].weight.detach() - before).abs().max())
    return sum(p.numel() for p in net.parameters() if p.requires_grad), moved
