"""Blocks and functions that evaluate a model."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from ...source.evaluating import sounds_like_evaluation
from ...source.graphs import is_no_grad
from ...source.text import Text
from .training import trains

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_KINDS: tuple[
    type[ast.With | ast.AsyncWith | ast.FunctionDef | ast.AsyncFunctionDef], ...
]
_KINDS = (ast.With, ast.AsyncWith, ast.FunctionDef, ast.AsyncFunctionDef)


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

    def is_decorated_method(self, text: Text) -> bool:
        """Whether it is a method under `no_grad`: its caller prepared other models."""
        is_method = text.enclosing_class(self.node) is not None
        return is_method and self.without_grad and isinstance(self.node, _FUNCTIONS)

    def leaves_open(self, text: Text, name: ast.Name) -> bool:
        """Whether the mode of a model is not for this text to say.

        An evaluation function, known by its name only, makes the model itself; or a
        library's function is given one, by a caller in another file.
        """
        nodes = [binding.node for binding in text.names.bindings(name.id, name)]
        if any(isinstance(node, ast.arg) for node in nodes):
            if text.enclosing_class(self.node) is not None:
                # Another method, maybe of a base class, prepared what it is given.
                return True
            return text.cell.id is None and not self.is_evaluation
        return not self.without_grad and any(
            isinstance(node, ast.Assign) and self.node in text.tree.ancestors(node)
            for node in nodes
        )


def evaluations(text: Text) -> Iterator[Context]:
    """The `no_grad` blocks and evaluation functions of a cell, outermost first."""
    for node in sorted(
        text.tree.all(*_KINDS), key=lambda node: (node.lineno, node.col_offset)
    ):
        if isinstance(node, (ast.With, ast.AsyncWith)):
            name = _no_grad_name(text, [item.context_expr for item in node.items])
            if name and not _is_test(text, node):
                evaluates = _is_evaluation(text, text.tree.function(node))
                yield Context(f"`{name}`", node, node.body, node, evaluates)
        else:
            name = _no_grad_name(text, node.decorator_list)
            if _is_decorated(text, node):
                # It may set the mode.
                continue
            if (name and not _is_test(text, node)) or _is_evaluation(text, node):
                first = _first_statement(node)
                evaluates = _is_evaluation(text, node)
                yield Context(
                    f"`{node.name}`", node, node.body, first, evaluates, bool(name)
                )


def _is_decorated(text: Text, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a decorator that is not torch's or plain Python's wraps a function."""
    for item in node.decorator_list:
        name = text.callee(item) or text.resolve(item)
        if not name or ("." in name and not name.startswith(("torch.", "functools."))):
            return True
    return False


def _no_grad_name(text: Text, expressions: list[ast.expr]) -> str:
    for node in expressions:
        if is_no_grad(text, node):
            return text.lines.text(node)
    return ""


def _is_evaluation(text: Text, node: ast.AST | None) -> bool:
    """Whether a function's name says that it evaluates, and its body does not train."""
    return (
        isinstance(node, _FUNCTIONS)
        and sounds_like_evaluation(node.name)
        and not _is_test(text, node)
        and not trains(text, node.body)
    )


def _is_test(text: Text, node: ast.AST) -> bool:
    """Whether it is in a test of a test runner, which is named alike."""
    if text.cell.id is not None:
        return False
    function = node if isinstance(node, _FUNCTIONS) else text.tree.function(node)
    return isinstance(function, _FUNCTIONS) and function.name.startswith("test_")


def _first_statement(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
    first = node.body[0]
    docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return node.body[1] if docstring and len(node.body) > 1 else first
