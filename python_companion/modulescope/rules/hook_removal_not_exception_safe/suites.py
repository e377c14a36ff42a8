"""Where in a block a handle is removed, and what runs before that."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...source.nodes import is_named
from ...source.text import Text
from ...source.tree import walk

# Calls that do not raise in practice.
_SAFE = frozenset(
    "print append len eval train range items keys values enumerate clear zip list "
    "dict set format get named_modules modules children named_children".split()
)


class Removal(NamedTuple):
    """The statements of one block, from the registration to the removal."""

    begun: ast.stmt
    between: Sequence[ast.stmt]
    removal: ast.stmt


def later_removal(text: Text, statement: ast.stmt, handle: str) -> Removal | None:
    """The removal of a handle further down, in the same or an outer block."""
    current: ast.stmt = statement
    while True:
        block = _block(text, current)
        index = block.index(current)
        for end in range(index + 1, len(block)):
            if _removes(block[end], handle):
                return Removal(current, block[index + 1 : end], block[end])
            if _binds(block[end], handle):
                return None
        parent = text.tree.parents[current]
        if not isinstance(parent, (ast.For, ast.With, ast.If, ast.While)):
            return None
        current = parent


def _block(text: Text, statement: ast.stmt) -> list[ast.stmt]:
    """The list of statements that one is in."""
    parent = text.tree.parents[statement]
    for field in ("body", "orelse", "finalbody"):
        block = getattr(parent, field, None)
        if isinstance(block, list) and statement in block:
            return block
    return [statement]


def _removes(statement: ast.stmt, handle: str) -> bool:
    """`handle.remove()`, or a loop over the handles that removes each."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.ListComp):
        loop = statement.value.generators[0]
        name = loop.target.id if isinstance(loop.target, ast.Name) else ""
        return _goes_through(loop.iter, handle) and _is_removal(
            statement.value.elt, name
        )
    if isinstance(statement, ast.Expr):
        return _is_removal(statement.value, handle)
    if isinstance(statement, ast.For):
        goes = _goes_through(statement.iter, handle)
        name = statement.target.id if isinstance(statement.target, ast.Name) else ""
        return goes and any(
            isinstance(item, ast.Expr) and _is_removal(item.value, name)
            for item in statement.body
        )
    return False


def _goes_through(node: ast.expr, handle: str) -> bool:
    """Whether a loop is over `handles` or `handles.values()`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value if node.func.attr == "values" else node
    return is_named(node, handle)


def _is_removal(node: ast.AST, handle: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "remove"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == handle
    )


def _binds(statement: ast.stmt, handle: str) -> bool:
    """Whether a statement uses the handle otherwise: gives it away, or a new value."""
    return any(
        isinstance(node, ast.Name)
        and node.id == handle
        and not isinstance(statement, ast.For)
        for node in walk(statement)
    )


def removes_always(text: Text, statement: ast.stmt, handle: str) -> bool:
    """Whether a `finally`, handler or `ExitStack` around it removes the hook."""
    for parent in text.tree.ancestors(statement):
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            break
        if isinstance(parent, ast.Try) and _mentions_removal(
            [*parent.finalbody, *parent.handlers]
        ):
            return True
    return False


def _mentions_removal(nodes: Sequence[ast.AST]) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr in ("remove", "close")
        for node in walk(*nodes)
    )


def can_raise(text: Text, statements: Sequence[ast.stmt]) -> bool:
    """Whether some statements call what may raise."""
    return any(_risky(statement) for statement in statements)


def _risky(statement: ast.stmt) -> bool:
    return any(_called(node) for node in _executed(statement))


def _executed(statement: ast.stmt) -> Iterator[ast.AST]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return
    if isinstance(statement, ast.Try) and _mentions_removal(statement.finalbody):
        return
    yield from walk(statement)


def _called(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    if isinstance(function, ast.Attribute):
        name = function.attr
    else:
        name = function.id if isinstance(function, ast.Name) else "?"
    return name not in _SAFE and not (
        name.startswith("register_") and name.endswith("hook")
    )
