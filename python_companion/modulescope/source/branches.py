"""Whether two places of a text can both run, one after the other."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from ..findings import Range
from .tree import walk

_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def both_run(body: Iterable[ast.AST], first: Range, second: Range) -> bool:
    """Whether a run of some statements can pass through both places in this order.

    Not if they are in different branches of one `if`, `try` or `match`, and not if the
    branch of the first leaves before the second.
    """
    for node in walk(*body):
        arms = _arms(node)
        if not arms:
            continue
        one = _arm_of(arms, first)
        if one is None:
            continue
        other = _arm_of(arms, second)
        if other is not None and other is not one:
            return False
        if other is None and isinstance(one[-1], _LEAVES):
            return False
    return True


def _arms(node: ast.AST) -> list[list[ast.stmt]]:
    """The alternatives of a statement; what may run after another is none."""
    if isinstance(node, ast.If):
        return [arm for arm in (node.body, node.orelse) if arm]
    if isinstance(node, ast.Match):
        return [case.body for case in node.cases]
    if isinstance(node, ast.Try):
        return [node.body, *(handler.body for handler in node.handlers)]
    return []


def _arm_of(arms: list[list[ast.stmt]], place: Range) -> list[ast.stmt] | None:
    line = place.start.line + 1
    for arm in arms:
        if arm[0].lineno <= line <= (arm[-1].end_lineno or arm[-1].lineno):
            return arm
    return None
