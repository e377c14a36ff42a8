"""What a text says of evaluating a model, by its words alone."""

from __future__ import annotations

import ast
import re

from .tree import Tree

NO_GRAD_WORDS = frozenset(("no_grad", "inference_mode", "set_grad_enabled"))
_NAME = re.compile(r"_?(eval|valid|test|predict)", re.IGNORECASE)


def sounds_like_evaluation(name: str) -> bool:
    """Whether a function is named like one that evaluates: `evaluate`, `val_loss`."""
    return _NAME.match(name) is not None


def may_evaluate(tree: Tree) -> bool:
    """Whether a cell can hold a block or a function that evaluates a model."""
    functions: list[ast.FunctionDef | ast.AsyncFunctionDef] = [
        *tree.all(ast.FunctionDef),
        *tree.all(ast.AsyncFunctionDef),
    ]
    return not NO_GRAD_WORDS.isdisjoint(tree.words) or any(
        sounds_like_evaluation(function.name) for function in functions
    )
