"""The registration raises."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

CLAIM = {
    "self.m = torch.zeros(3), then register_buffer": "attribute 'm' already exists",
    "self.m = None, then register_buffer": "attribute 'm' already exists",
    "self.m = nn.Parameter(…), then register_buffer": "attribute 'm' already exists",
    "self.m = torch.zeros(3), then register_parameter": "attribute 'm' already exists",
    "register_buffer, then self.m = torch.ones(3)": "",
    "m: torch.Tensor, then register_buffer": "",
}


class Annotated(nn.Module):
    """Says in its body what `m` will be."""

    m: torch.Tensor


def measure() -> dict[str, object]:
    """Sets and registers in each order."""
    zeros = torch.zeros(3)
    parameter = nn.Parameter(zeros)
    then = ", then register_buffer"

    def sets(value: object) -> Callable[[], None]:
        def action() -> None:
            module = nn.Module()
            module.m = value
            module.register_buffer("m", zeros)

        return action

    def parameter_after_tensor() -> None:
        module = nn.Module()
        module.m = zeros
        module.register_parameter("m", parameter)

    def good_order() -> None:
        module = nn.Module()
        module.register_buffer("m", zeros)
        module.m = torch.ones(3)

    return {
        f"self.m = torch.zeros(3){then}": _error(sets(zeros)),
        f"self.m = None{then}": _error(sets(None)),
        f"self.m = nn.Parameter(…){then}": _error(sets(parameter)),
        "self.m = torch.zeros(3), then register_parameter": _error(
            parameter_after_tensor
        ),
        "register_buffer, then self.m = torch.ones(3)": _error(good_order),
        f"m: torch.Tensor{then}": _error(
            lambda: Annotated().register_buffer("m", zeros)
        ),
    }


def _error(action: Callable[[], None]) -> str:
    try:
        action()
    except KeyError as error:
        return str(error.args[0])
    return ""
