"""What a claim is about: the variable through which the target is reached."""

from __future__ import annotations

import ast

from ...rulekit.rule import Subject
from ...rulekit.subjects import variable
from ...source.nodes import root_name
from ...source.text import Text
from ...source.tree import walk
from .targets import Kind


def subject(text: Text, target: ast.Attribute, kind: Kind) -> Subject:
    """`net.requires_grad` for `net[0].requires_grad`, also in a loop over its layers.

    Of what leaves no trace on an object, the target as it is written.
    """
    if kind not in ("module", "misspelt"):
        return variable(text, target, f"{ast.unparse(target.value)}: {kind}")
    root = root_name(target.value)
    for _ in range(4):
        loop = _loop(text, root) if root is not None else None
        if loop is None:
            break
        root = _variable(text, loop.iter)
    return variable(text, target, f"{root.id if root else ''}.{target.attr}")


def _loop(text: Text, name: ast.Name) -> ast.For | None:
    """The loop around a use that binds the name."""
    for parent in text.tree.ancestors(name):
        if isinstance(parent, ast.For):
            bound = [n for n in walk(parent.target) if isinstance(n, ast.Name)]
            if any(n.id == name.id for n in bound):
                return parent
    return None


def _variable(text: Text, node: ast.expr) -> ast.Name | None:
    """The first variable of an expression that is no function such as `enumerate`."""
    for name in walk(node):
        if isinstance(name, ast.Name) and not text.resolve(name):
            return name
    return None
