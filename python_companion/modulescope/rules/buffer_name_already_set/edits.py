"""The edit that removes the assignment before a registration."""

from __future__ import annotations

import ast

from ...findings import Edit
from ...source.edits import remove_line
from ...source.inference.kinds import value_kind
from ...source.tree import walk
from .states import Clash


def removal(clash: Clash) -> tuple[Edit, ...]:
    """Removes the assignment if nothing needs it: it stands in the same block."""
    statement, text = clash.taken.node, clash.facts.text
    if not isinstance(statement, ast.Assign) or clash.taken.facts is not clash.facts:
        return ()
    if len(statement.targets) > 1 or not isinstance(
        statement.targets[0], ast.Attribute
    ):
        return ()
    if value_kind(text, statement.value) not in ("none", "plain", "tensor"):
        return ()
    block = getattr(text.tree.parents[statement], "body", [])
    registering = text.tree.statement(clash.call)
    if statement not in block or registering not in block:
        return ()
    stores = clash.facts.stores.get(clash.attr, ())
    between = block[block.index(statement) + 1 : block.index(registering) + 1]
    if not between or sum(store.statement in block for store in stores) != 1:
        return ()
    for node in walk(*between):
        if isinstance(node, ast.Attribute) and node.attr == clash.attr:
            return ()
        # A method of the module may read it.
        if isinstance(node, ast.Call) and node is not clash.call:
            if isinstance(node.func, ast.Attribute) and isinstance(
                node.func.value, ast.Name
            ):
                if node.func.value.id == "self":
                    return ()
    return remove_line(text, statement)
