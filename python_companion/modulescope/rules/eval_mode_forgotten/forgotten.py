"""The models that a cell evaluates, and that no text puts in eval mode before."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...rulekit.mode_layers import mode_matters
from ...rulekit.mode_origin import names_of
from ...source.instances import instance
from ...source.text import Text
from .adversaries import is_adversary
from .calls import ModelCall, model_calls
from .contexts import Context, evaluations
from .effects import Mode
from .modes import mode_before
from .owned import is_never_evaluated
from .targets import is_target
from .training import results_are_trained


class Forgotten(NamedTuple):
    """A call of a model in an evaluation, as far as the text shows in train mode."""

    context: Context
    call: ast.Call
    root: ast.Name
    """What the name of the model begins with."""
    model: str
    matters: bool | None
    """Whether a module of the model has one that matters here; None: not known."""
    mode: Mode
    """`train`, or `unknown` if something that cannot be read is given the model."""


def forgotten(text: Text) -> Iterator[Forgotten]:
    """The first such call of each model of a cell."""
    seen: set[str] = set()
    for context in evaluations(text):
        if not context.without_grad and results_are_trained(text, context.node):
            continue
        for found in model_calls(text, context):
            if found.model not in seen and (entry := _forgotten(text, context, found)):
                seen.add(found.model)
                yield entry


def _forgotten(text: Text, context: Context, found: ModelCall) -> Forgotten | None:
    call, root, model, may_be_look = found
    if root.id == "self":
        return _of_self(text, context, found)
    if (
        context.is_decorated_method(text)
        or not _may_be_model(text, found)
        or context.leaves_open(text, root)
    ):
        return None
    mode = mode_before(text, context, call, root)
    names = frozenset(names_of(text, root))
    if mode == "eval" or is_adversary(text, names) or is_target(text, call, names):
        return None
    matters = None if may_be_look else mode_matters(text, call.func)
    return Forgotten(context, call, root, model, matters, mode)


def _of_self(text: Text, context: Context, found: ModelCall) -> Forgotten | None:
    """The same for a model that the object owns."""
    call, root, model, may_be_look = found
    names = frozenset((root.id,))
    if may_be_look or not is_never_evaluated(text, found):
        return None
    if is_target(text, call, names):
        return None
    return Forgotten(context, call, root, model, True, "train")


def _may_be_model(text: Text, found: ModelCall) -> bool:
    """Whether a name is no function or class, and an attribute a known module."""
    if found.model != found.root.id:
        return instance(text, found.call.func) is not None
    bindings = text.names.bindings(found.root.id, found.root)
    kinds = {binding.kind for binding in bindings}
    return bool(kinds) and not kinds & {"import", "function", "class"}
