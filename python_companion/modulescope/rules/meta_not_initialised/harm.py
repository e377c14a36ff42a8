"""Memory that `to_empty` leaves as it was, and a load that copies nothing."""

from __future__ import annotations

import warnings

import torch
from torch import nn

CLAIM = {
    "to_empty: output is finite": False,
    "to_empty, then reset: output is finite": True,
    "to_empty, then reset: running variance": 1.0,
    "load on meta: parameters still on meta, of 2": 2,
    "load on meta with assign: parameters still on meta, of 2": 0,
}


def measure() -> dict[str, object]:
    """Makes models on meta and fills them, or not."""
    torch.manual_seed(0)
    raw = _emptied()
    filled = _emptied()
    for module in filled:
        module.reset_parameters()
    return {
        "to_empty: output is finite": _is_finite(raw),
        "to_empty, then reset: output is finite": _is_finite(filled),
        "to_empty, then reset: running variance": float(filled[1].running_var.mean()),
        "load on meta: parameters still on meta, of 2": _loaded(False),
        "load on meta with assign: parameters still on meta, of 2": _loaded(True),
    }


def _emptied() -> nn.Sequential:
    """Which freed memory is taken again is the allocator's affair: a few tries."""
    kept = []
    for _ in range(100):
        junk = [torch.full((64, 64), float("nan")), torch.full((64,), float("nan"))]
        with torch.device("meta"):
            model = nn.Sequential(nn.Linear(64, 64), nn.BatchNorm1d(64))
        del junk
        model.to_empty(device="cpu")
        if not model[0].weight.isfinite().all():
            break
        kept.append(model)
    return model


def _is_finite(model: nn.Module) -> bool:
    with torch.no_grad():
        return bool(model.eval()(torch.ones(4, 64)).isfinite().all())


def _loaded(assign: bool) -> int:
    model = nn.Linear(4, 4, device="meta")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.load_state_dict(nn.Linear(4, 4).state_dict(), assign=assign)
    return sum(parameter.is_meta for parameter in model.parameters())
