"""The calls of models in an evaluation, without those that evaluate nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...source.datasets import DRAWING
from ...source.frames import is_argument
from ...source.instances import value_of
from ...source.nodes import root_name
from ...source.text import Text
from ...source.tree import dotted_name, walk
from .contexts import Context

_RANDOM = frozenset(
    f"{module}.{name}" for module in ("torch", "numpy.random") for name in DRAWING
)
# What a result says of itself in either mode.
_SHAPE = frozenset("shape size dim ndim numel dtype device".split())
_DEPTH = 4
_LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)


class ModelCall(NamedTuple):
    """A call of a name, or of an attribute of one: `model(x)`, `model.encoder(x)`."""

    call: ast.Call
    root: ast.Name
    model: str
    """As the text writes it."""
    may_be_look: bool
    """Whether its input is drawn: then maybe only shapes are looked at."""


def model_calls(text: Text, context: Context) -> Iterator[ModelCall]:
    """The calls of a context whose results can depend on a mode."""
    for node in walk(*context.body):
        if not isinstance(node, ast.Call):
            continue
        root = root_name(node.func)
        model = dotted_name(node.func)
        if root is None or not model or root.id == "cls" or model == "self":
            continue
        if _is_one_of_several(text, root) or _is_discarded(text, node):
            continue
        drawn = [found for item in node.args if (found := _drawn(text, item))]
        # A sample of a generator.
        if not any(context.node in o.tree.ancestors(n) for o, n in drawn):
            yield ModelCall(node, root, model, bool(drawn))


def _is_one_of_several(text: Text, name: ast.Name) -> bool:
    """Whether a loop gives a name one model after the other."""
    for binding in text.names.bindings(name.id, name):
        found = (binding.node, *text.tree.ancestors(binding.node or name))
        for node in found:
            if isinstance(node, _LOOPS) and binding.node is not None:
                below = walk(node.target)
                if any(getattr(item, "id", "") == name.id for item in below):
                    return True
            if isinstance(node, ast.stmt):
                break
    return False


def _is_discarded(text: Text, node: ast.Call) -> bool:
    """Whether only batch statistics, hooks, lazy shapes or its shape are wanted."""
    parent = text.tree.parents[node]
    if isinstance(parent, ast.Assign):
        return all(getattr(target, "id", "") == "_" for target in parent.targets)
    return isinstance(parent, ast.Expr) or getattr(parent, "attr", "") in _SHAPE


def _drawn(text: Text, node: ast.expr, depth: int = 0) -> tuple[Text, ast.expr] | None:
    """Where an input is drawn that is used for nothing else; data sets can be drawn."""
    call = node
    while isinstance(call, ast.Call) and not text.callee(call):
        if not isinstance(call.func, ast.Attribute):
            return None
        call = call.func.value
    if isinstance(call, ast.Call):
        return (text, call) if text.callee(call) in _RANDOM else None
    if not isinstance(call, ast.Name) or call.id in text.notebook.data:
        return None
    found = None if is_argument(text, call) else value_of(text, call)
    return _drawn(*found, depth + 1) if found and depth < _DEPTH else None
