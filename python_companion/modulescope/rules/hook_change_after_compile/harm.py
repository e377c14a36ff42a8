"""A compiled model does not notice the first hook of a module."""

from __future__ import annotations

import torch

# What `torch.compile` would load at its first call: most of what that takes.
import torch._dynamo
from torch import Tensor, nn

CLAIM = {
    "hook × 100, registered after the first compiled call": 1.0,
    "the same after torch._dynamo.reset()": 100.0,
    "registered before the first compiled call": 100.0,
    "registered on the compiled module, after its first call": 100.0,
}


def measure() -> dict[str, object]:
    """The factor between the output with the hook and the one without."""
    after, after_reset = _late()
    return {
        "hook × 100, registered after the first compiled call": after,
        "the same after torch._dynamo.reset()": after_reset,
        "registered before the first compiled call": _early(),
        "registered on the compiled module, after its first call": _outside(),
    }


def _times_100(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
    return output * 100


def _model() -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(2, 2, bias=False))


def _output(model: nn.Module) -> float:
    return float(model(torch.ones(1, 2)).sum().detach())


def _compiled(model: nn.Module) -> nn.Module:
    torch._dynamo.reset()
    compiled = torch.compile(model, backend="eager")
    assert isinstance(compiled, nn.Module)
    return compiled


def _late() -> tuple[float, float]:
    model = _model()
    plain = _output(model)
    compiled = _compiled(model)
    _output(compiled)
    model[0].register_forward_hook(_times_100)
    late = _output(compiled)
    torch._dynamo.reset()
    return round(late / plain, 3), round(_output(compiled) / plain, 3)


def _early() -> float:
    model = _model()
    plain = _output(model)
    model[0].register_forward_hook(_times_100)
    return round(_output(_compiled(model)) / plain, 3)


def _outside() -> float:
    model = _model()
    plain = _output(model)
    compiled = _compiled(model)
    _output(compiled)
    compiled.register_forward_hook(_times_100)
    return round(_output(compiled) / plain, 3)
