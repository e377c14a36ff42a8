"""What a text makes losses of, as far as their names tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .text import Text
from .tree import dotted_name, walk

# What `torch.nn.functional` is called: other cells may import it, none is read here.
_FUNCTIONAL = frozenset(("F", "functional"))


def loss_names(text: Text) -> frozenset[str]:
    """The variables that losses are made of, and the attributes: `.features`."""
    words = text.tree.words
    if words.isdisjoint(_FUNCTIONAL | {"backward"}) and not any(
        "loss" in word.lower() for word in words
    ):
        return frozenset()
    return frozenset(
        f".{node.attr}" if isinstance(node, ast.Attribute) else node.id
        for node in walk(*_made_of(text))
        if isinstance(node, (ast.Attribute, ast.Name))
    )


def _made_of(text: Text) -> Iterator[ast.expr]:
    for call in text.tree.all(ast.Call):
        function = call.func
        called = dotted_name(function)
        if isinstance(function, ast.Attribute) and function.attr == "backward":
            yield function.value
        elif "loss" in called.lower() or _FUNCTIONAL.intersection(called.split(".")):
            yield from (*call.args, *(item.value for item in call.keywords))
    for node in text.tree.all(ast.Assign):
        if any("loss" in dotted_name(target).lower() for target in node.targets):
            yield node.value
    for added in text.tree.all(ast.AugAssign):
        if "loss" in dotted_name(added.target).lower():
            yield added.value
