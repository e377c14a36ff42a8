"""Layers with weights that a forward pass builds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from ...source.classes import ClassFacts, Method, self_name
from ...source.guards import passes, runs_once
from ...source.nodes import is_true
from ...source.tensors import keyword
from ...source.text import Text
from ...source.tree import walk
from .parameters import PARAMETERS, place_of

_WITH_WEIGHTS = re.compile(
    r"(Lazy)?(Linear|Bilinear|Conv(Transpose)?\dd|BatchNorm\dd)|Embedding(Bag)?"
    r"|(RNN|LSTM|GRU)(Cell)?|MultiheadAttention|Transformer\w*|PReLU|SyncBatchNorm"
    r"|GroupNorm|LayerNorm|RMSNorm|AdaptiveLogSoftmaxWithLoss"
)
# Alone of all norms they have no weights unless they are told to.
_ON_DEMAND = re.compile(r"InstanceNorm\dd")
_WITHOUT = ("affine", "elementwise_affine")
_ENTRIES = ("forward", "training_step")
# What is done with a layer whose weights are not meant to be its own.
_TAKES_WEIGHTS = frozenset(
    "weight bias data parameters named_parameters state_dict load_state_dict "
    "requires_grad_ register_parameter _parameters eval".split()
)
_CONTAINERS = (ast.List, ast.Tuple, ast.ListComp, ast.Starred, ast.Dict, ast.DictComp)


class Created(NamedTuple):
    """A layer that is built in each pass."""

    owner: ClassFacts
    method: Method
    call: ast.Call
    attr: str
    """The attribute that gets it; empty if it is a local value."""


def created(text: Text) -> Iterator[Created]:
    """The layers that forward passes of this cell's classes build."""
    in_pass: dict[ast.ClassDef, dict[Method, ClassFacts]] = {}
    seen: set[ast.AST] = set()
    for name, calls in text.tree.calls.items():
        if not _may_be_class(name):
            continue
        for call in calls:
            place = _place(call, text)
            if place is None:
                continue
            owner, method = place
            if owner.node not in in_pass:
                is_module = text.module_class(owner.node) is not None
                in_pass[owner.node] = passes(owner, *_ENTRIES) if is_module else {}
            if method not in in_pass[owner.node]:
                continue
            if name in PARAMETERS:
                attr = place_of(call, method, text)
                if attr is not None and not runs_once(owner, call, method):
                    yield Created(owner, method, call, attr)
                continue
            if not _has_weights(call, text):
                continue
            whole = _outermost(call, text)
            if whole in seen or runs_once(owner, call, method):
                continue
            seen.add(whole)
            attr = _destination(whole, method, text)
            if attr is not None:
                yield Created(owner, method, call, attr)


def _may_be_class(name: str) -> bool:
    return name.lstrip("_")[:1].isupper()


def _place(call: ast.Call, text: Text) -> tuple[ClassFacts, Method] | None:
    """The class and its method that a call is in; None for `__init__`."""
    method: Method | None = None
    for parent in text.tree.ancestors(call):
        if isinstance(parent, ast.Lambda):
            return None
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if parent.name == "__init__" or method is not None:
                return None
            method = parent
        elif isinstance(parent, ast.ClassDef):
            return (text.facts(parent), method) if method is not None else None
    return None


def _has_weights(call: ast.Call, text: Text) -> bool:
    """Whether a call makes a module that certainly holds parameters."""
    if any(_is_left_out(call, name) for name in _WITHOUT):
        return False
    if any(item.arg is None for item in call.keywords):
        return False
    facts = text.class_facts(call.func)
    if facts is not None:
        return bool(facts.is_module) and any(map(_holds_weights, facts.family))
    head, _, last = text.resolve(call.func).rpartition(".")
    if head == "torch.nn" and _ON_DEMAND.fullmatch(last):
        return _is_demanded(call)
    return head == "torch.nn" and _WITH_WEIGHTS.fullmatch(last) is not None


def _is_left_out(call: ast.Call, name: str) -> bool:
    given = keyword(call, name)
    return given is not None and not is_true(given.value)


