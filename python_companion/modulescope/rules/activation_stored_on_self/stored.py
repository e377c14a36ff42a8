"""Attributes to which a forward pass gives a value with a graph."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...source.activations import Activations
from ...source.classes import ClassFacts, Method, self_name
from ...source.graphs import under_no_grad
from ...source.guards import passes
from ...source.text import Text
from ...source.training import depends_on_mode
from ...source.tree import walk

# Auxiliary losses are read right after the pass, with their graph; caches are filled
# under `no_grad`.
MEANT = re.compile(r"(?i)loss|aux|kl|reg(ul|_|$)|penalt|entropy|cache|past|prob|logit")
_KEEPS_GRAPH = frozenset("retain_grad register_hook backward grad".split())
_ADDS = frozenset(("append", "insert", "extend", "add", "appendleft"))
_EMPTIES = frozenset(("clear", "pop", "popleft"))


def stored(facts: ClassFacts) -> Iterator[ast.Attribute]:
    """The first place of each attribute that gets a graph and keeps it."""
    # Most classes assign attributes in `__init__` only.
    if not any(_may_store(facts, m) for m in facts.methods.values()):
        return
    in_pass = passes(facts, "forward")
    own = {m: o for m, o in in_pass.items() if o is facts}
    if not any(_may_store(facts, method) for method in own):
        return
    activations = Activations(facts)
    seen: set[str] = set()
    for method in own:
        if not _may_store(facts, method):
            continue
        given: frozenset[str] = frozenset()
        if method.name != "forward":
            given = activations.given(method, own, lambda s: _has_grad(facts.text, s))
        for target, statement in _targets(facts, activations, method, given):
            if target.attr in seen:
                continue
            seen.add(target.attr)
            if not is_meant(facts, target, statement, in_pass):
                yield target


def _may_store(facts: ClassFacts, method: Method) -> bool:
    """Whether a method of a pass assigns an attribute, or adds to what one holds."""
    if method.name == "__init__":
        return False
    if any(s.method is method for stores in facts.stores.values() for s in stores):
        return True
    parents = facts.text.tree.parents
    return any(
        use.method is method and _adds(parents[use.node])
        for uses in facts.uses.values()
        for use in uses
    )


def _adds(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in _ADDS
    return isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)


def _targets(
    facts: ClassFacts, activations: Activations, method: Method, given: frozenset[str]
) -> Iterator[tuple[ast.Attribute, ast.stmt]]:
    text, me = facts.text, self_name(method)
    if not me:
        return
    for statement, names in activations.in_method(method, given):
        for target, value in _stores(statement, me):
            if activations.carries(value, names, me) and _has_grad(text, statement):
                yield target, statement


def _stores(statement: ast.stmt, me: str) -> Iterator[tuple[ast.Attribute, ast.expr]]:
    """What a statement gives to attributes: `=`, `[…] =`, `+=`, `.append(…)`."""
    if isinstance(statement, ast.Assign):
        for place in statement.targets:
            yield from _pairs(place, statement.value, me)
    elif isinstance(statement, (ast.AugAssign, ast.AnnAssign)) and statement.value:
        yield from _pairs(statement.target, statement.value, me)
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        call = statement.value
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr in _ADDS and call.args:
            yield from _pairs(function.value, call.args[-1], me)


def _pairs(
    place: ast.expr, value: ast.expr, me: str
) -> Iterator[tuple[ast.Attribute, ast.expr]]:
    if isinstance(place, (ast.Tuple, ast.List)):
        values = getattr(value, "elts", None)
        if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(
            place.elts
        ):
            for inner, given in zip(place.elts, values or (), strict=True):
                yield from _pairs(inner, given, me)
        else:
            for inner in place.elts:
                yield from _pairs(inner, value, me)
        return
    while isinstance(place, ast.Subscript):
        place = place.value
    if (
        isinstance(place, ast.Attribute)
        and isinstance(place.value, ast.Name)
        and place.value.id == me
    ):
        yield place, value


def _has_grad(text: Text, node: ast.stmt) -> bool:
    return not (under_no_grad(text, node) or _runs_without_grad(text, node))


def _runs_without_grad(text: Text, node: ast.stmt) -> bool:
    """Whether a statement runs outside of training only."""
    below: ast.AST = node
    for parent in text.tree.ancestors(node):
        if isinstance(parent, ast.If) and depends_on_mode(text, parent.test, None):
            negated = isinstance(parent.test, ast.UnaryOp)
            in_body = below in parent.body
            return in_body is negated or isinstance(parent.test, ast.BoolOp)
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return False
        below = parent
    return False


def is_meant(
    facts: ClassFacts,
    target: ast.Attribute,
    statement: ast.stmt,
    in_pass: dict[Method, ClassFacts],
) -> bool:
    """Whether the graph is wanted, or does not stay."""
    attr = target.attr
    if MEANT.search(attr) or facts.registration(attr):
        return True
    if any(
        "Parameter" in owner.text.callee(store.value)
        or "Buffer" in owner.text.callee(store.value)
        for owner in facts.family
        for store in owner.stores.get(attr, ())
    ):
        return True
    return (
        _is_taken_off(facts, attr, statement)
        or _is_read_elsewhere(facts, attr, in_pass)
        or _keeps_graph(facts, attr)
    )


def _is_taken_off(facts: ClassFacts, attr: str, statement: ast.stmt) -> bool:
    """Whether something empties the attribute, or detaches it, further down."""
    text = facts.text
    for owner in facts.family:
        for store in owner.stores.get(attr, ()):
            later = store.statement.lineno > statement.lineno
            elsewhere = store.method is not text.tree.function(statement)
            if store.method.name != "__init__" and (later or elsewhere):
                if _is_empty(store.value) or _detaches(store.value):
                    return True
    for node in walk(facts.node):
        if isinstance(node, ast.Delete) and any(
            isinstance(item, ast.Attribute) and item.attr == attr
            for item in node.targets
        ):
            return True
        if isinstance(node, ast.Attribute) and node.attr in _EMPTIES:
            if isinstance(node.value, ast.Attribute) and node.value.attr == attr:
                return True
    return False


def _is_empty(value: ast.expr | None) -> bool:
    if isinstance(value, (ast.List, ast.Tuple)):
        return not value.elts
    if isinstance(value, ast.Dict):
        return not value.keys
    return isinstance(value, ast.Constant)


def _detaches(value: ast.expr | None) -> bool:
    return value is not None and any(
        isinstance(node, ast.Attribute) and node.attr in ("detach", "data")
        for node in walk(value)
    )


def _is_read_elsewhere(
    facts: ClassFacts, attr: str, in_pass: dict[Method, ClassFacts]
) -> bool:
    """Whether another method, or code outside of the class, reads the attribute."""
    inside = {use.node for use in facts.all_uses(attr)}
    if any(use.method not in in_pass for use in facts.all_uses(attr)):
        return True
    return any(
        node.attr == attr and isinstance(node.ctx, ast.Load) and node not in inside
        for node in facts.text.tree.all(ast.Attribute)
    )


def _keeps_graph(facts: ClassFacts, attr: str) -> bool:
    parents = facts.text.tree.parents
    for use in facts.all_uses(attr):
        parent = parents.get(use.node)
        if isinstance(parent, ast.Attribute) and parent.attr in _KEEPS_GRAPH:
            return True
    return False
