"""Which calls drop values in eval mode too."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from ...source.classes import ClassFacts, Method, self_name
from ...source.tensors import keyword
from ...source.text import Text
from ...source.training import depends_on_mode, runs_in_one_mode
from ...source.tree import walk

# Monte-Carlo dropout is random on purpose; what a training step calls runs in training.
_ON_PURPOSE = re.compile(
    r"MC|(?i:(^|_)mc|monte|bayes|uncertain|always|stochastic|train|augment|perturb"
    r"|noise|(?<!up)(?<!down)(?<!re)sample|corrupt)"
)


class Drop(NamedTuple):
    """A call that drops values in both modes."""

    call: ast.Call
    owner: ClassFacts | None
    method: Method
    me: str
    """What the method calls its instance; empty outside of a class."""
    attr: str
    """The attribute of the instance with the probability; empty for a number."""
    probability: float | None
    value: ast.expr | None
    is_attention: bool
    is_certain: bool
    """Whether the probability is a number above 0 for every instance."""


def drop(call: ast.Call, text: Text) -> Drop | None:
    """What a call drops whatever the mode is; None if nothing, or if in doubt."""
    dotted = text.resolve(call.func)
    if not dotted.startswith("torch.nn.functional.") or _has_stars(call):
        return None
    is_attention = dotted.endswith("_attention")
    if not is_attention and (len(call.args) > 2 or keyword(call, "training")):
        return None
    method, owner = _place(call, text)
    if method is None or _is_on_purpose(method, owner, text):
        return None
    value = _probability(call, is_attention)
    if is_attention and value is None:
        return None
    if runs_in_one_mode(text, call) or (
        value is not None and depends_on_mode(text, value, text.tree.function(call))
    ):
        return None
    me = self_name(method) if owner else ""
    settled = _settled(value, method, text)
    number = 0.5 if settled is None else _number(settled)
    attr = _attribute(settled, me)
    if number == 0 or (number is None and not attr):
        return None
    numbers = _stored(owner, attr) if owner and attr else []
    if numbers and all(n == 0 for n in numbers):
        return None
    certain = number is not None and number > 0
    return Drop(call, owner, method, me, attr, number, value, is_attention, certain)


def _has_stars(call: ast.Call) -> bool:
    return any(isinstance(argument, ast.Starred) for argument in call.args) or any(
        item.arg is None for item in call.keywords
    )


def _place(call: ast.Call, text: Text) -> tuple[Method | None, ClassFacts | None]:
    """The method of a module that a call is in, or the function that one calls."""
    outermost: Method | None = None
    for parent in text.tree.ancestors(call):
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            outermost = parent
        elif isinstance(parent, ast.ClassDef):
            owner = text.module_class(parent)
            return (outermost if owner else None), owner
    if outermost is None or not _is_called_by_a_module(outermost, text):
        return None, None
    return outermost, None


def _is_called_by_a_module(function: Method, text: Text) -> bool:
    """Whether only methods of modules call it, and none tells it the mode."""
    names = [
        argument.arg
        for argument in walk(function.args)
        if isinstance(argument, ast.arg)
    ]
    if any("train" in name for name in names):
        return False
    callers = [
        call
        for call in text.tree.calls.get(function.name, ())
        if isinstance(call.func, ast.Name)
    ]
    owners = [text.enclosing_class(call) for call in callers]
    return bool(callers) and all(
        owner is not None
        and text.module_class(owner.node) is not None
        and not runs_in_one_mode(text, call)
        for owner, call in zip(owners, callers, strict=True)
    )


def _is_on_purpose(method: Method, owner: ClassFacts | None, text: Text) -> bool:
    if _ON_PURPOSE.search(method.name):
        return True
    if owner is None:
        return False
    return any(
        _ON_PURPOSE.search(facts.name) or {"train", "eval"} & facts.methods.keys()
        for facts in owner.family
    )


def _probability(call: ast.Call, is_attention: bool) -> ast.expr | None:
    position, name = (4, "dropout_p") if is_attention else (1, "p")
    if given := keyword(call, name):
        return given.value
    return call.args[position] if len(call.args) > position else None


def _settled(value: ast.expr | None, method: Method, text: Text) -> ast.expr | None:
    """What a local variable was set to, if there is one such place."""
    if not isinstance(value, ast.Name):
        return value
    bindings = text.names.bindings(value.id, value)
    if len(bindings) == 1 and isinstance(bindings[0].node, (ast.Assign, ast.AnnAssign)):
        return bindings[0].node.value
    return value


def _number(value: ast.expr) -> float | None:
    if isinstance(value, ast.Constant) and isinstance(value.value, (int, float)):
        return float(value.value)
    return None


def _attribute(value: ast.expr | None, me: str) -> str:
    """`p` for `self.p`, `drop.p` for `self.drop.p`; empty for anything else."""
    parts: list[str] = []
    while isinstance(value, ast.Attribute):
        parts.append(value.attr)
        value = value.value
    if me and isinstance(value, ast.Name) and value.id == me:
        return ".".join(reversed(parts))
    return ""


def _stored(owner: ClassFacts, attr: str) -> list[float | None]:
    """The numbers that a class assigns to an attribute; None for other values."""
    return [
        _number(store.value) if store.value is not None else None
        for store in owner.all_stores(attr)
    ]
