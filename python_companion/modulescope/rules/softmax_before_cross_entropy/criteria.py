"""Calls of losses that take logits."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...source.text import Text
from ...source.tree import dotted_name

_FUNCTIONS = {
    "cross_entropy": "softmax",
    "binary_cross_entropy_with_logits": "sigmoid",
}
_CLASSES = {"CrossEntropyLoss": "softmax", "BCEWithLogitsLoss": "sigmoid"}


class LossCall(NamedTuple):
    """A call of a loss: what it is given as logits, and what it applies to them."""

    call: ast.Call
    name: str
    output: ast.expr
    applied: str


def losses_called(text: Text) -> Iterator[LossCall]:
    """The calls of such losses in a cell, functions and objects."""
    for name, applied in _FUNCTIONS.items():
        for call in text.tree.calls.get(name, ()):
            if text.callee(call) == f"torch.nn.functional.{name}":
                yield from _with_output(call, name, applied)
    for call, applied in _calls_of_objects(text):
        name = (
            dotted_name(call.func) or text.resolve(_class_of(call)).rpartition(".")[2]
        )
        yield from _with_output(call, name, applied)


def _class_of(call: ast.Call) -> ast.AST:
    return call.func.func if isinstance(call.func, ast.Call) else call.func


def _with_output(call: ast.Call, name: str, applied: str) -> Iterator[LossCall]:
    named = [item.value for item in call.keywords if item.arg == "input"]
    for output in [*call.args[:1], *named][:1]:
        if not isinstance(output, ast.Starred):
            yield LossCall(call, name, output, applied)


def _calls_of_objects(text: Text) -> Iterator[tuple[ast.Call, str]]:
    """`criterion(…)`, `self.criterion(…)` and `nn.CrossEntropyLoss()(…)`."""
    for owner, made, applied in _objects(text):
        parent = owner.tree.parents.get(made)
        if owner is text and isinstance(parent, ast.Call) and parent.func is made:
            yield parent, applied
        elif isinstance(parent, ast.Assign):
            for target in parent.targets:
                yield from _calls_of(text, owner, target, applied)


def _objects(text: Text) -> Iterator[tuple[Text, ast.Call, str]]:
    """The loss objects that this cell makes, or takes from another cell."""
    for name, applied in _CLASSES.items():
        for call in text.tree.calls.get(name, ()):
            if text.callee(call) == f"torch.nn.{name}":
                yield text, call, applied
    if text.cell.id is None:
        return
    for name in text.tree.calls:
        if text.tree.scopes[text.tree.module].get(name):
            continue
        for binding in text.notebook.bindings(text.cell, name):
            last = binding.target.rpartition(".")[2]
            if binding.kind == "instance" and last in _CLASSES:
                for owner, made in text.notebook.definitions(text.cell, name):
                    value = getattr(made, "value", None)
                    if (
                        isinstance(value, ast.Call)
                        and owner.callee(value) == f"torch.nn.{last}"
                    ):
                        yield owner, value, _CLASSES[last]
                break


def _calls_of(
    text: Text, owner: Text, target: ast.expr, applied: str
) -> Iterator[tuple[ast.Call, str]]:
    name = dotted_name(target)
    for call in text.tree.calls.get(name.rpartition(".")[2], ()) if name else ():
        if dotted_name(call.func) != name:
            continue
        if isinstance(call.func, ast.Name):
            made = [node for _, node in text.definitions(call.func)]
            kinds = {owner.callee(getattr(node, "value", None)) for node in made}
            if len(kinds) == 1 and kinds.pop().rpartition(".")[2] in _CLASSES:
                yield call, applied
        elif owner is text and text.enclosing_class(call) is text.enclosing_class(
            target
        ):
            yield call, applied
