"""What several rules measure their harm with: only `harm.py` of a rule imports it."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn


def count_nodes(tensor: Tensor) -> int:
    """The size of the graph that a tensor keeps, in nodes."""
    pending, seen = [tensor.grad_fn], set()
    while pending:
        node = pending.pop()
        if node is not None and node not in seen:
            seen.add(node)
            pending += [parent for parent, _ in node.next_functions]
    return len(seen)


def raises_on_copy(model: nn.Module) -> bool:
    """Whether a model refuses to be deep-copied."""
    try:
        copy.deepcopy(model)
    except RuntimeError:
        return True
    return False


def count_equal(one: nn.Module, other: nn.Module) -> int:
    """How many parameters of two networks of one shape are equal."""
    pairs = zip(one.parameters(), other.parameters(), strict=True)
    return sum(torch.equal(a, b) for a, b in pairs)


def network(seed: int) -> nn.Sequential:
    """A network that can learn the sum of four numbers."""
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 1))


def trained_network() -> tuple[nn.Sequential, Tensor, Tensor]:
    """The network after it has learned, with its data."""
    model = network(0)
    # (64, 4) -> (64, 1)
    x = torch.randn(64, 4)
    y = x.sum(1, keepdim=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(400):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
    return model, x, y


def regression_loss(model: nn.Module, x: Tensor, y: Tensor) -> float:
    """The mean squared error of a network."""
    with torch.no_grad():
        return float(nn.functional.mse_loss(model(x), y))
