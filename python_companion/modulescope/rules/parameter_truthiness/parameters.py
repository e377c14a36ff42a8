"""Whether an attribute is a parameter, by all that its class does with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...source.classes import ClassFacts
from ...source.inference.expressions import held, held_attribute
from ...source.inference.held import Held, Values, join

_LAYERS = frozenset(
    "torch.nn.Linear torch.nn.Bilinear torch.nn.Conv1d torch.nn.Conv2d torch.nn.Conv3d "
    "torch.nn.ConvTranspose1d torch.nn.ConvTranspose2d torch.nn.ConvTranspose3d".split()
)
_WORDS = frozenset(("Parameter", "register_parameter", "bias", "weight"))
_SIZED = frozenset(
    f"torch.{name}" for name in "zeros ones empty rand randn Tensor FloatTensor".split()
)


class Parameter(NamedTuple):
    """What an attribute holds whose truth value is asked."""

    is_optional: bool
    """Whether it may be None."""
    is_one: bool | None
    """Whether it has a single element; None if the text does not show it."""
    sure: bool


def has_parameters(facts: ClassFacts) -> bool:
    """Whether a word of the cells of a class and its bases speaks of parameters."""
    return any(not _WORDS.isdisjoint(o.text.tree.words) for o in facts.family)


def parameter(facts: ClassFacts, attr: str) -> Parameter | None:
    """The parameter of an attribute; None if it may be meant to be tested."""
    if attr in ("weight", "bias") and _is_of_layer(facts, attr):
        return Parameter(attr == "bias", None, True)
    values = _values(facts, attr)
    ways = values.some("parameter")
    if not ways or not values.only("parameter", "none"):
        return None
    is_optional = bool(values.some("none"))
    sizes = {_is_one(way) for way in ways}
    is_one = sizes.pop() if len(sizes) == 1 else None
    if is_optional or is_one is False:
        return Parameter(is_optional, is_one, values.sure)
    if is_one is None and all(map(_is_table, ways)):
        return Parameter(False, None, False)
    return None


def _is_of_layer(facts: ClassFacts, attr: str) -> bool:
    """Whether torch's layer, from which a class derives, makes the attribute."""
    if facts.all_stores(attr) or facts.registration(attr):
        return False
    return facts.is_fully_known and any(
        owner.text.resolve(base) in _LAYERS
        for owner in facts.family
        for base in owner.node.bases
    )


def _values(facts: ClassFacts, attr: str) -> Values:
    registered = list(_registered(facts, attr))
    stored = [held_attribute(facts, attr)] if facts.all_stores(attr) else []
    return join([*registered, *stored]) if registered or stored else Values()


def _registered(facts: ClassFacts, attr: str) -> Iterator[Values]:
    """`self.register_parameter("scale", …)`."""
    if facts.registration(attr) != "parameter":
        return
    for owner in facts.family:
        for call in owner.text.tree.calls.get("register_parameter", ()):
            if owner.text.enclosing_class(call) is owner and len(call.args) == 2:
                name, value = call.args
                if isinstance(name, ast.Constant) and name.value == attr:
                    yield held(owner.text, value)


def _is_one(way: Held) -> bool | None:
    """Whether the text shows that a parameter has one element, or several."""
    sizes = _sizes(way)
    constants = [s.value for s in sizes if isinstance(s, ast.Constant)]
    if any(type(value) is int and value > 1 for value in constants):
        return False
    return True if constants == [1] * len(sizes) and sizes else None


def _is_table(way: Held) -> bool:
    """Whether a parameter has several sizes: seldom is each of them 1."""
    return len(_sizes(way)) > 1


def _sizes(way: Held) -> list[ast.expr]:
    """The sizes that a parameter is made with, as far as they are written out."""
    call = way.node
    if not isinstance(call, ast.Call) or not call.args:
        return []
    made = held(way.frame.text, call.args[0], way.frame).ways
    node = made[0].node if len(made) == 1 else None
    if not isinstance(node, ast.Call) or made[0].frame.text.callee(node) not in _SIZED:
        return []
    is_open = any(isinstance(size, ast.Starred) for size in node.args)
    return [] if is_open else node.args
