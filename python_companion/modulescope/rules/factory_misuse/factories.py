"""Arguments that make layers: how a class tests and calls them."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from ...source.classes import ClassFacts, Method
from ...source.text import Text
from ...source.tree import walk
from ...source.values import arguments

_FACTORY = re.compile(r"norm|act|layer|block|module|conv|pool|drop|mlp|cls")
_NORMS = {"torch.nn.GroupNorm": "GroupNorm", "torch.nn.LayerNorm": "LayerNorm"}
# With these a class may bring the channels to the end, where LayerNorm wants them.
_MOVES = frozenset(
    "permute transpose movedim moveaxis swapaxes flatten view reshape rearrange mT "
    "channels_last unflatten".split()
)


def tested_factory(text: Text, node: ast.Call) -> str:
    """The argument `f` of `f(c) if callable(f) else f` in a module's `__init__`."""
    if len(node.args) != 1 or not isinstance(node.args[0], ast.Name):
        return ""
    name = node.args[0].id
    method = text.tree.function(node)
    facts = text.enclosing_class(node)
    if facts is None or not isinstance(method, ast.FunctionDef):
        return ""
    if method.name != "__init__" or not facts.is_module or not _FACTORY.search(name):
        return ""
    if name not in {argument.arg for argument, _ in arguments(method)}:
        return ""
    parent = text.tree.parents[node]
    if isinstance(parent, ast.IfExp) and parent.test is node:
        made, kept = parent.body, parent.orelse
    elif isinstance(parent, ast.If) and parent.test is node:
        pair = _assigned(parent)
        if pair is None:
            return ""
        made, kept = pair
    else:
        return ""
    if isinstance(kept, ast.Name) and kept.id == name and _calls(made, name):
        return name
    return ""


def _assigned(node: ast.If) -> tuple[ast.expr, ast.expr] | None:
    """The values of `if …: x = a` and `else: x = b`."""
    values: list[ast.expr] = []
    targets: set[str] = set()
    for block in (node.body, node.orelse):
        if len(block) != 1 or not isinstance(block[0], ast.Assign):
            return None
        values.append(block[0].value)
        targets.add(ast.dump(block[0].targets[0]))
    return (values[0], values[1]) if len(targets) == 1 else None


def _calls(node: ast.expr, name: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == name
    )


class Misfit(NamedTuple):
    """A norm class that is given to a class which cannot use it."""

    node: ast.expr
    kind: str
    owner: str


_NAMES = frozenset((ast.Name, ast.Attribute))


def misfit(text: Text, node: ast.Call) -> Misfit | None:
    """The norm in a call of a class that calls it with one number."""
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    norms = [
        value
        for value in given
        if type(value) in _NAMES and text.resolve(value) in _NORMS
    ]
    facts = text.class_facts(node.func) if norms else None
    if facts is None or not facts.is_module:
        return None
    init = facts.methods.get("__init__")
    value = norms[0]
    name = _parameter(node, value, init) if init is not None else ""
    kind = _NORMS[text.resolve(value)]
    if init is None or not name or not _is_called_with_one(init, name):
        return None
    if _asks(facts, init, name):
        return None
    if kind == "LayerNorm" and not _normalises_images(facts):
        return None
    return Misfit(value, kind, facts.name)


def _parameter(node: ast.Call, value: ast.expr, init: Method) -> str:
    """The name of the argument that a value of a call becomes."""
    for keyword in node.keywords:
        if keyword.value is value:
            return keyword.arg or ""
    before = node.args[: node.args.index(value)]
    if any(isinstance(argument, ast.Starred) for argument in before):
        return ""
    names = [item.arg for item in (*init.args.posonlyargs, *init.args.args)]
    position = len(before) + 1
    return names[position] if position < len(names) else ""


def _is_called_with_one(init: Method, name: str) -> bool:
    """Whether every run of `__init__` calls the argument with one value alone.

    An assignment to the name, or a condition around the call, may change what it is.
    """
    calls = []
    for node in walk(*init.body):
        if isinstance(node, ast.Name) and node.id == name:
            if not isinstance(node.ctx, ast.Load):
                return False
        elif isinstance(node, ast.Call) and _calls(node, name):
            calls.append(node)
    return bool(calls) and all(
        len(call.args) == 1
        and not call.keywords
        and not isinstance(call.args[0], ast.Starred)
        for call in calls
    )


def _asks(facts: ClassFacts, init: Method, name: str) -> bool:
    """Whether the class looks at which layer it was given."""
    for node in walk(*init.body):
        if isinstance(node, (ast.If, ast.IfExp)) and any(
            isinstance(part, ast.Name) and part.id == name for part in walk(node.test)
        ):
            return True
        if isinstance(node, (ast.Name, ast.Attribute)):
            if facts.text.resolve(node) in _NORMS:
                return True
    return False


def _normalises_images(facts: ClassFacts) -> bool:
    """Whether a class convolves and never moves the channels."""
    text, convolves = facts.text, False
    for node in walk(*facts.node.body):
        if isinstance(node, (ast.Attribute, ast.Name)):
            word = node.attr if isinstance(node, ast.Attribute) else node.id
            if word in _MOVES:
                return False
        if isinstance(node, ast.Call) and text.callee(node) == "torch.nn.Conv2d":
            convolves = True
    return convolves
