"""What a cell tells edits of other cells: how it uses what they would change."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from .datasets import data_names
from .handlisted import HandListed, hand_listed
from .losses import loss_names
from .nodes import root_name, root_through_calls
from .text import Text
from .tree import Tree

_METHODS = frozenset(
    "item detach detach_ cpu cuda to numpy tolist backward sum mean std max min argmax "
    "float double half data grad grad_fn requires_grad requires_grad_ shape dim "
    "size".split()
)


_LOSSES = frozenset("BCEWithLogitsLoss CrossEntropyLoss KLDivLoss NLLLoss".split())
_PARTS = frozenset(
    "add_module append extend insert pop register_module set_submodule".split()
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
    rebuilt: frozenset[str]
    """The names and attributes of modules that it may put parts into or take out of."""
    rebuilders: frozenset[str]
    """The functions that do so to what they are given."""
    takes_logits: bool
    """Whether it names a class of losses that expect logits or their logarithms."""
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
    data, logits = data_names(text), not _LOSSES.isdisjoint(tree.words)
    places = list(_rebuilt(tree))
    rebuilders = frozenset(_rebuilders(tree, places))
    calls = [call for name in rebuilders for call in tree.calls.get(name, ())]
    places += (argument for call in calls for argument in call.args)
    rebuilt = frozenset(name for place in places for name in _path(place))
    found = (
        hand_listed(text),
        _tensors(tree),
        near,
        data,
        rebuilt,
        rebuilders,
        logits,
        loss_names(text),
    )
    steps = not {"step", "fit"}.isdisjoint(tree.calls)
    return Told(*found, steps, hash((found, steps)))


def _rebuilt(tree: Tree) -> Iterator[ast.expr]:
    """`net.body` of `net.body[1] = …`, `net.body.append(…)` and `del net.body[0]`."""
    for part in (*tree.all(ast.Attribute), *tree.all(ast.Subscript)):
        assert isinstance(part, (ast.Attribute, ast.Subscript))
        if type(part.ctx) is not ast.Load:
            yield part.value
    for name in _PARTS:
        for call in tree.calls.get(name, ()):
            if isinstance(call.func, ast.Attribute):
                yield call.func.value
    yield from (call.args[0] for call in tree.calls.get("setattr", ()) if call.args)


def _rebuilders(tree: Tree, places: list[ast.expr]) -> Iterator[str]:
    for place in places:
        root = root_name(place)
        function = tree.function(place) if root is not None else None
        if isinstance(function, ast.FunctionDef) and root is not None:
            if root.id in {a.arg for a in function.args.args if a.arg != "self"}:
                yield function.name


def _path(node: ast.expr) -> Iterator[str]:
    """The names on the way to a part; `self` says nothing."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Attribute):
            yield node.attr
        node = node.value
    if isinstance(node, ast.Name) and node.id != "self":
        yield node.id


def _tensors(tree: Tree) -> frozenset[str]:
    """The names on which methods of tensors are called: `outs[0].sum().backward()`."""
    return frozenset(
        name
        for node in tree.all(ast.Attribute)
        if node.attr in _METHODS and (name := root_through_calls(node.value))
    )
