"""Assignments of an attribute that no other assignment or registration can meet."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .branches import both_run
from .classes import REGISTER, ClassFacts
from .values import text_constant


def stands_alone(facts: ClassFacts, target: ast.Attribute) -> bool:
    """Whether all else that sets an attribute stands in another branch of its method.

    As `self.w = …` in `if`, and `self.register_parameter("w", None)` in `else`.
    """
    text = facts.text
    method = text.tree.function(target)
    place = text.range(target)
    others = [node for node in _setting(facts, target.attr) if node is not target]
    return isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)) and all(
        other is not None
        and text.tree.function(other) is method
        and not both_run(method.body, place, text.range(other))
        and not both_run(method.body, text.range(other), place)
        for other in others
    )


def _setting(facts: ClassFacts, attr: str) -> Iterator[ast.expr | None]:
    """Where a class or its bases assign or register an attribute; None: not known."""
    for owner in facts.family:
        yield from (store.target for store in owner.stores.get(attr, ()))
        if attr in owner.registered:
            calls = [*_registrations(owner, attr)]
            yield from calls
            if not calls:
                yield None


def _registrations(owner: ClassFacts, attr: str) -> Iterator[ast.Call]:
    for function in REGISTER:
        for call in owner.text.tree.calls.get(function, ()):
            named = [item.value for item in call.keywords if item.arg == "name"]
            given = [*call.args[:1], *named]
            if given and text_constant(given[0]) == attr:
                if owner.text.enclosing_class(call) is owner:
                    yield call
