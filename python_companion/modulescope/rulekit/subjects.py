"""What claims are about, where that is not told by one name."""

from __future__ import annotations

import ast

from ..source.text import Text
from .rule import Subject


def variable(text: Text, node: ast.AST, name: str) -> Subject:
    """A variable of the notebook, or of the function that a node is in."""
    function = text.tree.function(node)
    if function is None:
        return Subject("name", "", name)
    return Subject("function", "", f"{text.tree.qualname(function)}.{name}")
