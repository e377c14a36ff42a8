"""`All keys matched`, and nothing was loaded."""

from __future__ import annotations

import torch
from torch import nn

from ...rulekit.harm import count_equal

CLAIM = {
    "filter, update, load: entries kept": 0,
    "filter, update, load: answer": "<All keys matched successfully>",
    "filter, update, load: tensors as in the checkpoint": 0,
    "strict=False: missing keys in the answer": ["weight", "bias"],
    "prefix removed, strict=False: missing keys in the answer": [],
    "prefix removed, strict=False: tensors as in the checkpoint": 2,
}


def measure() -> dict[str, object]:
    """Loads a checkpoint with a prefix by the idiom, and by `strict=False`."""
    torch.manual_seed(0)
    trained, model, other = nn.Linear(4, 2), nn.Linear(4, 2), nn.Linear(4, 2)
    old = {f"module.{k}": v for k, v in trained.state_dict().items()}
    own = model.state_dict()
    kept = {k: v for k, v in old.items() if k in own and v.shape == own[k].shape}
    own.update(kept)
    answer = model.load_state_dict(own)
    honest = other.load_state_dict(old, strict=False)
    same = count_equal(model, trained)
    bare = {k.removeprefix("module."): v for k, v in old.items()}
    right = other.load_state_dict(bare, strict=False)
    return {
        "filter, update, load: entries kept": len(kept),
        "filter, update, load: answer": str(answer),
        "filter, update, load: tensors as in the checkpoint": same,
        "strict=False: missing keys in the answer": honest.missing_keys,
        "prefix removed, strict=False: missing keys in the answer": right.missing_keys,
        "prefix removed, strict=False: tensors as in the checkpoint": (
            count_equal(other, trained)
        ),
    }
