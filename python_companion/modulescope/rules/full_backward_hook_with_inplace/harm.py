"""A full backward hook and an in-place operation on the same tensor raise."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

CLAIM = {
    "hook on Linear before ReLU(inplace=True)": "RuntimeError",
    "hook on ReLU(inplace=True) itself": "RuntimeError",
    "hook on a layer whose output gets +=": "RuntimeError",
    "hook on ReLU(inplace=True) alone, input with gradients": "RuntimeError",
    "hook on ReLU(inplace=True) alone, input without": "hook called 0 times",
    "hook on ReLU() alone, input with gradients": "hook called 1 times",
    "hook on Linear before ReLU()": "hook called 1 times",
    "inplace behind another layer": "hook called 1 times",
    "tensor hook on the same output": "hook called 1 times",
}


def measure() -> dict[str, object]:
    """Says what each pair does: an error, or how often the hook ran."""
    pair = nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=True))
    itself = nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=True))
    clean = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
    behind = nn.Sequential(nn.Linear(4, 4), nn.GELU(), nn.ReLU(inplace=True))
    adding = _Adding()
    return {
        "hook on Linear before ReLU(inplace=True)": _hooked(pair, pair[0]),
        "hook on ReLU(inplace=True) itself": _hooked(itself, itself[1]),
        "hook on a layer whose output gets +=": _hooked(adding, adding.layer),
        "hook on ReLU(inplace=True) alone, input with gradients": _alone(True, True),
        "hook on ReLU(inplace=True) alone, input without": _alone(True, False),
        "hook on ReLU() alone, input with gradients": _alone(False, True),
        "hook on Linear before ReLU()": _hooked(clean, clean[0]),
        "inplace behind another layer": _hooked(behind, behind[0]),
        "tensor hook on the same output": _tensor_hooked(),
    }


class _Adding(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, values: Tensor) -> Tensor:
        output: Tensor = self.layer(values)
        output += 1
        return output


def _hooked(model: nn.Module, module: nn.Module) -> str:
    calls: list[int] = []
    module.register_full_backward_hook(lambda *gradients: calls.append(1))
    return _run(model, calls)


def _alone(inplace: bool, requires_grad: bool) -> str:
    """An activation that is called by itself; another layer's output takes part."""
    act, calls = nn.ReLU(inplace=inplace), list[int]()
    act.register_full_backward_hook(lambda *gradients: calls.append(1))
    values = torch.ones(2, 4, requires_grad=requires_grad) * 1
    try:
        output = act(values) * nn.Linear(4, 4)(torch.ones(2, 4))
        output.sum().backward()
    except RuntimeError as error:
        return type(error).__name__
    return f"hook called {len(calls)} times"


def _tensor_hooked() -> str:
    model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=True))
    calls: list[int] = []
    keep: Callable[[Tensor], None] = lambda gradient: calls.append(1)  # noqa: E731

    def hook(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        output.register_hook(keep)

    model[0].register_forward_hook(hook)
    return _run(model, calls)


def _run(model: nn.Module, calls: list[int]) -> str:
    try:
        model(torch.ones(2, 4, requires_grad=True)).sum().backward()
    except RuntimeError as error:
        return type(error).__name__
    return f"hook called {len(calls)} times"
