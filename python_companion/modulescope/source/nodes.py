"""What a single node of a syntax tree is, without its surroundings."""

from __future__ import annotations

import ast


def is_true(node: ast.AST | None) -> bool:
    """Whether an expression is the constant True."""
    return isinstance(node, ast.Constant) and node.value is True


def is_none(node: ast.AST | None) -> bool:
    """Whether an expression is the constant None."""
    return isinstance(node, ast.Constant) and node.value is None


def is_named(node: ast.AST, name: str) -> bool:
    """Whether an expression is this variable."""
    return isinstance(node, ast.Name) and node.id == name


def integer(node: ast.AST) -> int | None:
    """The number that an index is: `0`, `-1`; None for anything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        found = integer(node.operand)
        return None if found is None else -found
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    return None


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def root_name(node: ast.AST) -> ast.Name | None:
    """`model` in `model.encoder[3].attention`."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def root_through_calls(node: ast.expr) -> str:
    """`model` also in `model.encoder(x)[3].sum()`; empty if it begins otherwise."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def position(node: ast.AST) -> tuple[int, int]:
    """Line and column at which a node begins: nodes of a cell in the text's order."""
    return (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
