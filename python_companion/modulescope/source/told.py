"""What a cell tells edits of other cells: how it uses what they would change."""

from __future__ import annotations

import ast
from typing import NamedTuple

from .datasets import data_names
from .handlisted import HandListed, hand_listed
from .losses import loss_names
from .nodes import root_through_calls
from .text import Text
from .tree import Tree

_METHODS = frozenset(
    "item detach detach_ cpu cuda to numpy tolist backward sum mean std max min argmax "
    "float double half data grad grad_fn requires_grad requires_grad_ shape dim "
    "size".split()
)


class Told(NamedTuple):
    """What edits of other cells ask of a cell."""

    listed: tuple[HandListed, ...]
    """The attributes whose parameters it lists by hand."""
    tensors: frozenset[str]
    """The names that it uses as tensors."""
    near_forwards: frozenset[str]
    """The attributes that it uses and whose names are much like `forward`."""
    data: frozenset[str]
    """The names that it uses as data, as far as a look at an input may be meant."""
    losses: frozenset[str]
    """The variables and attributes that it makes losses of."""
    steps: bool
    """Whether it steps an optimizer, whoever made it, or calls `fit()`."""
    number: int
    """Changes with all of this; a long tuple would be hashed again and again."""


def told(text: Text) -> Told:
    """What a cell tells."""
    tree = text.tree
    attributes = (node.attr for node in tree.all(ast.Attribute))
    near = frozenset(a for a in attributes if a[:1] in "fF" and "w" in a.lower())
    near -= {"forward"}
    names = data_names(text), loss_names(text)
    found = (hand_listed(text), _tensors(tree), near, *names)
    steps = not {"step", "fit"}.isdisjoint(tree.calls)
    return Told(*found, steps, hash((found, steps)))


def _tensors(tree: Tree) -> frozenset[str]:
    """The names on which methods of tensors are called: `outs[0].sum().backward()`."""
    return frozenset(
        name
        for node in tree.all(ast.Attribute)
        if node.attr in _METHODS and (name := root_through_calls(node.value))
    )
