"""The edit that puts a check around a call."""

from __future__ import annotations

import ast

from ...findings import Edit
from ...source.edits import indent_under, insert
from ...source.text import Text


def guard(text: Text, call: ast.Call) -> tuple[Edit, ...]:
    """Calls only what is not None, where the rest makes sense without the call.

    That is so for `x = self.skip(x)`, which leaves `x`, and for `x + self.skip(x)`.
    """
    name = text.lines.text(call.func)
    statement = text.tree.statement(call)
    if _passes_through(statement, call):
        return indent_under(text, [statement], f"if {name} is not None:")
    total = text.tree.parents[call]
    if isinstance(total, ast.BinOp) and isinstance(total.op, ast.Add):
        other = total.right if total.left is call else total.left
        # Without the parentheses around it, a name or attribute stays what it is.
        if isinstance(other, (ast.Name, ast.Attribute)) and not isinstance(
            text.tree.parents[total], ast.BinOp
        ):
            rest = text.lines.text(other)
            return (
                insert(text, text.lines.start(total), "("),
                insert(
                    text, text.lines.end(total), f" if {name} is not None else {rest})"
                ),
            )
    return ()


def _passes_through(statement: ast.stmt, call: ast.Call) -> bool:
    """Whether a statement is `x = self.skip(x, …)`."""
    if not isinstance(statement, ast.Assign) or statement.value is not call:
        return False
    target, first = statement.targets[0], call.args[0] if call.args else None
    return (
        len(statement.targets) == 1
        and isinstance(target, ast.Name)
        and isinstance(first, ast.Name)
        and first.id == target.id
    )
