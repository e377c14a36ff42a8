"""The edit: what sets `requires_grad` of the parameters."""

from __future__ import annotations

import ast

from ...findings import Edit, Range
from ...source.edits import replace
from ...source.text import Text
from .spelling import WANTED
from .targets import Kind


def corrected(text: Text, target: ast.Attribute, kind: Kind) -> tuple[Edit, ...]:
    """Rewrites a statement that does nothing but this assignment."""
    statement = text.tree.statement(target)
    owner = text.lines.text(target.value)
    if isinstance(statement, ast.Expr):
        return _assigned(text, target, statement)
    if not isinstance(statement, ast.Assign) or statement.targets != [target]:
        return ()
    if kind == "module":
        value = text.lines.text(statement.value)
        return (replace(text, statement, f"{owner}.{WANTED}_({value})"),)
    if kind == "misspelt":
        return (replace(text, target, f"{owner}.{WANTED}"),)
    inner = target.value
    if kind == "copy" and isinstance(inner, (ast.Attribute, ast.Call)):
        function = inner.func if isinstance(inner, ast.Call) else inner
        assert isinstance(function, ast.Attribute)
        source = text.lines.text(function.value)
        return (replace(text, target, f"{source}.{WANTED}"),)
    return ()


def _assigned(
    text: Text, target: ast.Attribute, statement: ast.Expr
) -> tuple[Edit, ...]:
    """`=` for `==`."""
    test = statement.value
    if not isinstance(test, ast.Compare):
        return ()
    start, end = text.lines.end(target), text.range(test.comparators[0]).start
    return (text.edit(Range(start, end), " = "),)
