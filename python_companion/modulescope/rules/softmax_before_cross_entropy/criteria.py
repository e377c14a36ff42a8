"""Calls of losses that take logits, or their logarithm."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...source.inference.expressions import held
from ...source.text import Text
from ...source.tree import dotted_name

_FUNCTIONS = {
    "cross_entropy": ("softmax", "logits"),
    "nll_loss": ("softmax", "log-probabilities"),
    "kl_div": ("softmax", "log-probabilities"),
    "binary_cross_entropy_with_logits": ("sigmoid", "logits"),
}
_CLASSES = {
    "torch.nn.CrossEntropyLoss": ("softmax", "logits"),
    "torch.nn.NLLLoss": ("softmax", "log-probabilities"),
    "torch.nn.KLDivLoss": ("softmax", "log-probabilities"),
    "torch.nn.BCEWithLogitsLoss": ("sigmoid", "logits"),
}


class LossCall(NamedTuple):
    """A call of a loss: what it is given, what must not be applied to that before."""

    call: ast.Call
    name: str
    output: ast.expr
    applied: str
    expected: str
    """`logits` or `log-probabilities`."""
    sure: bool = True


def losses_called(text: Text) -> Iterator[LossCall]:
    """The calls of such losses in a cell, functions and objects."""
    for name, kind in _FUNCTIONS.items():
        for call in text.tree.calls.get(name, ()):
            output = _output(call)
            if output and text.callee(call) == f"torch.nn.functional.{name}":
                yield LossCall(call, name, output, *kind)
    if text.notebook.takes_logits:
        yield from _objects_called(text)


def _objects_called(text: Text) -> Iterator[LossCall]:
    """`criterion(…)`, `self.criterion(…)` and `nn.CrossEntropyLoss()(…)`."""
    for call in text.tree.all(ast.Call):
        output = _output(call)
        if output is None or text.resolve(call.func):
            continue
        made = held(text, call.func)
        if not made.only("module"):
            continue
        classes = {way.frame.text.resolve(way.made_by) for way in made.ways}
        kinds = {_CLASSES.get(name) for name in classes}
        if len(kinds) == 1 and (kind := kinds.pop()):
            name = dotted_name(call.func) or classes.pop().rpartition(".")[2]
            yield LossCall(call, name, output, *kind, made.sure)


def _output(call: ast.Call) -> ast.expr | None:
    """What a loss is given beside a target."""
    if len(call.args) + len(call.keywords) < 2:
        return None
    named = [item.value for item in call.keywords if item.arg == "input"]
    output = [*call.args[:1], *named][:1]
    return output[0] if output and not isinstance(output[0], ast.Starred) else None
