"""Which modules a hook on every module sees, and what else sees the function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

CLAIM = {
    "F.relu: modules whose hooks ran": ["Linear", "_Functional"],
    "nn.ReLU: modules whose hooks ran": ["Linear", "ReLU", "_Modular"],
    "F.relu: seen by a TorchFunctionMode": True,
    "F.relu: a node in the graph of torch.fx": True,
    "the outputs are equal": True,
}


class _Functional(nn.Module):
    """Calls the function."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.fc(x))


class _Modular(nn.Module):
    """Calls the module."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.act = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.fc(x))


class _Seeing(TorchFunctionMode):
    """Notes the functions that are called."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: Any = (),
        kwargs: Any = None,
    ) -> Any:
        self.names.append(getattr(func, "__name__", ""))
        return func(*args, **(kwargs or {}))


def measure() -> dict[str, object]:
    """Hooks every module of both; then looks at the function in two other ways."""
    functional, modular = _Functional(), _Modular()
    modular.fc.load_state_dict(functional.fc.state_dict())
    x = torch.linspace(-1, 1, 8).reshape(2, 4)
    with _Seeing() as seeing:
        functional(x)
    nodes = torch.fx.symbolic_trace(functional).graph.nodes
    names = list(CLAIM)
    return {
        names[0]: _hooked(functional, x),
        names[1]: _hooked(modular, x),
        names[2]: "relu" in seeing.names,
        names[3]: any(node.target is F.relu for node in nodes),
        names[4]: torch.equal(functional(x), modular(x)),
    }


def _hooked(model: nn.Module, x: Tensor) -> list[str]:
    seen: list[str] = []
    handles = [
        module.register_forward_hook(lambda m, *_: seen.append(type(m).__name__))
        for module in model.modules()
    ]
    model(x)
    for handle in handles:
        handle.remove()
    return seen
