"""Plain containers of modules that `setattr`, or code outside the class, assigns."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...source.classes import ClassFacts, is_self
from ...source.inference.expressions import held
from ...source.inference.held import Held
from ...source.registering import HARMLESS, is_lost, modules_in, registered
from ...source.text import Text
from ...source.tree import walk
from ...source.values import text_constant

_KINDS = ("list", "tuple", "set", "dict")
_DISPLAYS = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.DictComp)


class Named(NamedTuple):
    """A container of modules under a name."""

    attr: str
    kind: str
    at: ast.expr
    owner: str


def set_by_name(facts: ClassFacts) -> Iterator[Named]:
    """`setattr(self, "layers", [nn.Linear(8, 8)])` in the methods of a class."""
    for call in facts.text.tree.calls.get("setattr", ()):
        if facts.text.enclosing_class(call) is not facts or len(call.args) != 3:
            continue
        owner, name, value = call.args
        attr = text_constant(name)
        if not attr or not is_self(facts.text, owner) or facts.all_stores(attr):
            continue
        found = _hiding(facts.text, value)
        nodes = {module.node for module in modules_in(found)}
        if found and not nodes & registered(facts) and not _goes_on(facts.text, attr):
            yield Named(attr, found[0].kind, call, facts.name)


def set_from_outside(node: ast.Assign, text: Text) -> Iterator[Named]:
    """`net.layers = [nn.Linear(8, 8)]`."""
    target = node.targets[0]
    if not isinstance(target, ast.Attribute) or not isinstance(node.value, _DISPLAYS):
        return
    if is_self(text, target.value):
        return
    found = _hiding(text, node.value)
    # A layer with a name of its own may be registered by that name.
    made = {module.node for module in modules_in(found)} & set(walk(node.value))
    if not made or _goes_on(text, target.attr):
        return
    models = held(text, target.value)
    names = {way.facts.name for way in models.ways if way.facts is not None}
    if models.only("module") and models.sure and len(names) == 1:
        yield Named(target.attr, found[0].kind, target, names.pop())


def _hiding(text: Text, value: ast.expr) -> tuple[Held, ...]:
    """The containers that an expression certainly is, if modules are made in them."""
    values = held(text, value)
    if not values.only(*_KINDS) or not values.sure:
        return ()
    return values.ways if any(map(is_lost, modules_in(values.ways))) else ()


def _goes_on(text: Text, attr: str) -> bool:
    """Whether something may register what an attribute of this name holds."""
    parents = text.tree.parents
    for node in text.tree.all(ast.Attribute):
        if node.attr != attr or not isinstance(node.ctx, ast.Load):
            continue
        parent = parents[node]
        if isinstance(parent, (ast.Starred, ast.keyword, ast.For, ast.Assign)):
            return True
        if isinstance(parent, ast.Call) and parent.func is not node:
            if text.resolve(parent.func) not in HARMLESS - {"enumerate", "zip"}:
                return True
    return False
