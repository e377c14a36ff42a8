"""What clears the gradients of an optimizer in a loop, and what may do so."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...source.loops import Loop, functions_called
from ...source.nodes import called
from ...source.optimizers import Call, are_different, is_optimizer, stepped, words_of
from ...source.text import Text
from ...source.tree import dotted_name, walk

# They are given an optimizer and do not clear its gradients.
_HARMLESS = frozenset(
    "step unscale_ update print len isinstance append save state_dict set_lr get_lr "
    "adjust_learning_rate id type str repr float getattr hasattr".split()
)
_ZEROING = frozenset(("zero_", "_foreach_zero_"))
_WRITING = frozenset(("fill_", "copy_", "set_"))
_KEYWORDS = frozenset(("zero_grad", "set_to_none"))
# The words of names such as `clear_gradients`, of functions that cannot be read.
_GRADIENTS = frozenset("grad grads gradient gradients".split())
_CLEARING = frozenset("zero clear reset clean".split())


class _Clearing(NamedTuple):
    """A node that clears gradients, or may do so."""

    text: Text
    node: ast.AST
    optimizer: ast.expr | None = None
    """Whose gradients; None: maybe all."""


def uncleared(loop: Loop) -> Iterator[Call]:
    """The first step of each optimizer whose gradients nothing in a loop clears."""
    clearings = list(_clearings(loop))
    found: list[Call] = []
    for step in loop.steps:
        if loop.makes_anew(step) or any(_clears(loop, c, step) for c in clearings):
            continue
        if all(_are_different(step, other) for other in found):
            found.append(step)
            yield step


def _are_different(first: Call, second: Call) -> bool:
    one, other = stepped(first), stepped(second)
    return (
        one is not None
        and other is not None
        and are_different((first.text, one), (second.text, other))
    )


def _clears(loop: Loop, clearing: _Clearing, step: Call) -> bool:
    """Whether a clearing concerns the gradients that a step uses."""
    optimizer = stepped(step)
    if clearing.optimizer is not None and optimizer is not None:
        own = clearing.text, clearing.optimizer
        if are_different(own, (step.text, optimizer)):
            return False
    if not _exclude(clearing, step):
        return True
    # Those of a backward outside both branches are cleared in another turn.
    return any(
        not _exclude(b, clearing) and not _exclude(b, step) for b in loop.backwards
    )


def _exclude(first: _Clearing | Call, second: _Clearing | Call) -> bool:
    """Whether two nodes are in different branches of one `if`."""
    if first.text is not second.text:
        return False
    other = _arms(second)
    return any(other.get(node, arm) is not arm for node, arm in _arms(first).items())


def _arms(place: _Clearing | Call) -> dict[ast.If, bool]:
    """The `if` statements around a node; True where it is in the first branch."""
    found: dict[ast.If, bool] = {}
    below: ast.AST = place.node
    for parent in place.text.tree.ancestors(below):
        if isinstance(parent, ast.If) and below is not parent.test:
            found[parent] = below in parent.body
        below = parent
    return found


def _clearings(loop: Loop) -> Iterator[_Clearing]:
    names = {dotted_name(stepped(step)) for step in loop.steps}
    for text, node in loop.reached:
        if isinstance(node, ast.Call):
            yield from _by_call(loop, text, node, names)
        elif isinstance(node, ast.Attribute) and node.attr == "grad":
            if not isinstance(node.ctx, ast.Load):
                yield _Clearing(text, node)
        elif isinstance(node, ast.Constant) and node.value == "grad":
            yield _Clearing(text, node)


def _by_call(
    loop: Loop, text: Text, node: ast.Call, optimizers: set[str]
) -> Iterator[_Clearing]:
    name, function = called(node), node.func
    if name == "zero_grad" and isinstance(function, ast.Attribute):
        known = is_optimizer(text, function.value)
        yield _Clearing(text, node, function.value if known else None)
    elif (
        any(item.arg in _KEYWORDS for item in node.keywords)
        or (name in _ZEROING and "grad" in loop.words)
        or (name in _WRITING and _is_of_grad(function))
        or _sounds_like_clearing(text, node)
        or _is_handed_over(text, node, optimizers)
    ):
        yield _Clearing(text, node)


def _is_of_grad(function: ast.expr) -> bool:
    return any(getattr(node, "attr", "") == "grad" for node in walk(function))


def _sounds_like_clearing(text: Text, node: ast.Call) -> bool:
    words = words_of(called(node))
    sounds = not (_GRADIENTS.isdisjoint(words) or _CLEARING.isdisjoint(words))
    return sounds and not _is_known(text, node)


def _is_handed_over(text: Text, node: ast.Call, optimizers: set[str]) -> bool:
    """Whether an unknown function is given the optimizer, or is the optimizer's own."""
    if called(node) in _HARMLESS or text.resolve(node.func).startswith("torch."):
        return False
    arguments = [*node.args, *(item.value for item in node.keywords)]
    given = {dotted_name(argument) for argument in arguments}
    function = node.func
    owner = dotted_name(function.value) if isinstance(function, ast.Attribute) else ""
    if not given.isdisjoint(optimizers) or owner in optimizers - {""}:
        return not _is_known(text, node)
    # A method of a base class that is not here, or a callback.
    return (
        (owner == "self" or "self" in given)
        and isinstance(text.tree.parents.get(node), ast.Expr)
        and not _is_known(text, node)
    )


def _is_known(text: Text, node: ast.Call) -> bool:
    return any(True for _ in functions_called(text, node))
