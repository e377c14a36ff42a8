"""Attributes whose parameters are listed by hand, beside `model.parameters()`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..findings import Range
from .tree import walk

if TYPE_CHECKING:
    from .text import Text

# By their names: what other cells import is not known when a cell is summarised.
_LISTING = frozenset(
    "parameters named_parameters add_param_group Adadelta Adagrad Adam AdamW Adamax "
    "SparseAdam ASGD LBFGS NAdam RAdam RMSprop Rprop SGD Adafactor Muon".split()
)


class HandListed(NamedTuple):
    """An attribute, and where its parameters are listed."""

    attr: str
    range: Range


def hand_listed(text: Text) -> tuple[HandListed, ...]:
    """The attributes that are read where parameters are listed or optimized.

    `SGD([*net.parameters(), *(p for b in net.blocks for p in b.parameters())])`, and
    loops over `net.blocks` with `parameters()` in their body.
    """
    found: dict[str, Range] = {}
    for part in _parts(text):
        for node in walk(part):
            if isinstance(node, ast.Attribute) and not _is_method(text, node):
                found.setdefault(node.attr, text.range(node))
    return tuple(HandListed(*entry) for entry in found.items())


def _parts(text: Text) -> Iterator[ast.AST]:
    """The statements that list parameters, and what the loops around go over."""
    called = text.tree.calls.items()
    for call in [c for name, calls in called if name in _LISTING for c in calls]:
        below: ast.AST = call
        for parent in text.tree.ancestors(call):
            if isinstance(parent, (ast.For, ast.AsyncFor)):
                yield parent.iter
            elif isinstance(below, ast.expr) and isinstance(parent, ast.stmt):
                yield parent if not hasattr(parent, "body") else below
            below = parent


def _is_method(text: Text, node: ast.Attribute) -> bool:
    """Whether an attribute is only called, as in `net.blocks.values()`."""
    parent = text.tree.parents[node]
    return isinstance(parent, ast.Call) and parent.func is node
