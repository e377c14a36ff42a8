"""Which hooks let a module be pickled."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

CLAIM = {
    "lambda: pickle.dumps(model)": "PicklingError",
    "lambda: torch.save(model)": "PicklingError",
    "lambda: torch.save(model.state_dict())": "saved",
    "local function: pickle.dumps(model) works": False,
    "function of a module: pickle.dumps(model)": "saved",
    "lambda on a parameter: torch.save(model)": "saved",
}

# As in a cell: in a function it would be a local function, too.
_LAMBDA = lambda *values: None  # noqa: E731


def measure() -> dict[str, object]:
    """Pickles a layer with each kind of hook."""

    def local(*values: object) -> None:
        return None

    hooked = _hooked(_LAMBDA)
    on_parameter = nn.Linear(2, 2)
    on_parameter.weight.register_hook(lambda gradient: gradient)
    return {
        "lambda: pickle.dumps(model)": _error(lambda: pickle.dumps(hooked)),
        "lambda: torch.save(model)": _error(lambda: torch.save(hooked, io.BytesIO())),
        "lambda: torch.save(model.state_dict())": _error(
            lambda: torch.save(hooked.state_dict(), io.BytesIO())
        ),
        "local function: pickle.dumps(model) works": _error(
            lambda: pickle.dumps(_hooked(local))
        )
        == "saved",
        "function of a module: pickle.dumps(model)": _error(
            lambda: pickle.dumps(_hooked(_keep))
        ),
        "lambda on a parameter: torch.save(model)": _error(
            lambda: torch.save(on_parameter, io.BytesIO())
        ),
    }


def _keep(*values: object) -> None:
    return None


def _hooked(hook: Callable[..., Any]) -> nn.Module:
    module = nn.Linear(2, 2)
    module.register_forward_hook(hook)
    return module


def _error(save: Callable[[], object]) -> str:
    try:
        save()
    except (pickle.PicklingError, AttributeError) as error:
        return type(error).__name__
    return "saved"
