"""Code that runs only once: `if self.t is None: self.t = …` and its like."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .classes import ClassFacts, Method
from .tree import walk

if TYPE_CHECKING:
    pass

_ASKS = frozenset(("hasattr", "getattr", "isinstance"))
_CACHING = frozenset(("property", "cached_property", "lru_cache", "cache"))


def runs_once(facts: ClassFacts, node: ast.AST, method: Method) -> bool:
    """Whether what stands around or above a node lets it run only at times.

    A test counts if it asks for what is there already (`is None`, `hasattr`, `in`) or
    for an attribute that the class changes after `__init__`.
    """
    text = facts.text
    if any(_caches(item) for item in method.decorator_list):
        return True
    below = node
    for parent in text.tree.ancestors(node):
        if isinstance(parent, (ast.BoolOp, ast.ExceptHandler)):
            return True
        if isinstance(parent, (ast.If, ast.IfExp, ast.While)):
            if below is not parent.test and _asks_what_is_there(facts, parent.test):
                return True
        if parent is method:
            break
        below = parent
    return any(
        isinstance(item, ast.If)
        and item.lineno < getattr(node, "lineno", 0)
        and any(isinstance(last, (ast.Return, ast.Raise)) for last in item.body[-1:])
        and _asks_what_is_there(facts, item.test)
        for item in walk(*method.body)
    )


def _caches(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        node = node.func
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in _CACHING


def _asks_what_is_there(facts: ClassFacts, test: ast.expr) -> bool:
    for node in walk(test):
        if isinstance(node, ast.Compare) and any(
            isinstance(op, (ast.Is, ast.IsNot, ast.In, ast.NotIn)) for op in node.ops
        ):
            return True
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _ASKS:
            return True
        if isinstance(node, ast.Attribute) and _changes(facts, node.attr):
            return True
    return False


def _changes(facts: ClassFacts, attr: str) -> bool:
    """Whether a method other than `__init__` assigns an attribute."""
    if attr == "training":
        return False
    return any(store.method.name != "__init__" for store in facts.all_stores(attr))


def passes(facts: ClassFacts, *names: str) -> dict[Method, ClassFacts]:
    """Methods, and what they call on `self` in each pass: not what runs once."""
    found: dict[str, tuple[ClassFacts, Method]] = {}
    pending = list(names)
    while pending:
        wanted = pending.pop()
        if wanted in found:
            continue
        for owner in facts.family:
            method = owner.methods.get(wanted)
            if method is None:
                continue
            found[wanted] = (owner, method)
            pending += _called(owner, method)
            break
    return {method: owner for owner, method in found.values()}


def _called(owner: ClassFacts, method: Method) -> list[str]:
    parents = owner.text.tree.parents
    return [
        use.attr
        for uses in owner.uses.values()
        for use in uses
        if use.method is method
        and isinstance(call := parents[use.node], ast.Call)
        and call.func is use.node
        and not runs_once(owner, call, method)
    ]
