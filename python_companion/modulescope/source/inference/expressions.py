"""What an expression holds: the core that rules ask, and who answers for which form."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..frames import Frame
from .attributes import attribute, of_class
from .calls import call
from .containers import comprehension, items_of, literal, mapping, subscript
from .held import CONTAINERS, TENSORS, UNKNOWN, Ask, Values, join, one
from .names import name

if TYPE_CHECKING:
    from ..classes import ClassFacts
    from ..text import Text

_DEPTH = 40
_STEPS = 600
"""Expressions that are looked at for one question; beyond, nothing is known."""


def held(text: Text, node: ast.AST | None, frame: Frame | None = None) -> Values:
    """What an expression may hold; not `whole` if some way is not known.

    Args:
        text: The cell that it is in.
        node: The expression; of None nothing is known.
        frame: The function that is read, with the call that runs it. Without it the
            arguments of functions are known by annotations, defaults and calls only.
    """
    if node is None:
        return UNKNOWN
    if frame is not None:
        return _Inference()(frame, node)
    known: dict[ast.AST, Values] = text.memo.setdefault("held", {})
    found = known.get(node)
    if found is None:
        found = known[node] = _Inference()(Frame(text), node)
    return found


def held_attribute(facts: ClassFacts, attr: str) -> Values:
    """What `self.attr` may hold by all that a class and its bases do with it."""
    known: dict[str, Values] = facts.memo.setdefault("held", {})
    found = known.get(attr)
    if found is None:
        ask = _Inference()
        start = Frame(facts.text, None, None, None, facts)
        found = known[attr] = of_class(ask, start, facts, attr)
    return found


def items(values: Values) -> Values:
    """What a container holds that is known already."""
    return items_of(_Inference(), values)


class _Inference:
    """Answers one question, and all that it leads to."""

    def __init__(self) -> None:
        self._open: set[tuple[int, int]] = set()
        self._steps = 0

    def __call__(self, frame: Frame, node: ast.AST | None) -> Values:
        handler = _HANDLERS.get(type(node))
        if handler is None:
            return UNKNOWN
        key = (id(node), id(frame.call))
        self._steps += 1
        if self._steps > _STEPS or len(self._open) > _DEPTH:
            return UNKNOWN
        if key in self._open:
            # A value that comes from itself adds no way of its own.
            return Values((), True)
        self._open.add(key)
        try:
            return handler(self, frame, node)
        finally:
            self._open.discard(key)


def _constant(ask: Ask, frame: Frame, node: ast.Constant) -> Values:
    if node.value is None:
        return one("none", frame, node)
    if isinstance(node.value, (str, bytes)):
        return one("text", frame, node)
    return UNKNOWN if node.value is ... else one("number", frame, node)


def _text(ask: Ask, frame: Frame, node: ast.JoinedStr) -> Values:
    return one("text", frame, node)


def _either(ask: Ask, frame: Frame, node: ast.IfExp) -> Values:
    return join((ask(frame, node.body), ask(frame, node.orelse)))


def _any_of(ask: Ask, frame: Frame, node: ast.BoolOp) -> Values:
    """`a or b`: what is falsy is passed over, but for the last."""
    found = [ask(frame, value) for value in node.values]
    if isinstance(node.op, ast.Or):
        found[:-1] = [values.without("none") for values in found[:-1]]
    return join(found)


def _same(ask: Ask, frame: Frame, node: ast.NamedExpr | ast.Starred) -> Values:
    return ask(frame, node.value)


def _unary(ask: Ask, frame: Frame, node: ast.UnaryOp) -> Values:
    if isinstance(node.op, ast.Not):
        return one("number", frame, node)
    found = ask(frame, node.operand)
    return one("tensor", frame, node) if found.some(*TENSORS) else found


def _binary(ask: Ask, frame: Frame, node: ast.BinOp) -> Values:
    left, right = ask(frame, node.left), ask(frame, node.right)
    if left.some(*TENSORS) or right.some(*TENSORS):
        return one("tensor", frame, node)
    if isinstance(node.op, ast.Add) and left.only(*CONTAINERS):
        return join((left, right))
    if isinstance(node.op, ast.Mult) and left.only(*CONTAINERS):
        return _repeated(left)
    if isinstance(node.op, ast.Mult) and right.only(*CONTAINERS):
        return _repeated(right)
    if left.only("text"):
        return one("text", frame, node)
    both = left.only("number") and right.only("number")
    return one("number", frame, node) if both else UNKNOWN


def _repeated(values: Values) -> Values:
    """`[a] * n` has the items of `[a]`, but another length."""
    return values._replace(ways=tuple(w._replace(parts=()) for w in values.ways))


def _compared(ask: Ask, frame: Frame, node: ast.Compare) -> Values:
    if isinstance(node.ops[0], (ast.Is, ast.IsNot, ast.In, ast.NotIn)):
        return one("number", frame, node)
    sides = [ask(frame, side) for side in (node.left, *node.comparators)]
    if any(side.some(*TENSORS) for side in sides):
        return one("tensor", frame, node)
    return one("number", frame, node) if all(s.whole for s in sides) else UNKNOWN


def _function(ask: Ask, frame: Frame, node: ast.Lambda) -> Values:
    return one("function", frame, node)


_HANDLERS: dict[type[Any], Callable[[Ask, Frame, Any], Values]] = {
    ast.Constant: _constant,
    ast.JoinedStr: _text,
    ast.IfExp: _either,
    ast.BoolOp: _any_of,
    ast.NamedExpr: _same,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _compared,
    ast.Lambda: _function,
    ast.List: literal,
    ast.Tuple: literal,
    ast.Set: literal,
    ast.ListComp: comprehension,
    ast.SetComp: comprehension,
    ast.GeneratorExp: comprehension,
    ast.Dict: mapping,
    ast.DictComp: mapping,
    ast.Name: name,
    ast.Attribute: attribute,
    ast.Subscript: subscript,
    ast.Call: call,
}
