"""Lists the parameters of models that can get a gradient; keeps none of them alive."""

from __future__ import annotations

import weakref
from typing import Any, NamedTuple

from ..objects import raw, walk


class Parameter(NamedTuple):
    """One parameter of a model, as far as it is kept."""

    fqn: str
    ref: Any
    shape: tuple[int, ...]
    numel: int
    owner: Any = None
    """A weak reference to the module that has it."""


def of_optimizer(optimizer: Any) -> list[Parameter]:
    """What an optimizer steps, for models that nothing else shows.

    Since torch 2.6 an optimizer may know the names; else they count.
    """
    found: dict[int, Parameter] = {}
    for group in list(raw.instance_dict(optimizer).get("param_groups", ())):
        names = group.get("param_names", ())
        for index, tensor in enumerate(list(group["params"])):
            facts = walk.tensor_facts(tensor)
            if facts is not None and facts.is_leaf and facts.numel:
                fqn = names[index] if index < len(names) else f"params.{len(found)}"
                found.setdefault(
                    id(tensor),
                    Parameter(fqn, weakref.ref(tensor), facts.shape, facts.numel),
                )
    return list(found.values())


def of_module(module: Any) -> list[Parameter]:
    """The parameters of a module that can get a gradient, in forward order."""
    found: dict[int, Parameter] = {}
    for node in walk.nodes(module)[0]:
        for name, tensor, kind in walk.own_tensors(node.module):
            if kind != "parameter" or id(tensor) in found:
                continue
            facts = walk.tensor_facts(tensor)
            if facts is not None and facts.is_leaf and facts.numel:
                fqn = f"{node.fqn}.{name}" if node.fqn else name
                found[id(tensor)] = Parameter(
                    fqn,
                    weakref.ref(tensor),
                    facts.shape,
                    facts.numel,
                    weakref.ref(node.module),
                )
    return list(found.values())
