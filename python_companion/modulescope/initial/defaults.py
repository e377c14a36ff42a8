"""What the parameters of torch's layers should look like before training.

Weights of linear and convolution layers are held against the scale that keeps a signal;
everything else against what the layer's own `reset_parameters` draws (torch 2.13).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from ..objects import classes, raw, registries, walk
from ..session.scales import FACTOR, expected_std, fan_in, is_adapter, is_layer


class Expected(NamedTuple):
    """The expected initial values of one parameter."""

    text: str
    """The rule behind it: `He, fan-in 64, ReLU follows`."""
    std: float
    mean: float = 0.0
    low: float | None = None
    """A deviation below it is told; None: none is."""
    high: float | None = None
    band: tuple[float, float] | None = None
    """Where the values lie."""
    is_judged: bool = True
    """False: it is shown, and nothing is said of it."""


class Next(NamedTuple):
    """What is known of the way of a layer's output."""

    relu: bool = False
    is_known: bool = False
    is_rescued: str = ""
    """`a normalisation layer follows`: then the scale hardly matters; else empty."""
    is_output: bool = False


def expectation(
    node: walk.Node, name: str, facts: walk.TensorFacts, after: Next
) -> Expected | None:
    """What a parameter of a module should look like; None for an unknown type."""
    cls = type(node.module)
    torch = raw.loaded_torch()
    if torch is None or facts.lazy:
        return None
    if is_layer(cls):
        if is_adapter(node) or name not in ("weight", "bias"):
            return None
        return _layer(node.module, name, facts, after)
    bases = {classes.name(base) for base in classes.mro(cls) if classes.is_torch(base)}
    for names, expected in _TABLE:
        if not bases.isdisjoint(names):
            return expected(node.module, name, facts)
    return None


def verdict(expected: Expected | None, mean: float, std: float) -> str:
    """`ok`, `low`, `high`, or `unknown` where nothing is expected or measured."""
    if expected is None or not expected.is_judged or not math.isfinite(std):
        return "unknown"
    if expected.std > 0 and std == 0 and expected.low is not None:
        # Zeros are a deliberate start; rule NN307 looks at constants.
        return "unknown"
    if expected.low is not None and std < expected.low:
        return "low"
    if expected.high is not None and std > expected.high:
        return "high"
    if expected.std == 0 and mean != 0 and abs(mean - expected.mean) > _FAR:
        return "high" if mean > expected.mean else "low"
    return "ok"


_FAR = 0.5
"""From a constant start; norm weights of 1 ± 0.02 are in use."""


def _layer(
    module: Any, name: str, facts: walk.TensorFacts, after: Next
) -> Expected | None:
    """Of a linear or convolution layer."""
    if name == "bias":
        known = _inputs(module)
        return _uniform(known, "fan-in", is_bias=True) if known else None
    inputs = max(fan_in(facts.shape), 1)
    std = expected_std(inputs, after.relu)
    what = "He" if after.relu else "1/√fan-in"
    text = f"{what}, fan-in {inputs:,}"
    if after.relu:
        text += ", a ReLU-type activation follows"
    low: float | None = std / FACTOR
    high: float | None = std * FACTOR
    if after.is_rescued:
        text += f"; {after.is_rescued}, so the scale hardly matters"
        low = high = None
    elif after.is_output:
        text += "; the output may start smaller"
        low = None
    band = (-2 * std, 2 * std)
    return Expected(text, std, 0.0, low, high, band, after.is_known)


def _inputs(module: Any) -> int | None:
    """The fan-in of a layer; None where neither a weight nor the layer tells."""
    weight = registries.read(module, "_parameters").get("weight")
    found = walk.tensor_facts(weight) if walk.is_tensor(weight) else None
    if found is not None and not found.lazy:
        return fan_in(found.shape)
    # Parametrized, pruned and weight-normed layers keep their weight elsewhere.
    features = raw.instance_dict(module).get("in_features")
    return features if type(features) is int else None


def _uniform(count: int, what: str, is_bias: bool = False) -> Expected:
    """U(±1/√n), which most of torch's `reset_parameters` draw; biases may be zero."""
    bound = 1 / math.sqrt(max(count, 1))
    std = bound / math.sqrt(3)
    text = f"U(±1/√n), n = {count:,} {what}{', or zeros' if is_bias else ''}"
    low = None if is_bias else std / FACTOR
    return Expected(text, std, 0.0, low, std * FACTOR, (-bound, bound))


def _xavier(facts: walk.TensorFacts) -> Expected:
    """`xavier_uniform_` on the tensor as it is."""
    fans = fan_in(facts.shape) + fan_in((0, facts.shape[0], *facts.shape[2:]))
    std = math.sqrt(2 / max(fans, 1))
    text = f"Xavier uniform, fan-in + fan-out {fans:,}"
    bound = std * math.sqrt(3)
    return Expected(text, std, 0.0, std / FACTOR, std * FACTOR, (-bound, bound))


def _constant(value: float, text: str) -> Expected:
    return Expected(text, 0.0, value, None, _FAR, (value, value))


def _recurrent(module: Any, name: str, facts: walk.TensorFacts) -> Expected | None:
    hidden = raw.instance_dict(module).get("hidden_size")
    if type(hidden) is not int or not name.startswith(("weight", "bias")):
        return None
    return _uniform(hidden, "hidden", is_bias=name.startswith("bias"))


def _embedding(module: Any, name: str, facts: walk.TensorFacts) -> Expected | None:
    if name != "weight":
        return None
    # Language models start at 0.02, some at 1/√width.
    text = "N(0, 1); 0.02 and 1/√width are common too"
    return Expected(text, 1.0, 0.0, 0.002, FACTOR, (-2.0, 2.0))


def _attention(module: Any, name: str, facts: walk.TensorFacts) -> Expected | None:
    if name == "in_proj_bias":
        return _constant(0.0, "zeros")
    if len(facts.shape) > 1 and name.endswith("_weight"):
        return _xavier(facts)
    return None


def _bilinear(module: Any, name: str, facts: walk.TensorFacts) -> Expected | None:
    inputs = raw.instance_dict(module).get("in1_features")
    if type(inputs) is not int or name not in ("weight", "bias"):
        return None
    return _uniform(inputs, "inputs", is_bias=name == "bias")


def _norm(module: Any, name: str, facts: walk.TensorFacts) -> Expected | None:
    if name == "weight":
        return _constant(1.0, "ones; zeros where a branch starts silent")
    return _constant(0.0, "zeros") if name == "bias" else None


def _prelu(module: Any, name: str, facts: walk.TensorFacts) -> Expected | None:
    return _constant(0.25, "0.25") if name == "weight" else None


_Maker = Callable[[Any, str, walk.TensorFacts], "Expected | None"]
_TABLE: tuple[tuple[frozenset[str], _Maker], ...] = (
    (frozenset({"_NormBase", "GroupNorm", "LayerNorm", "RMSNorm"}), _norm),
    (frozenset({"Embedding", "EmbeddingBag"}), _embedding),
    (frozenset({"RNNBase", "RNNCellBase"}), _recurrent),
    (frozenset({"MultiheadAttention"}), _attention),
    (frozenset({"Bilinear"}), _bilinear),
    (frozenset({"PReLU"}), _prelu),
)
