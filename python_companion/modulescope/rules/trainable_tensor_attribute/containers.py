"""Which plain containers of a module class hold what is meant to train."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...findings import Edit
from ...source.classes import ClassFacts, Store, may_register
from ...source.edits import wrap
from ...source.inference.expressions import held_attribute
from ...source.inference.held import Held
from ...source.registering import (
    inside,
    is_given_away,
    may_be_container,
    parameters_in,
    registered,
)
from ...source.trained import is_trained
from .faults import container_fault

_KINDS = ("list", "tuple", "set", "dict")
_REGISTERED = {
    ast.List: "ParameterList",
    ast.ListComp: "ParameterList",
    ast.Dict: "ParameterDict",
    ast.DictComp: "ParameterDict",
}


class Container(NamedTuple):
    """An attribute that holds parameters, or tensors that require grad."""

    store: Store
    fault: str
    edits: tuple[Edit, ...]


def trained_containers(facts: ClassFacts) -> Iterator[Container]:
    """The attributes whose containers hide tensors that are meant to train."""
    known: set[ast.AST] | None = None
    for attr, stores in facts.stores.items():
        if facts.registration(attr) or not may_be_container(facts, attr):
            continue
        found = held_attribute(facts, attr).some(*_KINDS)
        if not found:
            continue
        parameters = list(parameters_in(found))
        if not parameters and not any(map(_is_trained, inside(found))):
            continue
        if known is None:
            known = registered(facts)
        lost = [way for way in parameters if way.node not in known]
        lost += [way for way in inside(found) if _is_trained(way)]
        if lost and not is_given_away(facts, attr):
            makes = (s for s in stores if not isinstance(s.statement, ast.AugAssign))
            store = next(makes, stores[0])
            yield Container(
                store, _fault(found[0].kind, lost), _edits(facts, store, found)
            )


def _is_trained(way: Held) -> bool:
    return (
        way.kind == "tensor"
        and way.sure
        and isinstance(way.node, ast.expr)
        and is_trained(way.frame.text, way.node)
    )


def _fault(kind: str, lost: list[Held]) -> str:
    return container_fault(kind, any(way.kind == "parameter" for way in lost))


def _edits(
    facts: ClassFacts, store: Store, found: tuple[Held, ...]
) -> tuple[Edit, ...]:
    """Makes a list a ParameterList, a dict a ParameterDict."""
    text, value = facts.text, store.value
    wanted = _REGISTERED.get(type(value))
    if wanted is None or value is None or len(facts.all_stores(store.attr)) > 1:
        return ()
    if not may_register(facts, store) or not all(
        way.items and way.items.only("parameter") for way in found
    ):
        return ()
    name = text.names.spell(f"torch.nn.{wanted}", store.target)
    return wrap(text, value, name) if name else ()
