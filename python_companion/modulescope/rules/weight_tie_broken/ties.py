"""Which parameters a text ties."""

from __future__ import annotations

import ast
from typing import NamedTuple

from ...source.classes import ClassFacts, self_name
from ...source.text import Text
from ...source.tree import dotted_name, walk


class Tie(NamedTuple):
    """`root.first = root.second`, with the paths of two parameters."""

    root: str
    first: str
    second: str


def tie_of(target: ast.AST, source: ast.AST) -> Tie | None:
    """The two parameters of one model in `model.a.weight = model.b.weight`."""
    root, _, first = dotted_name(target).partition(".")
    other, _, second = dotted_name(source).partition(".")
    if not root or root != other or first == second:
        return None
    if not first.endswith(("weight", "bias")) or not second.endswith(
        ("weight", "bias")
    ):
        return None
    return Tie(root, first, second) if "." in first and "." in second else None


def ties_in(definition: ast.ClassDef) -> list[Tie]:
    """The ties that the constructor of a class always makes."""
    found: list[Tie] = []
    for method in definition.body:
        if not isinstance(method, ast.FunctionDef) or method.name != "__init__":
            continue
        me = self_name(method)
        for statement in method.body:
            # Not below an `if`: there, models of this class may be untied.
            if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                tie = tie_of(statement.targets[0], statement.value)
                if tie and tie.root == me:
                    found.append(tie)
    return found


def ties_of_class(facts: ClassFacts) -> list[Tie]:
    """The ties of a class and of the bases that the notebook defines."""
    return [tie for relative in facts.family for tie in ties_in(relative.node)]


def is_tied_again(text: Text, node: ast.Call, model: str) -> bool:
    """Whether anything behind a call may tie a model again."""
    scope = text.tree.function(node) or text.tree.module
    for item in walk(scope):
        if getattr(item, "lineno", 0) < node.lineno:
            continue
        if isinstance(item, ast.Attribute) and dotted_name(item).startswith(
            f"{model}."
        ):
            if "tie" in item.attr or isinstance(item.ctx, ast.Store):
                return True
        elif isinstance(item, ast.Name) and "tie" in item.id:
            return True
    return False
