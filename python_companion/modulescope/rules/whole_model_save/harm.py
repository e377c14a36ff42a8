"""A file that holds a module is refused, or runs code when it is read."""

from __future__ import annotations

import io
import pickle

import torch
from torch import nn

CLAIM = {
    "whole model: torch.load": "UnpicklingError",
    "whole model, class gone, weights_only=False": "AttributeError",
    "state dict: torch.load": "",
    "state dict, class renamed: values are equal": True,
}


class _Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(2, 2)


def measure() -> dict[str, object]:
    """Saves a model both ways, then loads it with and without its class."""
    torch.manual_seed(0)
    model = _Net()
    whole, state = io.BytesIO(), io.BytesIO()
    torch.save(model, whole)
    torch.save(model.state_dict(), state)
    fresh = nn.ModuleDict({"layer": nn.Linear(2, 2)})
    fresh.load_state_dict(_load(state, True))
    return {
        "whole model: torch.load": _error(whole, True),
        "whole model, class gone, weights_only=False": _without_class(whole),
        "state dict: torch.load": _error(state, True),
        "state dict, class renamed: values are equal": torch.equal(
            fresh["layer"].weight, model.layer.weight
        ),
    }


def _load(file: io.BytesIO, weights_only: bool) -> object:
    file.seek(0)
    return torch.load(file, weights_only=weights_only)


def _error(file: io.BytesIO, weights_only: bool) -> str:
    try:
        _load(file, weights_only)
    except (pickle.UnpicklingError, AttributeError) as error:
        return type(error).__name__
    return ""


def _without_class(file: io.BytesIO) -> str:
    found = globals().pop("_Net")
    try:
        return _error(file, False)
    finally:
        globals()["_Net"] = found
