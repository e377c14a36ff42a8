"""Where the truth value of an attribute decides, and the comparison with None."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ..findings import Edit
from ..source.edits import insert, replace
from ..source.text import Text


def truth_tests(text: Text, nodes: Iterable[ast.Attribute]) -> Iterator[ast.expr]:
    """Those of some nodes whose truth value is asked for."""
    for node in nodes:
        if _is_test(text, node):
            yield node


def _is_test(text: Text, node: ast.expr) -> bool:
    below: ast.AST = node
    for parent in text.tree.ancestors(node):
        if isinstance(parent, (ast.If, ast.IfExp, ast.While, ast.Assert)):
            return parent.test is below
        if isinstance(parent, ast.comprehension):
            return below in parent.ifs
        if isinstance(parent, ast.Call):
            return text.resolve(parent.func) == "bool" and below in parent.args
        if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not):
            return True
        if not isinstance(parent, ast.BoolOp):
            return False
        below = parent
    return False


def comparison(text: Text, test: ast.expr) -> tuple[Edit, ...]:
    """`x is not None`, or `x is None` for `not x`."""
    parent = text.tree.parents[test]
    if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not):
        source = text.lines.text(parent)
        plain = source.removeprefix("not").strip()
        if plain != text.lines.text(test) or "\n" in source:
            return ()
        return (replace(text, parent, f"{plain} is None"),)
    return (insert(text, text.lines.end(test), " is not None"),)
