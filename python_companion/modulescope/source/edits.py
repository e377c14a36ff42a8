"""Edits that touch only what they change, so comments and layout stay."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..findings import Edit, Position, Range

if TYPE_CHECKING:
    from .text import Text


def insert(text: Text, where: Position, code: str) -> Edit:
    """Inserts code at a place."""
    return text.edit(Range(where, where), code)


def replace(text: Text, node: ast.expr | ast.stmt, code: str) -> Edit:
    """Replaces a node."""
    return text.edit(text.range(node), code)


def wrap(text: Text, node: ast.expr, function: str) -> tuple[Edit, ...]:
    """Makes a node the argument of a call; its own text is not touched."""
    bare = isinstance(node, ast.Tuple) and not _has_parentheses(text, node)
    generator = isinstance(node, (ast.Yield, ast.YieldFrom))
    extra = bare or generator
    before, after = (f"{function}((", "))") if extra else (f"{function}(", ")")
    span = text.range(node)
    return (insert(text, span.start, before), insert(text, span.end, after))


def _has_parentheses(text: Text, node: ast.Tuple) -> bool:
    if not node.elts:
        return True
    first = node.elts[0]
    return (first.lineno, first.col_offset) != (node.lineno, node.col_offset)


def remove_argument(text: Text, argument: ast.keyword) -> Edit | None:
    """Removes a keyword argument with its comma; nothing if a comment would go too."""
    lines, source = text.lines, text.lines.source
    start = lines.offset(argument.lineno, argument.col_offset)
    end = lines.offset(argument.end_lineno or 1, argument.end_col_offset or 0)
    before = source[:start].rstrip()
    after = source[end:]
    if before.endswith(","):
        start = len(before) - 1
    elif after.lstrip().startswith(","):
        tail = after.lstrip()[1:]
        end = len(source) - len(tail.lstrip())
    if "#" in source[start:end]:
        return None
    return text.edit(Range(lines.place(start), lines.place(end)), "")


def insert_line(text: Text, before: ast.stmt, code: str) -> tuple[Edit, ...]:
    """Inserts a statement on a line of its own, before one that starts its line.

    Nothing where the statement shares its line with others: `if x: y; z`.
    """
    start, prefix = _head(text, before)
    above = text.lines.line(start - 1) if start else ""
    if prefix.strip() or above.endswith("\\"):
        return ()
    return (insert(text, Position(start, 0), f"{prefix}{code}\n"),)


def insert_line_after(text: Text, after: ast.stmt, code: str) -> tuple[Edit, ...]:
    """Inserts a statement on a line of its own, indented as the one before it.

    Nothing where another statement shares one of its lines.
    """
    _, prefix = _head(text, after)
    line = (after.end_lineno or 1) - 1
    whole = text.lines.line(line)
    rest = whole[text.lines.index(line + 1, after.end_col_offset or 0) :]
    if prefix.strip() or rest.split("#")[0].strip():
        return ()
    return (insert(text, text.lines.at(line, len(whole)), f"\n{prefix}{code}"),)


def _head(text: Text, node: ast.stmt) -> tuple[int, str]:
    """The first line of a statement, and what stands before it; decorators count."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    if not decorators:
        line = text.lines.start(node).line
        return line, text.lines.line(line)[: _column(text, node)]
    line = text.lines.start(decorators[0]).line
    before = text.lines.line(line)[: _column(text, decorators[0])]
    prefix, sign, _ = before.rpartition("@")
    return line, prefix if sign else before


def remove_line(text: Text, statement: ast.stmt) -> tuple[Edit, ...]:
    """Removes a statement with its line; nothing if it shares the line."""
    start, end = text.lines.start(statement), text.lines.end(statement)
    before = text.lines.line(start.line)[: _column(text, statement)]
    column = text.lines.index(end.line + 1, statement.end_col_offset or 0)
    after = text.lines.line(end.line)[column:]
    if before.strip() or after.strip():
        return ()
    if end.line + 1 < len(text.lines.lines):
        span = Range(Position(start.line, 0), Position(end.line + 1, 0))
    else:
        # The last line has no end to remove, so that of the line before goes.
        above = text.lines.at(start.line - 1, len(text.lines.line(start.line - 1)))
        span = Range(above, text.lines.at(end.line, len(text.lines.line(end.line))))
    return (text.edit(span, ""),)


def indent_under(
    text: Text, statements: Sequence[ast.stmt], header: str
) -> tuple[Edit, ...]:
    """Puts statements, each on lines of its own, into a block.

    Nothing where a line is shared with other code, or holds part of a string that
    an indentation would change.
    """
    first, last = statements[0], statements[-1]
    start, end = text.lines.start(first).line, (last.end_lineno or 1) - 1
    prefix = text.lines.line(start)[: _column(text, first)]
    rest = text.lines.line(end)[text.lines.index(end + 1, last.end_col_offset or 0) :]
    if prefix.strip() or rest.split("#")[0].strip():
        return ()
    if any(_spans_lines(node) for item in statements for node in ast.walk(item)):
        return ()
    unit = "\t" if prefix.endswith("\t") else "    "
    edits = [insert(text, Position(start, 0), f"{prefix}{header}\n{unit}")]
    for number in range(start + 1, end + 1):
        if text.lines.line(number).strip():
            edits.append(insert(text, Position(number, 0), unit))
    return tuple(edits)


def _spans_lines(node: ast.AST) -> bool:
    return (
        isinstance(node, (ast.Constant, ast.JoinedStr))
        and node.lineno != node.end_lineno
    )


def _column(text: Text, node: ast.stmt | ast.expr) -> int:
    return text.lines.index(node.lineno, node.col_offset)


def replace_name(text: Text, node: ast.Attribute, name: str) -> Edit:
    """Replaces the last name of `a.b.c`, whatever stands before it."""
    end = text.lines.end(node)
    start = Position(end.line, end.character - len(node.attr))
    return text.edit(Range(start, end), name)


def add_argument(text: Text, call: ast.Call, code: str) -> tuple[Edit, ...]:
    """Gives a call one more keyword argument, after those that it has."""
    given = [*call.args, *(item.value for item in call.keywords)]
    end = text.lines.offset(call.end_lineno or 1, call.end_col_offset or 0) - 1
    if not given:
        return (insert(text, text.lines.place(end), code),)
    last = max(given, key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0))
    start = text.lines.offset(last.end_lineno or 1, last.end_col_offset or 0)
    between = text.lines.source[start:end]
    if "#" in between or between.strip() not in ("", ",", ")", "),"):
        return ()
    comma = between.find(",")
    if comma >= 0:
        return (insert(text, text.lines.place(start + comma + 1), f" {code},"),)
    # Behind the parentheses of the last argument, if it has some of its own.
    start += between.rfind(")") + 1
    return (insert(text, text.lines.place(start), f", {code}"),)


def add_import(text: Text, module: str) -> tuple[Edit, ...]:
    """Imports a module on a line of its own, above the first import of the cell."""
    body = text.tree.module.body
    if not body or text.names.bindings(module, body[0]):
        return ()
    imports = [
        item
        for item in body
        if isinstance(item, (ast.Import, ast.ImportFrom))
        and getattr(item, "module", "") != "__future__"
    ]
    own = [item for item in body if not _stands_first(item)]
    return insert_line(text, (imports or own or body)[0], f"import {module}")


def _stands_first(node: ast.stmt) -> bool:
    """Whether a statement may have to stay first: docstring, `__future__`."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "__future__"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