def _is_demanded(call: ast.Call) -> bool:
    """Whether `affine=True` is given, by name or as the fourth argument."""
    return keyword(call, "affine") is not None or any(map(is_true, call.args[3:4]))


def _holds_weights(facts: ClassFacts) -> bool:
    """Whether the `__init__` of a class of the notebook makes parameters itself."""
    method = facts.methods.get("__init__")
    if method is None:
        return False
    for node in walk(*method.body):
        if isinstance(node, ast.Call):
            head, _, last = facts.text.resolve(node.func).rpartition(".")
            if head == "torch.nn" and (
                last == "Parameter" or _WITH_WEIGHTS.fullmatch(last)
            ):
                return True
    return False


def _outermost(call: ast.Call, text: Text) -> ast.expr:
    """The whole of `nn.Sequential(nn.Linear(2, 2), …).to(device)`."""
    node: ast.expr = call
    while True:
        parent = text.tree.parents[node]
        if isinstance(parent, ast.Attribute) and parent.attr in _RETURN_SELF:
            above = text.tree.parents[parent]
            if not (isinstance(above, ast.Call) and above.func is parent):
                return node
            node = above
        elif isinstance(parent, _CONTAINERS) or (
            isinstance(parent, ast.Call)
            and parent.func is not node
            and text.is_module_call(parent)
        ):
            node = parent
        else:
            return node


_RETURN_SELF = frozenset("to cuda cpu half float double bfloat16 train".split())


def _destination(node: ast.expr, method: Method, text: Text) -> str | None:
    """The attribute that gets a layer, `""` if it is called, None if in doubt."""
    parent = text.tree.parents[node]
    if isinstance(parent, ast.Call):
        if parent.func is node:
            return ""
        return _grown(parent, method)
    if not (isinstance(parent, ast.Assign) and len(parent.targets) == 1):
        return None
    target = parent.targets[0]
    if isinstance(target, ast.Subscript):
        target = target.value
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        return target.attr if target.value.id == self_name(method) else None
    if isinstance(target, ast.Name):
        return "" if _is_only_called(target.id, method) else None
    return None


def _grown(call: ast.Call, method: Method) -> str | None:
    """The list of `self` (or a local one, `""`) that an `append` makes longer."""
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in (
        "append",
        "insert",
        "add_module",
        "register_module",
    ):
        return None
    owner = function.value
    if isinstance(owner, ast.Attribute) and isinstance(owner.value, ast.Name):
        return owner.attr if owner.value.id == self_name(method) else None
    if isinstance(owner, ast.Name) and owner.id != self_name(method):
        return "" if _is_only_called(owner.id, method) else None
    if isinstance(owner, ast.Name) and isinstance(call.args[0], ast.Constant):
        return str(call.args[0].value)
    return None


def _is_only_called(name: str, method: Method) -> bool:
    """Whether a method uses a local layer, or list of layers, for nothing but calls."""
    called = False
    items = {name}
    for node in walk(*method.body):
        if isinstance(node, (ast.For, ast.comprehension)):
            source = {n.id for n in walk(node.iter) if isinstance(n, ast.Name)}
            if source & items:
                items |= {n.id for n in walk(node.target) if isinstance(n, ast.Name)}
    for node in walk(*method.body):
        if isinstance(node, ast.Attribute) and node.attr in _TAKES_WEIGHTS:
            if _root(node.value) in items:
                return False
        elif isinstance(node, ast.Call):
            called |= _root(node.func) in items and not isinstance(
                node.func, ast.Attribute
            )
            given = [*node.args, *(item.value for item in node.keywords)]
            # `zip(layers, …)` and `enumerate(layers)` pass them on to a loop only.
            if getattr(node.func, "id", "") not in ("zip", "enumerate", "reversed"):
                if any(isinstance(a, ast.Name) and a.id in items for a in given):
                    return False
        elif isinstance(node, (ast.Return, ast.Yield)) and node.value is not None:
            if isinstance(node.value, ast.Name) and node.value.id in items:
                return False
    return called


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
