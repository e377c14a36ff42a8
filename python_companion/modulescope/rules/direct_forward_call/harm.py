"""Which hooks run, and what spectral norm uses, in a call of `forward`."""

from __future__ import annotations

import warnings

import torch
from torch import nn

CLAIM = {
    "model.forward(x): hooks that ran": ["child"],
    "model.forward(x): spectral norm notices a changed weight": False,
    "model(x): hooks that ran": ["child", "top"],
    "model(x): spectral norm notices a changed weight": True,
}


def measure() -> dict[str, object]:
    """Calls each model in both ways."""
    results: dict[str, object] = {}
    for name, direct in (("model.forward(x)", True), ("model(x)", False)):
        results[f"{name}: hooks that ran"] = _hooks(direct)
        results[f"{name}: spectral norm notices a changed weight"] = _notices(direct)
    return results


def _call(module: nn.Module, x: torch.Tensor, direct: bool) -> torch.Tensor:
    return module.forward(x) if direct else module(x)


def _hooks(direct: bool) -> list[str]:
    ran: list[str] = []
    model = nn.Sequential(nn.Linear(4, 4))
    model.register_forward_hook(lambda *_: ran.append("top"))
    model[0].register_forward_hook(lambda *_: ran.append("child"))
    _call(model, torch.ones(1, 4), direct)
    return ran


def _notices(direct: bool) -> bool:
    torch.manual_seed(0)
    with warnings.catch_warnings():
        # Deprecated for the parametrization of the same name, and still in use.
        warnings.simplefilter("ignore", FutureWarning)
        layer = nn.utils.spectral_norm(nn.Linear(4, 4))
    x = torch.ones(1, 4)
    before = layer(x)
    with torch.no_grad():
        layer.weight_orig.mul_(-1)
    after = _call(layer, x, direct)
    return not torch.allclose(before, after)
