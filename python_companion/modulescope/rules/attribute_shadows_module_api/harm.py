"""What raises once an attribute has the name of a method."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

CLAIM = {
    "self.train = True: eval() of a model around it": "'bool' object is not callable",
    "self.half = 3: half()": "'int' object is not callable",
    "self.parameters = {}: building an optimizer": "'dict' object is not callable",
    "self.half = nn.Parameter(…)": "attribute 'half' already exists",
    "nn.ModuleDict({'type': …})": "attribute 'type' already exists",
    "self.half = nn.Linear(2, 2): what self.half reads": "method",
    "other names": "",
}


class Holder(nn.Module):
    """Sets one attribute."""

    def __init__(self, name: str, value: object) -> None:
        super().__init__()
        self.fc = nn.Linear(2, 2)
        setattr(self, name, value)


def measure() -> dict[str, object]:
    """Does what fails, and the same with other names."""
    layer = nn.Linear(2, 2)
    parameter = nn.Parameter(torch.ones(2))
    train = nn.Sequential(Holder("train", True))
    half, settings = Holder("half", 3), Holder("parameters", {})
    good = nn.Sequential(Holder("is_train", True))
    return {
        "self.train = True: eval() of a model around it": _error(train.eval),
        "self.half = 3: half()": _error(half.half),
        "self.parameters = {}: building an optimizer": _error(
            lambda: torch.optim.SGD(settings.parameters())
        ),
        "self.half = nn.Parameter(…)": _error(lambda: Holder("half", parameter)),
        "nn.ModuleDict({'type': …})": _error(lambda: nn.ModuleDict({"type": layer})),
        "self.half = nn.Linear(2, 2): what self.half reads": type(
            Holder("half", layer).half
        ).__name__,
        "other names": _error(
            lambda: torch.optim.SGD(good.eval().half().float().parameters())
        ),
    }


def _error(action: Callable[[], object]) -> str:
    try:
        action()
    except (TypeError, KeyError) as error:
        return str(error.args[0])
    return ""
