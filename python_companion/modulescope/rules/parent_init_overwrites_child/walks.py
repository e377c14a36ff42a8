"""Walks that draw the layers of a class, and children that had set theirs to zero."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...rulekit.constant_layers import LAYERS, constant
from ...source.classes import ClassFacts, Method, reached_from
from ...source.instances import instance
from ...source.state import RANDOM, is_about_kind
from ...source.text import Text
from ...source.tree import dotted_name, walk

_WALKS = frozenset(("modules", "named_modules"))


class Walk(NamedTuple):
    """The statement of a builder that draws layers, and their classes."""

    place: ast.expr
    kinds: frozenset[str]


def builders(facts: ClassFacts) -> Iterator[tuple[Method, ast.Call | None]]:
    """The constructor, and the methods that it certainly calls, with the call."""
    constructor = facts.methods["__init__"]
    yield constructor, None
    for statement in constructor.body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            method = facts.methods.get(call.func.attr)
            if dotted_name(call.func.value) == "self" and method is not None:
                yield method, call


def last_walk(
    text: Text, facts: ClassFacts, builder: Method, call: ast.Call | None
) -> Walk | None:
    """The last walk of a builder, by itself or in a method that it calls."""
    found: Walk | None = None
    for node in walk(*builder.body, into_classes=False):
        made: Walk | None = None
        if isinstance(node, ast.For):
            made = _loop(text, node, node.iter)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if dotted_name(node.func.value) == "self":
                made = _call(text, facts, node)
        if made is not None:
            if any(isinstance(p, ast.If) for p in text.tree.ancestors(node)):
                return None
            found = made
    if found is None or _is_mended(builder, text.tree.statement(found.place)):
        return None
    if call is not None and _is_mended(facts.methods["__init__"], call):
        return None
    return found


def _loop(text: Text, node: ast.For, place: ast.expr) -> Walk | None:
    source = node.iter
    if not (
        isinstance(source, ast.Call)
        and isinstance(source.func, ast.Attribute)
        and source.func.attr in _WALKS
        and dotted_name(source.func.value) == "self"
    ):
        return None
    return _drawn(text, node.body, place)


def _call(text: Text, facts: ClassFacts, node: ast.Call) -> Walk | None:
    """`self.apply(init)`, and `self.init_weights()` whose method walks."""
    assert isinstance(node.func, ast.Attribute)
    if node.func.attr == "apply" and len(node.args) == 1:
        body = _function(text, facts, node.args[0])
        return _drawn(text, body, node.func) if body else None
    for _, method in reached_from(facts, node.func.attr)[:1]:
        if method.name == "__init__":
            return None
        for item in walk(*method.body):
            if isinstance(item, ast.For) and (made := _loop(text, item, node.func)):
                return made
            if (
                isinstance(item, ast.Call)
                and dotted_name(item.func) == "self.apply"
                and len(item.args) == 1
                and (body := _function(text, facts, item.args[0]))
                and (drawn := _drawn(text, body, node.func))
            ):
                return drawn
    return None


def _function(text: Text, facts: ClassFacts, node: ast.expr) -> list[ast.stmt] | None:
    if isinstance(node, ast.Attribute) and dotted_name(node.value) == "self":
        method = facts.methods.get(node.attr)
        return method.body if method else None
    if isinstance(node, ast.Name):
        for owner, made in reversed(text.definitions(node)):
            if isinstance(made, ast.FunctionDef) and owner is text:
                return made.body
    return None


def _drawn(text: Text, body: list[ast.stmt], place: ast.expr) -> Walk | None:
    """The classes of layers whose weight a body draws; None if it leaves some out."""
    kinds: set[str] = set()
    for node in walk(*body):
        if isinstance(node, ast.If) and not is_about_kind(text, node.test):
            return None
        if isinstance(node, (ast.Continue, ast.Return)):
            return None
        if isinstance(node, ast.Call) and _draws_weight(node):
            kinds |= _kinds_around(text, node)
    return Walk(place, frozenset(kinds)) if kinds else None


def _draws_weight(node: ast.Call) -> bool:
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr not in RANDOM:
        name = function.id if isinstance(function, ast.Name) else ""
        if name not in RANDOM:
            return False
    subjects = [*node.args[:1], function]
    return any(
        isinstance(item, ast.Attribute) and item.attr == "weight"
        for subject in subjects
        for item in walk(subject)
    )


def _kinds_around(text: Text, node: ast.AST) -> set[str]:
    below: ast.AST = node
    for parent in text.tree.ancestors(node):
        if isinstance(parent, ast.If) and below in parent.body:
            return {
                name
                for item in walk(parent.test)
                if isinstance(item, (ast.Name, ast.Attribute))
                and (name := text.resolve(item)) in LAYERS
            }
        below = parent
    return set()


def _is_mended(builder: Method, place: ast.stmt | ast.expr) -> bool:
    """Whether a builder does anything more to a child after the walk."""
    line = place.end_lineno or 0
    for node in walk(*builder.body):
        if isinstance(node, ast.Call) and node.lineno > line:
            name = dotted_name(node.func)
            if name.rpartition(".")[2] in ("print", "register_buffer"):
                continue
            if name.startswith("self.") or "init" in name or "zero" in name:
                return True
        if isinstance(node, ast.For) and node.lineno > line:
            return True
    return False


def zeroed_children(
    text: Text, facts: ClassFacts, found: Walk, builder: Method
) -> Iterator[tuple[str, str, ast.expr, Text]]:
    """The class of a child, its layer, and where it sets the layer's weight to zero."""
    for node in walk(*builder.body):
        if not isinstance(node, ast.Call) or node.lineno > found.place.lineno:
            continue
        child = text.class_facts(node.func)
        if child is None or child.node is facts.node or not child.is_module:
            continue
        for owner, method in reached_from(child, "__init__"):
            for call in walk(*method.body):
                layer = _zeroed(owner.text, call, found.kinds)
                if layer is not None and isinstance(call, ast.Call):
                    yield child.name, layer, call, owner.text


def _zeroed(text: Text, call: ast.AST, kinds: frozenset[str]) -> str | None:
    if not isinstance(call, ast.Call):
        return None
    filled = constant(text, call)
    if filled is None or filled.value != 0:
        return None
    if any(isinstance(parent, ast.If) for parent in text.tree.ancestors(call)):
        return None
    made = instance(text, filled.layer)
    name = dotted_name(filled.layer)
    if made is None or made.kind not in kinds or not name.startswith("self."):
        return None
    return name.removeprefix("self.")
