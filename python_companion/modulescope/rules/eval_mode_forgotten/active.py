"""The layers of a live model that behave differently because it is in train mode."""

from __future__ import annotations

from typing import Any

from ...objects import classes, walk
from ...session.scene import Model
from ...source.modetable import MODED, Moded

Active = dict[str, list[str]]
"""The full names of the layers, by what texts call their kind."""


def active_layers(model: Model, below: str = "") -> Active:
    """The layers in train mode whose mode matters, of a model or a part of it."""
    torch = walk.loaded_torch()
    if torch is None:
        return {}
    found: Active = {}
    for entry, base in _bases(torch):
        for node in model.of_type(base):
            if _is_below(node.fqn, below) and _is_active(node.module, entry):
                found.setdefault(entry.kind, []).append(node.fqn)
    return found


def _bases(torch: Any) -> list[tuple[Moded, type]]:
    """The entries of the table, each base class once."""
    found: dict[str, tuple[Moded, type]] = {}
    for entry in MODED:
        if entry.base and entry.base not in found:
            base: Any = torch.nn.modules
            for part in entry.base.split("."):
                base = getattr(base, part)
            found[entry.base] = entry, base
    return list(found.values())


def _is_below(fqn: str, below: str) -> bool:
    return not below or f"{fqn}.".startswith(f"{below}.")


def _is_active(module: Any, entry: Moded) -> bool:
    attributes = walk.instance_dict(module)
    return attributes.get("training") is True and all(
        condition.holds(attributes.get(name))
        for name, condition in entry.conditions.items()
    )


def asks_for_mode(model: Model, below: str = "") -> bool:
    """Whether a class that is not torch's reads `training` in a module in train mode.

    What it does with it the object does not show.
    """
    return any(
        _is_below(node.fqn, below)
        and walk.is_training(node.module)
        and not classes.is_torch(type(node.module))
        and bool(_readers(type(node.module)))
        for node in model.nodes
    )


def _readers(cls: type) -> set[str]:
    """The methods of the user's and libraries' classes that read the flag."""
    return {
        name
        for base in classes.mro(cls)
        if not classes.is_torch(base)
        for name, code in classes.functions(base)
        if "training" in classes.loaded(code)
    }
