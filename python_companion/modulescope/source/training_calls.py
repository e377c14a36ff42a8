"""Functions that train the model they are given."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .state import TRAINS
from .tree import walk

if TYPE_CHECKING:
    from .text import Text

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def is_training(text: Text, name: str) -> bool:
    """Whether a function trains what it is given: its body says so, or its name."""
    last = name.rpartition(".")[2]
    own = text.tree.scopes[text.tree.module].get(name, ())
    nodes = [binding.node for binding in own]
    nodes += [node for _, node in text.notebook.definitions(text.cell, name)]
    bodies = [node for node in nodes if isinstance(node, _FUNCTIONS)]
    if not bodies:
        return TRAINS.search(last) is not None and not last.startswith("load")
    return any(
        isinstance(node, ast.Attribute) and node.attr in ("step", "backward")
        for body in bodies
        for node in walk(body)
    )
