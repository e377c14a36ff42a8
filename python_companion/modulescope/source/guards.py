"""Code that runs only once: `if self.t is None: self.t = …` and its like."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .classes import ClassFacts, Method
from .tree import walk

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
    line = getattr(node, "lineno", 0)
    return any(item.lineno < line for item in _returns_early(facts, method))


def _returns_early(facts: ClassFacts, method: Method) -> list[ast.If]:
    """The tests of a method that end it where what it makes is there already."""
    known: dict[Method, list[ast.If]] = facts.memo.setdefault("returns early", {})
    if method not in known:
        known[method] = [
            item
            for item in walk(*method.body)
            if isinstance(item, ast.If)
            and isinstance(item.body[-1], (ast.Return, ast.Raise))
            and _asks_what_is_there(facts, item.test)
        ]
    return known[method]


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
    key = f"passes {' '.join(names)}"
    if key not in facts.memo:
        facts.memo[key] = _passes(facts, names)
    found: dict[Method, ClassFacts] = facts.memo[key]
    return found


def _passes(facts: ClassFacts, names: Sequence[str]) -> dict[Method, ClassFacts]:
    found: dict[str, tuple[ClassFacts, Method]] = {}
    known = {name for owner in facts.family for name in owner.methods}
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
            pending += _called(owner, method, known)
            break
    return {method: owner for owner, method in found.values()}


def _called(owner: ClassFacts, method: Method, known: set[str]) -> list[str]:
    parents = owner.text.tree.parents
    return [
        attr
        for attr in known & owner.uses.keys()
        if any(
            use.method is method
            and isinstance(call := parents[use.node], ast.Call)
            and call.func is use.node
            and not runs_once(owner, call, method)
            for use in owner.uses[attr]
        )
    ]
