"""Moves an operation into the call that makes the parameter."""

from __future__ import annotations

import ast

from ...findings import Edit, Range
from ...source.text import Text
from ...source.tree import walk
from .expressions import Lost

_ATOMS = (ast.Call, ast.Name, ast.Attribute, ast.Subscript, ast.Constant)
_METHODS = frozenset("to half double bfloat16 cuda type".split())


def moved_inside(found: Lost, text: Text) -> tuple[tuple[Edit, ...], bool]:
    """The edits, and whether they keep the values: `P(x) * 2` becomes `P(x * 2)`."""
    call, whole = found.parameter, found.expression
    if whole is None or not call.args or isinstance(call.args[0], ast.Starred):
        return (), False
    if any(isinstance(n, ast.Call) and call in n.args for n in walk(whole)):
        # The user may want the function in each forward pass: `sigmoid(P(x))`.
        return (), False
    lines, data = text.lines, call.args[0]
    start = lines.offset(whole.lineno, whole.col_offset)
    end = lines.offset(whole.end_lineno or 1, whole.end_col_offset or 0)
    inner = lines.offset(call.lineno, call.col_offset)
    outer = lines.offset(call.end_lineno or 1, call.end_col_offset or 0)
    before, after = lines.source[start:inner], lines.source[outer:end]
    if "#" in before + after:
        return (), False
    opened, closed = ("", "") if isinstance(data, _ATOMS) else ("(", ")")
    span = text.range(data)
    edits = [
        text.edit(Range(lines.place(start), lines.place(inner)), ""),
        text.edit(Range(span.start, span.start), before + opened),
        text.edit(Range(span.end, span.end), closed + after),
        text.edit(Range(lines.place(outer), lines.place(end)), ""),
    ]
    changing = (e for e in edits if e.text or e.range.start != e.range.end)
    return tuple(changing), _keeps_values(whole, call)


def _keeps_values(node: ast.expr, call: ast.Call) -> bool:
    """Whether all that is done is arithmetic with numbers, or a conversion."""
    while node is not call:
        if isinstance(node, ast.UnaryOp):
            node = node.operand
        elif isinstance(node, ast.BinOp):
            numbers = [
                side
                for side in (node.left, node.right)
                if isinstance(side, ast.Constant)
            ]
            if len(numbers) != 1:
                return False
            node = node.right if node.left is numbers[0] else node.left
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _METHODS
        ):
            node = node.func.value
        else:
            return False
    return True
