"""Blocks and functions that evaluate a model."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...source.graphs import is_no_grad
from ...source.text import Text

_EVALUATION = re.compile(r"_?(eval|valid|test|predict)", re.IGNORECASE)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Context:
    """Statements that evaluate; `first` is where `model.eval()` could stand."""

    name: str
    node: ast.stmt
    body: list[ast.stmt]
    first: ast.stmt
    is_evaluation: bool
    """Whether it is in a function that does nothing else."""
    without_grad: bool = True

    def makes(self, text: Text, name: ast.Name) -> bool:
        """Whether an evaluation function, known by its name only, makes the model."""
        return not self.without_grad and any(
            isinstance(binding.node, ast.Assign)
            and self.node in text.tree.ancestors(binding.node)
            for binding in text.names.bindings(name.id, name)
        )


def evaluations(text: Text) -> Iterator[Context]:
    """The `no_grad` blocks and evaluation functions of a cell, outermost first."""
    for node in text.tree.nodes:
        if isinstance(node, (ast.With, ast.AsyncWith)):
            name = _no_grad_name(text, [item.context_expr for item in node.items])
            if name:
                evaluates = _is_evaluation(text, text.tree.function(node))
                yield Context(f"`{name}`", node, node.body, node, evaluates)
        elif isinstance(node, _FUNCTIONS):
            name = _no_grad_name(text, node.decorator_list)
            if name and text.enclosing_class(node) is not None:
                # A library's method is given a model that its caller prepared.
                continue
            if name or _is_evaluation(text, node):
                first = _first_statement(node)
                evaluates = _is_evaluation(text, node)
                yield Context(
                    f"`{node.name}`", node, node.body, first, evaluates, bool(name)
                )


def _no_grad_name(text: Text, expressions: list[ast.expr]) -> str:
    for node in expressions:
        if is_no_grad(text, node):
            return text.lines.text(node)
    return ""


def _is_evaluation(text: Text, node: ast.AST | None) -> bool:
    """Whether a function's name says that it evaluates a model it is given.

    Tests of a test runner are named alike, but take no model.
    """
    if not isinstance(node, _FUNCTIONS) or not _EVALUATION.match(node.name):
        return False
    return not node.name.startswith("test_") or bool(node.args.args)


def _first_statement(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
    first = node.body[0]
    docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return node.body[1] if docstring and len(node.body) > 1 else first
