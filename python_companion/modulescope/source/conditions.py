"""The values of arguments, followed from a call into what it runs; what they decide."""

from __future__ import annotations

import ast
from typing import Any

from .classes import is_self
from .frames import Frame, argument, is_argument
from .instances import value_of

UNKNOWN = object()
"""A value that the text does not show."""
_DEPTH = 12


def given(frame: Frame, node: ast.expr) -> tuple[Frame, ast.expr] | None:
    """The expression that a name or an attribute of `self` stands for."""
    text = frame.text
    if isinstance(node, ast.Name):
        if not is_argument(text, node):
            found = value_of(text, node)
            same = found is not None and found[0] is text
            return found and (frame if same else Frame(found[0]), found[1])
        own = text.tree.function(node) is frame.function
        return argument(frame, node.id) if own else None
    if isinstance(node, ast.Attribute) and frame.facts and is_self(text, node.value):
        stores = frame.facts.all_stores(node.attr)
        if len(stores) == 1 and stores[0].value is not None:
            return frame, stores[0].value
    return None


def literal(frame: Frame, node: ast.expr, depth: int = 0) -> Any:
    """The constant that an expression is, as far as the text shows; else UNKNOWN."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        value = literal(frame, node.operand, depth)
        return UNKNOWN if value is UNKNOWN else not value
    found = given(frame, node) if depth < _DEPTH else None
    return literal(*found, depth + 1) if found else UNKNOWN


def runs(frame: Frame, node: ast.AST) -> bool | None:
    """Whether a node of a function runs; None if a condition decides that."""
    below = node
    certain: bool | None = True
    for parent in frame.text.tree.ancestors(node):
        if parent is frame.function:
            break
        if isinstance(parent, (ast.If, ast.IfExp)) and below is not parent.test:
            holds = condition(frame, parent.test)
            if holds is None:
                certain = None
            elif holds is _is_otherwise(parent, below):
                return False
        below = parent
    return certain


def _is_otherwise(node: ast.If | ast.IfExp, below: ast.AST) -> bool:
    if isinstance(node, ast.IfExp):
        return below is node.orelse
    return below in node.orelse


def condition(frame: Frame, test: ast.expr) -> bool | None:
    """Whether a test holds; None if its value is not known."""
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        left, right = literal(frame, test.left), literal(frame, test.comparators[0])
        if left is UNKNOWN or right is UNKNOWN:
            return None
        same = type(left) is type(right) and left == right
        if isinstance(test.ops[0], (ast.Is, ast.Eq)):
            return same
        return not same if isinstance(test.ops[0], (ast.IsNot, ast.NotEq)) else None
    value = literal(frame, test)
    return None if value is UNKNOWN else bool(value)
