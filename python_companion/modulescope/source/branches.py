"""Which statements can run at all, and which of them one after the other."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from ..findings import Range
from .tree import children, dotted_name, walk

_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_ENDS = frozenset(("exit", "quit", "sys.exit", "os._exit"))

Arms = tuple[tuple[int, int, bool], ...]
"""For each branching statement around a place, from outside: which one it is, which of
its alternatives holds the place, and whether that one always leaves."""


def leaves(statement: ast.stmt) -> bool:
    """Whether what follows a statement in its block never runs."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return dotted_name(statement.value.func) in _ENDS
    return isinstance(statement, _LEAVES)


def reached(block: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of a block until one of them leaves it."""
    for number, statement in enumerate(block):
        if leaves(statement):
            return block[: number + 1]
    return block


def reached_below(node: ast.AST, arms: Arms, number: int) -> list[tuple[ast.AST, Arms]]:
    """The nodes right below one, without those that never run, each with its arms.

    `number` tells the branching statements of a text from one another.
    """
    if not isinstance(node, _BRANCHING):
        if isinstance(node, _BLOCKS):
            return [(child, arms) for child in _without_unreached(node)]
        return [(child, arms) for child in children(node)]
    alternatives = _alternatives(node)
    inside = {id(child) for arm in alternatives for child in arm}
    # What is asked, and what runs after all alternatives.
    found = [
        (child, arms)
        for child in children(node)
        if id(child) not in inside and not isinstance(child, _HEADS)
    ]
    after = [entry for entry in found if isinstance(entry[0], ast.stmt)]
    found = [entry for entry in found if not isinstance(entry[0], ast.stmt)]
    for which, arm in enumerate(alternatives):
        if arm and not _never_runs(node, arm):
            until = reached(arm)
            own = (*arms, (number, which, leaves(until[-1])))
            found += [(child, own) for child in until]
    return found + after


def apart(first: Arms, second: Arms) -> bool:
    """Whether no run passes through both places, in this order."""
    others = {number: which for number, which, _ in second}
    return any(
        others[number] != which if number in others else left
        for number, which, left in first
    )


def both_run(body: Iterable[ast.AST], first: Range, second: Range) -> bool:
    """Whether a run of some statements can pass through both places in this order.

    Not if they are in different branches of one `if`, `try` or `match`, not if the
    branch of the first leaves before the second, and not if one of them never runs.
    """
    for node in walk(*body):
        arms = _arms(node)
        if not arms:
            continue
        one = _arm_of(arms, first)
        other = _arm_of(arms, second)
        if any(arm is not None and _never_runs(node, arm) for arm in (one, other)):
            return False
        if one is None:
            continue
        if other is not None and other is not one:
            return False
        if other is None and leaves(one[-1]):
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


# Alternatives; of a `try`, its body and what follows it run one after the other.
_BRANCHING = (ast.If, ast.Match, ast.Try)
_HEADS = (ast.ExceptHandler, ast.match_case)
_BLOCKS = (ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith)


def _alternatives(node: ast.AST) -> list[list[ast.stmt]]:
    if isinstance(node, ast.Try):
        return [[*node.body, *node.orelse], *(h.body for h in node.handlers)]
    if isinstance(node, ast.If):
        return [node.body, node.orelse]
    return [case.body for case in node.cases] if isinstance(node, ast.Match) else []


def _never_runs(node: ast.AST, arm: list[ast.stmt]) -> bool:
    """Whether an alternative of `if False:` never runs."""
    if not isinstance(node, ast.If) or not isinstance(node.test, ast.Constant):
        return False
    return arm is (node.orelse if node.test.value else node.body)


def _without_unreached(node: ast.AST) -> list[ast.AST]:
    """What is right below a loop or a `with`, without what never runs."""
    gone: set[int] = set()
    for name in ("body", "orelse"):
        block: list[ast.stmt] = getattr(node, name, [])
        if len(until := reached(block)) < len(block):
            gone.update(map(id, block[len(until) :]))
    return [child for child in children(node) if id(child) not in gone]


def _arm_of(arms: list[list[ast.stmt]], place: Range) -> list[ast.stmt] | None:
    line = place.start.line + 1
    for arm in arms:
        if arm[0].lineno <= line <= (arm[-1].end_lineno or arm[-1].lineno):
            return arm
    return None
