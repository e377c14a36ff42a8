"""Makes a parameter of a tensor that is meant to train."""

from __future__ import annotations

import ast

from ...findings import Edit, Range
from ...source.classes import (
    ClassFacts,
    Store,
    is_set_from_outside,
    may_register,
    reached_from,
)
from ...source.edits import insert, remove_argument
from ...source.tensors import keyword
from ...source.text import Text
from ...source.trained import asking, is_switched_on, switches_on


def is_switched_on_later(facts: ClassFacts, attr: str) -> bool:
    """Whether a method says `self.attr.requires_grad = True` or its like."""
    return any(is_switched_on(facts.text, use.node) for use in facts.all_uses(attr))


def wrapped(facts: ClassFacts, store: Store) -> tuple[tuple[Edit, ...], bool]:
    """`nn.Parameter(…)` around a value, and whether nothing else depends on it.

    What asks for the gradient in the value goes: a parameter has it. Not safe where
    a local variable stays a second tensor, or other code assigns the attribute.
    """
    text, value = facts.text, store.value
    name = text.names.spell("torch.nn.Parameter", store.target)
    if not name or value is None or not may_register(facts, store):
        return (), False
    edits = [insert(text, text.range(value).start, f"{name}(")]
    close = ")" if _trains_at_once(facts, store) else ", requires_grad=False)"
    for call in asking(text, value):
        removed = _without_asking(text, call)
        if removed is None:
            return (), False
        if removed.range.end == text.range(value).end:
            removed, close = text.edit(removed.range, close), ""
        edits.append(removed)
    if close:
        edits.append(insert(text, text.range(value).end, close))
    alone = not isinstance(value, ast.Name)
    return tuple(edits), alone and not is_set_from_outside(facts, store.attr)


def _without_asking(text: Text, call: ast.Call) -> Edit | None:
    if switches_on(call):
        assert isinstance(call.func, ast.Attribute)
        inner = text.range(call.func.value)
        return text.edit(Range(inner.end, text.range(call).end), "")
    given = keyword(call, "requires_grad")
    return remove_argument(text, given) if given else None


def _trains_at_once(facts: ClassFacts, store: Store) -> bool:
    """Whether it requires grad when the object is made, not only after a call."""
    building = {method for _, method in reached_from(facts, "__init__")}
    later = [
        use.method
        for use in facts.all_uses(store.attr)
        if is_switched_on(facts.text, use.node)
    ]
    return not later or any(method in building for method in later)
