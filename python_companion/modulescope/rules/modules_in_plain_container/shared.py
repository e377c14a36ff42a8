"""Modules that the body of a module class makes: all instances share them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...source.classes import ClassFacts
from ...source.inference.expressions import held
from ...source.registering import is_lost, modules_in, registered
from ...source.values import class_level


def shared_modules(facts: ClassFacts) -> Iterator[tuple[str, ast.Name]]:
    """The class attributes that hold modules which no instance registers."""
    if facts.node.decorator_list or not facts.is_fully_known:
        # A decorator or a base may read the body of the class, as for dataclasses.
        return
    for name, value in class_level(facts):
        attr = name.id
        if facts.all_stores(attr) or facts.registration(attr):
            continue
        if not facts.all_uses(attr):
            # A prototype, or what only the class itself is asked for.
            continue
        found = [m for m in modules_in(held(facts.text, value).ways) if is_lost(m)]
        if found and not {module.node for module in found} & registered(facts):
            yield attr, name
