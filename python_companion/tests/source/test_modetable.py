"""The table of modules with a mode, against what torch does in both modes."""

from __future__ import annotations

import itertools
import warnings

import pytest
import torch
from modulescope.source.modetable import MODED, MODED_CLASSES
from modulescope.source.torchnames import NN_CLASSES
from torch import nn

ARGUMENTS = [(), (4,), (4, 4), (4, 4, 2), (2,), (4, 4, 4), (2, 4), (3, 0.5), (1, 0.5)]
ARGUMENTS += [(4, 8, [2, 4]), (0.5, 0.5), (4, 2, 4), (2, (3, 3))]
WORDS = [{}, {"output_size": 2}, {"track_running_stats": True}, {"batch_first": True}]
SHAPES = [(4, 4), (2, 4, 4), (2, 4, 4, 4), (2, 4, 4, 4, 4), (4,), (2, 4, 16)]
# They only hold others, or have no forward pass.
NO_FORWARD = frozenset(
    "Module ModuleDict ModuleList ParameterDict ParameterList Container RNNBase "
    "RNNCellBase DataParallel MaxUnpool1d MaxUnpool2d MaxUnpool3d".split()
)
TOLD = {
    "InstanceNorm1d": {"track_running_stats": True},
    "InstanceNorm2d": {"track_running_stats": True},
    "InstanceNorm3d": {"track_running_stats": True},
    "MultiheadAttention": {"dropout": 0.5},
    "LSTM": {"dropout": 0.5, "num_layers": 2},
    "GRU": {"dropout": 0.5, "num_layers": 2},
    "RNN": {"dropout": 0.5, "num_layers": 2},
}


@pytest.fixture(autouse=True)
def _seeded():
    state = torch.get_rng_state()
    yield
    torch.set_rng_state(state)


def ran(module: nn.Module, inputs, training: bool):
    """What a call in one mode gives, and the buffers after it."""
    module.train(training)
    torch.manual_seed(0)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out = module(*inputs)
    found = [t for t in out if torch.is_tensor(t)] if isinstance(out, tuple) else [out]
    return [t.clone() for t in (*found, *module.buffers())]


def _layer(name: str) -> nn.Module:
    return getattr(nn, f"{name}Layer")(4, 2, dropout=0.0)


# Classes that take what no other does.
SPECIAL = {
    "AdaptiveLogSoftmaxWithLoss": lambda: (
        nn.AdaptiveLogSoftmaxWithLoss(4, 8, [2, 4]),
        (torch.randn(3, 4), torch.tensor([0, 3, 7])),
    ),
    "BCELoss": lambda: (nn.BCELoss(), (torch.rand(4), torch.rand(4))),
    "CTCLoss": lambda: (
        nn.CTCLoss(),
        (
            torch.randn(6, 2, 4).log_softmax(2),
            torch.ones(2, 3, dtype=torch.long),
            torch.tensor([6, 6]),
            torch.tensor([3, 3]),
        ),
    ),
    "Fold": lambda: (nn.Fold((4, 4), (2, 2)), (torch.randn(1, 8, 9),)),
    "KLDivLoss": lambda: (nn.KLDivLoss(), (torch.rand(4, 4), torch.rand(4, 4))),
    "NLLLoss2d": lambda: (
        nn.NLLLoss2d(),
        (torch.rand(2, 4, 4, 4), torch.zeros(2, 4, 4, dtype=torch.long)),
    ),
    "TransformerDecoder": lambda: (
        nn.TransformerDecoder(_layer("TransformerDecoder"), 1),
        (torch.randn(2, 4, 4), torch.randn(2, 4, 4)),
    ),
    "TransformerEncoder": lambda: (
        nn.TransformerEncoder(_layer("TransformerEncoder"), 1),
        (torch.randn(2, 4, 4),),
    ),
    "Unflatten": lambda: (nn.Unflatten(1, (2, 2)), (torch.randn(2, 4),)),
}


def candidates(name: str, words: dict):
    """Modules of a class with inputs, of which some fit."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if name in SPECIAL:
            yield SPECIAL[name]()
            return
        modules = made(name, words)
    for module in modules:
        for inputs in inputs_of(name):
            yield module, inputs


def inputs_of(name: str):
    """Inputs of many shapes: of one tensor, of two, of a loss."""
    for shape in SHAPES:
        x = torch.randn(shape)
        yield (x,)
        if "Attention" in name:
            yield x, x, x
        yield x, x
        yield x, torch.rand(shape[:1]).round().long()
        yield x, x, torch.ones(shape)
        yield x, x, torch.ones(shape[:1])
        yield (torch.zeros(shape, dtype=torch.long),)


def made(name: str, words: dict) -> list[nn.Module]:
    """The class with the first arguments that it takes, of several kinds."""
    found = []
    for arguments, more in itertools.product(ARGUMENTS, WORDS):
        try:
            torch.manual_seed(0)
            found.append(getattr(nn, name)(*arguments, **{**more, **words}))
        except Exception:
            continue
    return found


def mode_matters(name: str, words: dict) -> bool | None:
    """Whether both modes differ on the first input that works; None: none did."""
    torch.manual_seed(0)
    for module, inputs in candidates(name, words):
        try:
            first, second = (ran(module, inputs, mode) for mode in (True, False))
        except Exception:
            continue
        return any(not _is_same(a, b) for a, b in zip(first, second, strict=True))
    return None


def _is_same(a: torch.Tensor, b: torch.Tensor) -> bool:
    # The fast path of a transformer in eval mode rounds in another order.
    return a.shape == b.shape and torch.allclose(a.float(), b.float(), atol=1e-5)


@pytest.mark.parametrize("name", sorted(NN_CLASSES - NO_FORWARD))
def test_the_mode_of_a_class_matters_as_the_table_says(name: str):
    if not hasattr(nn, name):
        return  # An older torch.
    assert mode_matters(name, TOLD.get(name, {})) is (
        f"torch.nn.{name}" in MODED_CLASSES
    )


@pytest.mark.parametrize("name", sorted(k.rpartition(".")[2] for k in MODED_CLASSES))
def test_each_condition_alone_switches_the_mode_off(name: str):
    off = {"p": 0.0, "dropout": 0.0, "track_running_stats": False, "num_layers": 1}
    conditions = MODED_CLASSES[f"torch.nn.{name}"].conditions
    for argument in conditions.keys() & off.keys():
        words = {**TOLD.get(name, {}), argument: off[argument]}
        if name == "Transformer":
            words |= {"num_encoder_layers": 1, "num_decoder_layers": 1}
        assert mode_matters(name, words) is False, argument


@pytest.mark.parametrize("entry", MODED, ids=lambda entry: entry.classes[0])
def test_a_class_has_the_base_and_the_arguments_that_the_table_names(entry):
    for name in entry.classes:
        cls = getattr(nn, name)
        if entry.base:
            base = nn.modules
            for part in entry.base.split("."):
                base = getattr(base, part)
            assert issubclass(cls, base)
