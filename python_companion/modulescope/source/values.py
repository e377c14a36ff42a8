"""Parts of definitions: arguments with defaults, constants, what a class body sets."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .classes import ClassFacts, Method


def arguments(method: Method) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """The arguments of a function by name, each with its default."""
    positional = [*method.args.posonlyargs, *method.args.args]
    missing = len(positional) - len(method.args.defaults)
    defaults = [*[None] * missing, *method.args.defaults]
    yield from zip(positional, defaults, strict=True)
    yield from zip(method.args.kwonlyargs, method.args.kw_defaults, strict=True)


def text_constant(node: ast.AST | None) -> str:
    """The text of a string constant; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def class_level(facts: ClassFacts) -> Iterator[tuple[ast.Name, ast.expr]]:
    """The names that a class body assigns, with their values."""
    for item in facts.node.body:
        targets = item.targets if isinstance(item, ast.Assign) else []
        if isinstance(item, ast.AnnAssign) and item.value is not None:
            targets = [item.target]
        value = item.value if isinstance(item, (ast.Assign, ast.AnnAssign)) else None
        for target in targets:
            if isinstance(target, ast.Name) and value is not None:
                yield target, value
