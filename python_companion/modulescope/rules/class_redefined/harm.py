"""An object of an older class runs the older code and cannot be pickled."""

from __future__ import annotations

import pickle
import sys
from types import ModuleType

import torch
from torch import nn

CLAIM = {
    "older object: isinstance of the class": False,
    "older object: forward of 0": 1,
    "older object: pickle": "PicklingError",
    "newer object: isinstance of the class": True,
    "newer object: forward of 0": 2,
    "newer object: pickle": "works",
}

_CLASS = """
class Net(nn.Module):
    def forward(self, x):
        return x + {value}
"""


def measure() -> dict[str, object]:
    """Runs a class cell twice, with an object from each run."""
    # Pickling looks the class up by the name of its module.
    module = ModuleType("modulescope_harm_nn602")
    namespace = vars(module)
    namespace["nn"] = nn
    sys.modules[module.__name__] = module
    try:
        exec(_CLASS.format(value=1), namespace)
        older = namespace["Net"]()
        exec(_CLASS.format(value=2), namespace)
        newer = namespace["Net"]()
        return {**_facts("older", older, module), **_facts("newer", newer, module)}
    finally:
        del sys.modules[module.__name__]


def _facts(which: str, net: nn.Module, module: ModuleType) -> dict[str, object]:
    return {
        f"{which} object: isinstance of the class": isinstance(net, module.Net),
        f"{which} object: forward of 0": int(net(torch.zeros(()))),
        f"{which} object: pickle": _pickled(net),
    }


def _pickled(net: nn.Module) -> str:
    try:
        pickle.dumps(net)
    except pickle.PicklingError:
        return "PicklingError"
    return "works"
