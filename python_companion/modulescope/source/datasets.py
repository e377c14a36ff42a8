"""Names that a cell uses as data: a tensor that was drawn can be a whole data set."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .evaluating import NO_GRAD_WORDS
from .state import TRAINS
from .tree import dotted_name

if TYPE_CHECKING:
    from .text import Text

DRAWING = frozenset("rand randn normal rand_like randn_like randint uniform".split())
"""Functions of torch and numpy, by the last word of their names."""
# A look at an input, and its way to a device.
_LOOKS = frozenset(
    "shape size dim ndim numel dtype device to cuda cpu half float double bfloat16 "
    "detach clone contiguous requires_grad requires_grad_ unsqueeze view "
    "reshape".split()
)
_SPLITTING = frozenset(("zip", "train_test_split", "DataLoader", "TensorDataset"))


def data_names(text: Text) -> frozenset[str]:
    """The names that are indexed, computed with, split, or trained on.

    What is only given to models without a graph is an input to try them with. A cell
    that neither draws nor trains says nothing: others are not read again for it.
    """
    calls = text.tree.calls
    trains = "backward" in calls or not _SPLITTING.isdisjoint(calls)
    drawn = _drawn(text)
    if not trains and not drawn:
        return frozenset()
    return frozenset(
        node.id
        for node in text.tree.all(ast.Name)
        if isinstance(node.ctx, ast.Load)
        and (node.id in drawn or (trains and not _is_bound(text, node)))
        and _is_data(text, node)
    )


def _drawn(text: Text) -> frozenset[str]:
    """The names that are bound to what a call draws."""
    tree = text.tree
    draws = [call for name in DRAWING for call in tree.calls.get(name, ())]
    return frozenset(
        target.id
        for statement in map(tree.statement, draws)
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    )


def _is_bound(text: Text, node: ast.Name) -> bool:
    tree = text.tree
    return node.id in tree.local_names or node.id in tree.scopes[tree.module]


def _is_data(text: Text, node: ast.Name) -> bool:
    parent = text.tree.parents[node]
    if isinstance(parent, ast.Subscript):
        return parent.value is node
    if isinstance(parent, ast.Attribute):
        return parent.attr not in _LOOKS
    if isinstance(parent, ast.Call) and parent.func is not node:
        return _uses(text, parent)
    return isinstance(parent, (ast.BinOp, ast.Compare))


def _uses(text: Text, call: ast.Call) -> bool:
    """Whether a function computes with an argument, splits it or trains on it."""
    first, _, last = dotted_name(call.func).rpartition(".")
    if first == "torch" or last in _SPLITTING or TRAINS.search(last.lower()):
        return True
    return "backward" in text.tree.calls and not _without_grad(text, call)


def _without_grad(text: Text, node: ast.AST) -> bool:
    """Whether a `with` or a decorator says so, by its name.

    What other cells import is not known when a cell is summarised.
    """
    for parent in text.tree.ancestors(node):
        items = [item.context_expr for item in getattr(parent, "items", ())]
        for item in (*items, *getattr(parent, "decorator_list", ())):
            function = item.func if isinstance(item, ast.Call) else item
            if dotted_name(function).rpartition(".")[2] in NO_GRAD_WORDS:
                return True
    return False
