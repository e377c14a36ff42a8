"""Modules whose `__init__` is written by `dataclasses.dataclass`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...source.classes import ClassFacts
from ...source.nodes import is_true
from ...source.tensors import keyword
from ...source.text import Text


def is_dataclass(text: Text, decorator: ast.expr) -> bool:
    """Whether a decorator writes an `__init__`."""
    name = "dataclasses.dataclass"
    if text.resolve(decorator) == name:
        return True
    if not isinstance(decorator, ast.Call) or text.callee(decorator) != name:
        return False
    given = keyword(decorator, "init")
    return given is None or is_true(given.value)


def writes_init(facts: ClassFacts) -> bool:
    """Whether a class has the `__init__` of a dataclass, and no other decorator."""
    decorators = facts.node.decorator_list
    alone = len(decorators) == 1 and is_dataclass(facts.text, decorators[0])
    return alone and "__init__" not in facts.methods


def module_fields(facts: ClassFacts) -> Iterator[ast.Name]:
    """The fields that its `__init__` sets to a module, as their annotations say."""
    for item in facts.node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            given = item.value is None or not _is_no_argument(item.value)
            if given and facts.text.is_module_class(item.annotation):
                yield item.target


def _is_no_argument(value: ast.expr) -> bool:
    """`field(init=False)`."""
    given = keyword(value, "init") if isinstance(value, ast.Call) else None
    return given is not None and not is_true(given.value)
