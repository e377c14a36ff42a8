"""What the rule about `reset_parameters` knows of torch, compared with torch."""

from __future__ import annotations

import pytest
from modulescope.rules.reset_before_parameters_exist.order import (
    RESETTING,
    SET_BY_TORCH,
)
from torch import nn

_ARGUMENTS = {
    "Bilinear": (2, 2, 2),
    "GroupNorm": (2, 4),
    "PReLU": (),
    **dict.fromkeys(("Linear", "Embedding", "EmbeddingBag"), (2, 2)),
    **dict.fromkeys(("RNN", "GRU", "LSTM", "RNNCell", "GRUCell", "LSTMCell"), (2, 2)),
}


@pytest.mark.parametrize("name", sorted(RESETTING))
def test_a_resetting_layer_resets_while_it_is_built_and_sets_only_known_names(name):
    known: list[set[str]] = []

    class Derived(getattr(nn, name)):
        def reset_parameters(self):
            own = (vars(self), self._parameters, self._buffers)
            known.append({key for names in own for key in names})

    Derived(*_ARGUMENTS.get(name, (2, 2, 1) if "Conv" in name else (2,)))
    plain = {key for key in known[0] - SET_BY_TORCH if not key.startswith("_")}
    plain -= {"call_super_init", "dump_patches"}
    assert all(key.startswith(("weight_", "bias_")) for key in plain)
