"""Calls that make a tensor."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .text import Text

# What they make can be computed again; it need not be saved.
_CONSTANT = frozenset(
    "arange linspace logspace eye tensor as_tensor from_numpy triu tril".split()
)
_STATE = frozenset("zeros ones empty full rand randn randint randperm normal".split())


def tensor_factory(text: Text, node: ast.AST | None) -> str:
    """`zeros` for `torch.zeros(…)`; empty for what is no such call."""
    head, _, last = text.callee(node).rpartition(".")
    return last if head == "torch" and last in _CONSTANT | _STATE else ""


def is_recomputable(factory: str) -> bool:
    """Whether a tensor factory makes the same values again."""
    return factory in _CONSTANT


def is_number(text: Text, node: ast.Call) -> bool:
    """Whether `torch.tensor(…)` gets a plain number, so it has no dimensions."""
    if tensor_factory(text, node) not in ("tensor", "as_tensor") or not node.args:
        return False
    value = node.args[0]
    while isinstance(value, ast.UnaryOp):
        value = value.operand
    if isinstance(value, (ast.Constant, ast.BinOp)):
        return True
    return text.resolve(value).startswith(("math.", "float", "numpy.pi"))


def keyword(node: ast.Call, name: str) -> ast.keyword | None:
    """A keyword argument of a call."""
    return next((item for item in node.keywords if item.arg == name), None)


def is_true(node: ast.AST | None) -> bool:
    """Whether an expression is the constant True."""
    return isinstance(node, ast.Constant) and node.value is True
