"""Which modules of torch do something else in train mode: for texts and for objects.

What a constructor is given under a name, the module has as an attribute of that name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Condition(NamedTuple):
    """What an argument must be for the mode to matter."""

    default: Any
    holds: Callable[[Any], bool]


class Moded(NamedTuple):
    """Modules whose forward depends on `training`, if all conditions hold."""

    kind: str
    """What texts call them."""
    base: str
    """The class below `torch.nn.modules` that all derive from; empty if it is their
    children that have a mode."""
    classes: tuple[str, ...]
    arguments: tuple[str, ...]
    """The names of the positional arguments, in order."""
    conditions: dict[str, Condition]


def _is_positive(value: Any) -> bool:
    return type(value) in (int, float) and value > 0


def _is_several(value: Any) -> bool:
    return type(value) is int and value > 1


def _is_on(value: Any) -> bool:
    return value is True


def _is_given(value: Any) -> bool:
    return value is not None


def _moded(
    kind: str, base: str, classes: str, arguments: str = "", **conditions: Condition
) -> Moded:
    return Moded(
        kind, base, tuple(classes.split()), tuple(arguments.split()), conditions
    )


_NORM = "eps momentum affine track_running_stats"
# Without a momentum the statistics are estimated anew, on purpose.
_MOMENTUM = Condition(0.1, _is_given)
_TRACKED = Condition(True, _is_on)
_UNTRACKED = Condition(False, _is_on)
_HALF = Condition(0.5, _is_positive)
_TENTH = Condition(0.1, _is_positive)
_NONE = Condition(0.0, _is_positive)
_LAYERS = Condition(1, _is_several)

# A test runs every class of `torch.nn` in both modes and compares (torch 2.13).
MODED = (
    _moded(
        "dropout",
        "dropout._DropoutNd",
        "Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout",
        "p",
        p=_HALF,
    ),
    _moded(
        "batch norm",
        "batchnorm._BatchNorm",
        "BatchNorm1d BatchNorm2d BatchNorm3d SyncBatchNorm",
        f"num_features {_NORM}",
        momentum=_MOMENTUM,
        track_running_stats=_TRACKED,
    ),
    _moded(
        "batch norm",
        "batchnorm._BatchNorm",
        "LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d",
        _NORM,
        momentum=_MOMENTUM,
        track_running_stats=_TRACKED,
    ),
    _moded(
        "instance norm",
        "instancenorm._InstanceNorm",
        "InstanceNorm1d InstanceNorm2d InstanceNorm3d",
        f"num_features {_NORM}",
        track_running_stats=_UNTRACKED,
    ),
    _moded(
        "instance norm",
        "instancenorm._InstanceNorm",
        "LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d",
        _NORM,
        track_running_stats=_TRACKED,
    ),
    _moded("RReLU", "activation.RReLU", "RReLU"),
    _moded(
        "dropout",
        "activation.MultiheadAttention",
        "MultiheadAttention",
        "embed_dim num_heads dropout",
        dropout=_NONE,
    ),
    _moded(
        "dropout",
        "rnn.RNNBase",
        "LSTM GRU",
        "input_size hidden_size num_layers bias batch_first dropout",
        num_layers=_LAYERS,
        dropout=_NONE,
    ),
    _moded(
        "dropout",
        "rnn.RNNBase",
        "RNN",
        "input_size hidden_size num_layers nonlinearity bias batch_first dropout",
        num_layers=_LAYERS,
        dropout=_NONE,
    ),
    _moded(
        "dropout",
        "",
        "TransformerEncoderLayer TransformerDecoderLayer",
        "d_model nhead dim_feedforward dropout",
        dropout=_TENTH,
    ),
    _moded(
        "dropout",
        "",
        "Transformer",
        "d_model nhead num_encoder_layers num_decoder_layers dim_feedforward dropout",
        dropout=_TENTH,
    ),
)

MODED_CLASSES = {f"torch.nn.{name}": entry for entry in MODED for name in entry.classes}
"""By the dotted name of the class."""

# Functions that are told the mode; `p` is their second argument.
DROPOUTS = frozenset(
    f"torch.nn.functional.{name}"
    for name in "dropout dropout1d dropout2d dropout3d alpha_dropout "
    "feature_alpha_dropout".split()
)
