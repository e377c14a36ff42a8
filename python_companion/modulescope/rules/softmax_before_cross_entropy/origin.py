"""Whether a value certainly comes out of a softmax or a sigmoid."""

from __future__ import annotations

import ast
from typing import NamedTuple

from ...source.inference.expressions import held
from ...source.inference.held import Held, Values
from ...source.text import Text

# What changes the form of a tensor, and leaves probabilities what they are.
_KEEPS = frozenset(
    "squeeze unsqueeze view reshape permute transpose float double half flatten "
    "contiguous to cpu cuda t movedim swapaxes clone type clamp clip clamp_".split()
)
_FUNCTIONS = {
    "softmax": (
        "torch.softmax",
        "torch.nn.functional.softmax",
        "torch.special.softmax",
    ),
    "sigmoid": (
        "torch.sigmoid",
        "torch.nn.functional.sigmoid",
        "torch.special.expit",
    ),
}
_LAYERS = {
    "softmax": ("torch.nn.Softmax", "torch.nn.Softmax2d"),
    "sigmoid": ("torch.nn.Sigmoid",),
}
_DEPTH = 8


class Origin(NamedTuple):
    """The call that gives probabilities, as the function with the loss makes it."""

    text: Text
    call: ast.Call
    is_named: bool
    """Whether it is one of a model, a layer or a function of the notebook."""
    sure: bool


def origin(text: Text, node: ast.expr, applied: str) -> Origin | None:
    """Where a value was made by `applied`; None if that is not certain."""
    return _of_values(held(text, node), applied, 0)


def _of_values(values: Values, applied: str, depth: int) -> Origin | None:
    if not values.only("tensor") or depth > _DEPTH:
        return None
    found = [_of_way(way, applied, depth) for way in values.ways]
    first = found[0]
    if first is None or None in found:
        return None
    return first._replace(sure=first.sure and values.sure)


def _of_way(way: Held, applied: str, depth: int) -> Origin | None:
    text, call = way.frame.text, way.node
    if not isinstance(call, ast.Call):
        return None
    dotted, method = text.callee(call), _method(call)
    if (
        dotted in _FUNCTIONS[applied]
        or (not dotted and method == applied and way.of is None)
        or _is_layer(way, applied)
    ):
        return _outermost(way, call)
    before = _reshaped(call, dotted, method)
    if before is None:
        return None
    frame = way.frame if way.frame.function else None
    return _of_values(held(text, before, frame), applied, depth + 1)


def _outermost(way: Held, call: ast.Call) -> Origin:
    """The call that leads to a softmax from where its value was asked for."""
    frame, named = way.frame, way.of is not None
    while frame.call is not None and frame.outer is not None:
        call, frame, named = frame.call, frame.outer, True
    return Origin(frame.text, call, named, way.sure)


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _reshaped(call: ast.Call, dotted: str, method: str) -> ast.expr | None:
    """What a call gives another form: `x.view(…)` or `torch.squeeze(x)`."""
    if method not in _KEEPS:
        return None
    if not dotted:
        assert isinstance(call.func, ast.Attribute)
        return call.func.value
    return call.args[0] if dotted == f"torch.{method}" and call.args else None


def _is_layer(way: Held, applied: str) -> bool:
    """Whether it is the output of such a layer, on all ways."""
    layers = way.of.ways if way.of else ()
    names = {layer.frame.text.callee(layer.node) for layer in layers}
    return bool(names) and names <= set(_LAYERS[applied])
