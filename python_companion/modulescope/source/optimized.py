"""Over the parameters of which models the optimizers are that an expression makes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .frames import Frame, argument
from .inference.expressions import held
from .inference.held import CONTAINERS, Held, Values
from .tree import dotted_name

if TYPE_CHECKING:
    from .text import Text

_DEPTH = 4
_LISTS = frozenset(("parameters", "named_parameters"))
_NO_NAMES: Mapping[int, str] = {}


def stepped_models(
    values: Values, local: Mapping[int, str] = _NO_NAMES
) -> tuple[str, ...]:
    """The names of the models whose tensors the optimizers among some values step.

    `local` names the modules of a function, by the ids of the nodes that make them.
    """
    found: dict[str, None] = {}
    for optimizer in _inside(values, "optimizer"):
        for tensor in _inside(optimizer.of or Values(), "parameter"):
            if name := _owner(tensor, local):
                found[name] = None
    return tuple(found)


def _inside(values: Values, kind: str, depth: int = 0) -> Iterator[Held]:
    """The values of one kind, also those in containers."""
    for way in values.ways:
        if way.kind == kind:
            yield way
        elif way.kind in CONTAINERS and way.items is not None and depth < _DEPTH:
            yield from _inside(way.items, kind, depth + 1)


def _owner(tensor: Held, local: Mapping[int, str]) -> str:
    """`net` for what comes out of `net.parameters()`; empty if it has no name."""
    call = tensor.node
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return ""
    if call.func.attr not in _LISTS:
        return ""
    names = {local.get(id(way.node)) for way in (tensor.of or Values()).ways}
    known = names.pop() if len(names) == 1 else None
    return known or _outside(tensor.frame, call.func.value)


def _outside(frame: Frame, node: ast.expr) -> str:
    """The name that the notebook has for what a function calls otherwise."""
    name = dotted_name(node)
    while name and frame.function is not None:
        root, _, rest = name.partition(".")
        given = argument(frame, root)
        if given is None:
            return ""
        frame, outer = given[0], dotted_name(given[1])
        name = f"{outer}.{rest}" if outer and rest else outer
    return name


def made_together(
    text: Text, target: ast.Tuple | ast.List, value: ast.expr
) -> list[tuple[str, tuple[str, ...]]]:
    """The optimizers in `net, opt = build()`, each with the models it is over."""
    whole = held(text, value)
    parts = whole.ways[0].parts if len(whole.ways) == 1 else ()
    if len(parts) != len(target.elts):
        return []
    pairs = [(dotted_name(t), part) for t, part in zip(target.elts, parts, strict=True)]
    local = {
        id(way.node): name
        for name, part in pairs
        for way in part.some("module")
        if name
    }
    found = [(name, stepped_models(part, local)) for name, part in pairs]
    return [(name, models) for name, models in found if models]
