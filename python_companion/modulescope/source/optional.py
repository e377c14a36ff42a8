"""Attributes of a module class that may be None, as its text says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from .classes import self_name
from .inference.expressions import held
from .nodes import is_none
from .tree import walk

if TYPE_CHECKING:
    from .classes import ClassFacts, Method, Store

Use = ast.Call | ast.Subscript
"""What fails where the value is None."""
# Far more than a short condition has; to unparse a deep one is a deep recursion.
_MOST_NODES = 60


class Optional(NamedTuple):
    """An attribute that is None in one case and something else in another."""

    attr: str
    none: Store
    """The assignment that can give None."""
    modules: tuple[tuple[Store, ast.Call], ...]
    """The calls that certainly make a module, each with its assignment."""

    @property
    def condition(self) -> str:
        """When it is None: `` unless `use_skip` ``; empty if that is not short."""
        value = self.none.value
        if not isinstance(value, ast.IfExp):
            return ""
        if len(list(islice(walk(value.test), _MOST_NODES + 1))) > _MOST_NODES:
            return ""
        text = ast.unparse(value.test)
        if len(text) > 24 or "`" in text:
            return ""
        return f" {'if' if is_none(value.body) else 'unless'} `{text}`"


def optional_modules(facts: ClassFacts) -> Iterator[Optional]:
    """The attributes that a class assigns both None and a module that it makes."""
    return (found for found in optional_attributes(facts) if found.modules)


def optional_attributes(facts: ClassFacts) -> Iterator[Optional]:
    """The attributes that a class assigns None in one case at least."""
    for attr, stores in facts.stores.items():
        none = next((store for store in stores if True in _states(facts, store)), None)
        if none is not None:
            yield Optional(attr, none, tuple(_made(facts, stores)))


def _made(facts: ClassFacts, stores: list[Store]) -> Iterator[tuple[Store, ast.Call]]:
    for store in stores:
        for value in alternatives(store.value):
            if isinstance(value, ast.Call) and facts.text.is_module_call(value):
                yield store, value


def _states(facts: ClassFacts, store: Store) -> set[bool | None]:
    """Whether an assignment gives None, on each of its ways."""
    found: set[bool | None] = set()
    for value in alternatives(store.value):
        if isinstance(value, ast.Name) and _may_be_none(facts, store, value.id):
            values = held(facts.text, value)
            found |= {way.kind == "none" and way.sure for way in values.ways}
            found |= set() if values.whole else {False}
        else:
            found.add(is_none(value))
    return found


def _may_be_none(facts: ClassFacts, store: Store, name: str) -> bool:
    """Whether a method sets a variable to None: few do, so the others are not read."""
    scope = facts.text.tree.scopes.get(store.method, {})
    return any(
        isinstance(binding.node, ast.Assign)
        and any(map(is_none, alternatives(binding.node.value)))
        for binding in scope.get(name, ())
    )


def alternatives(node: ast.expr | None) -> list[ast.expr]:
    """What a conditional expression can give; the expression itself if it is none."""
    found: list[ast.expr] = []
    pending = [node] if node is not None else []
    while pending:
        node = pending.pop()
        if isinstance(node, ast.IfExp):
            pending += (node.orelse, node.body)
        else:
            found.append(node)
    return found


def may_end_as_none(facts: ClassFacts, attr: str) -> bool:
    """Whether `__init__` can end with None in an attribute, and nothing else sets it.

    Only what the class's own `__init__` does counts: a condition decides which.
    """
    init = facts.methods.get("__init__")
    if init is None or any(s.method is not init for s in facts.all_stores(attr)):
        return False
    values = {id(s.statement): _states(facts, s) for s in facts.stores[attr]}
    ended: set[bool | None] = set()
    after = _ends(init.body, {None}, values, ended) | ended
    return True in after and False in after


def _ends(
    body: list[ast.stmt],
    states: set[bool | None],
    values: dict[int, set[bool | None]],
    ended: set[bool | None],
) -> set[bool | None]:
    """Whether an attribute is None (None: it is not set) after some statements."""
    for statement in body:
        if id(statement) in values:
            states = values[id(statement)]
        elif isinstance(statement, ast.Return):
            ended |= states
            return set()
        elif isinstance(statement, ast.Raise):
            return set()
        elif isinstance(statement, ast.If):
            states = _ends(statement.body, states, values, ended) | _ends(
                statement.orelse, states, values, ended
            )
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            states = _ends(statement.body, states, values, ended)
        elif isinstance(statement, (ast.For, ast.While, ast.Try)):
            states = states | _ends(statement.body, states, values, ended)
        elif isinstance(statement, ast.Match):
            states = set(states).union(
                *(_ends(c.body, states, values, ended) for c in statement.cases)
            )
    return states


def certain_uses(facts: ClassFacts, name: str) -> dict[str, tuple[Use, Method]]:
    """The attributes that each run of a method calls or indexes, with the first use.

    Only what no condition, early return, exception handler or deferred function can
    skip; calls of other methods of the class are followed.
    """
    found: dict[str, tuple[Use, Method]] = {}
    entered: set[str] = set()
    pending = [name]
    while pending:
        wanted = pending.pop(0)
        method = facts.methods.get(wanted)
        if method is None or wanted in entered:
            continue
        entered.add(wanted)
        for use in _certain(method.body):
            attr = _attribute(facts, method, used(use))
            if attr:
                found.setdefault(attr, (use, method))
                pending.append(attr)
    return found


def used(use: Use) -> ast.expr:
    """What a use calls or indexes."""
    return use.func if isinstance(use, ast.Call) else use.value


def _attribute(facts: ClassFacts, method: Method, node: ast.expr) -> str:
    """The attribute that `self.act` names, and `act` after `act = self.act`."""
    if isinstance(node, ast.Name):
        bindings = facts.text.tree.scopes.get(method, {}).get(node.id, ())
        made = bindings[0].node if len(bindings) == 1 else None
        return _of_self(method, made.value) if isinstance(made, ast.Assign) else ""
    return _of_self(method, node)


def _of_self(method: Method, node: ast.expr) -> str:
    owner = node.value if isinstance(node, ast.Attribute) else None
    is_own = isinstance(owner, ast.Name) and owner.id == self_name(method)
    return node.attr if isinstance(node, ast.Attribute) and is_own else ""


_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return)


def _certain(body: list[ast.stmt]) -> Iterator[Use]:
    """The uses in statements that run one after the other, until one may leave."""
    for statement in body:
        if isinstance(statement, _SIMPLE):
            yield from _evaluated(statement)
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                yield from _evaluated(item.context_expr)
            yield from _certain(statement.body)
        elif isinstance(statement, (ast.For, ast.AsyncFor)):
            yield from _evaluated(statement.iter)
        if not isinstance(statement, _SIMPLE) and _may_leave(statement):
            return


def _may_leave(statement: ast.stmt) -> bool:
    kinds = (ast.Return, ast.Raise, ast.Assert, ast.Break, ast.Continue, ast.Try)
    return any(isinstance(node, kinds) for node in walk(statement))


_DEFERRED = (ast.Lambda, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)


def _evaluated(root: ast.AST) -> Iterator[Use]:
    """The calls and subscripts that an expression certainly evaluates."""
    pending: list[ast.AST] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.IfExp):
            pending.append(node.test)
        elif isinstance(node, ast.BoolOp):
            pending.append(node.values[0])
        elif not isinstance(node, _DEFERRED):
            if isinstance(node, (ast.Call, ast.Subscript)):
                yield node
            pending += ast.iter_child_nodes(node)
