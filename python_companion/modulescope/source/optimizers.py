"""Which expressions are optimizers, and which are certainly different ones."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from .inference.expressions import held
from .tree import dotted_name

if TYPE_CHECKING:
    from .text import Text

_WORDS = frozenset("opt opts optim optims optimizer optimizers optimiser".split())
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


class Call(NamedTuple):
    """A call that a loop runs, and the cell it is in."""

    text: Text
    node: ast.Call


def words_of(name: str) -> list[str]:
    """The words of a name: `opt` and `G` in `optG`, in small letters."""
    return [word.lower() for word in _WORD.findall(name)]


def is_optimizer(text: Text, node: ast.expr) -> bool:
    """Whether an expression is an optimizer: by what it holds, else by its name."""
    values = held(text, node).without("none")
    if values.some("optimizer"):
        return True
    if values.whole and values.ways:
        return False
    while isinstance(node, ast.Subscript):
        node = node.value
    return not _WORDS.isdisjoint(words_of(dotted_name(node).rpartition(".")[2]))


def stepped(call: Call) -> ast.expr | None:
    """The optimizer that a call of `step` steps; None if it steps something else."""
    node, function = call.node, call.node.func
    if not isinstance(function, ast.Attribute):
        return None
    if is_optimizer(call.text, function.value):
        return function.value
    if len(node.args) == 1 and is_optimizer(call.text, node.args[0]):
        return node.args[0]
    return None


def are_different(first: tuple[Text, ast.expr], second: tuple[Text, ast.expr]) -> bool:
    """Whether two expressions are certainly two optimizers."""
    (text, left), (owner, right) = first, second
    if _other_keys(left, right):
        return True
    one, other = held(*first), held(*second)
    if one.only("optimizer") and other.only("optimizer"):
        return {id(w.node) for w in one.ways}.isdisjoint(id(w.node) for w in other.ways)
    if text is not owner:
        return False
    if text.tree.function(left) is not text.tree.function(right):
        return False
    return all(_stands_for_itself(text, node) for node in (left, right)) and (
        dotted_name(left) != dotted_name(right)
    )


def _other_keys(left: ast.expr, right: ast.expr) -> bool:
    """`opts["a"]` and `opts["b"]`."""
    if not isinstance(left, ast.Subscript) or not isinstance(right, ast.Subscript):
        return False
    keys = left.slice, right.slice
    return (
        bool(dotted_name(left.value))
        and dotted_name(left.value) == dotted_name(right.value)
        and all(isinstance(key, ast.Constant) for key in keys)
        and ast.dump(keys[0]) != ast.dump(keys[1])
    )


def _stands_for_itself(text: Text, node: ast.expr) -> bool:
    """Whether a name is an argument or made by a call, no other name of something."""
    if isinstance(node, ast.Name):
        found = [b.node for b in text.names.bindings(node.id, node)]
        return bool(found) and all(
            isinstance(made, (ast.arg, ast.Tuple))
            or (isinstance(made, ast.Assign) and isinstance(made.value, ast.Call))
            for made in found
        )
    facts = text.enclosing_class(node)
    if facts is None or dotted_name(node).count(".") != 1:
        return False
    stores = facts.all_stores(dotted_name(node).partition(".")[2])
    return all(not isinstance(s.value, (ast.Attribute, ast.Subscript)) for s in stores)
