"""What other cells need to know of a cell: small, so it is kept; trees are not."""

from __future__ import annotations

import ast
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from .text import Text
from .tree import Binding, walk


class Summary(NamedTuple):
    """What other cells need to know of a cell, without its tree."""

    problem: str | None
    bindings: dict[str, tuple[Binding, ...]]
    """What its top level binds; the nodes are left out."""
    needs: dict[str, frozenset[str]]
    """The names that the meaning of a bound name depends on: bases, aliases."""
    digests: dict[str, int]
    """Numbers that change with the text that binds a name."""
    names: frozenset[str]
    """Every name that the cell uses."""


class Recent(OrderedDict[Hashable, Any]):
    """The values that were used last, at most `limit` of them."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def recall(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The value of a key, made if it is not there."""
        if key in self:
            self.move_to_end(key)
            return self[key]
        value = make()
        self.keep(key, value)
        return value

    def keep(self, key: Hashable, value: Any) -> None:
        """Keeps a value and drops the oldest beyond the limit."""
        self[key] = value
        while len(self) > self._limit:
            self.popitem(last=False)


def summarise(text: Text, problem: str | None) -> Summary:
    """The summary of a cell; a file has no other cells that would need it all."""
    scope = text.tree.scopes[text.tree.module]
    bindings = {
        name: tuple(binding._replace(node=None) for binding in found)
        for name, found in scope.items()
    }
    if text.cell.id is None:
        return Summary(problem, bindings, {}, dict.fromkeys(scope, 0), frozenset())
    return Summary(
        problem=problem,
        bindings=bindings,
        digests={name: _digest(text, found) for name, found in scope.items()},
        needs={
            name: needed for name, found in scope.items() if (needed := _needs(found))
        },
        names=frozenset(node.id for node in text.tree.all(ast.Name)),
    )


def _digest(text: Text, bindings: list[Binding]) -> int:
    """Of the whole class or statement where others look into it."""
    whole = [
        text.lines.text(binding.node)
        for binding in bindings
        if isinstance(binding.node, (ast.ClassDef, ast.Assign))
    ]
    return hash((*(binding[:2] for binding in bindings), *whole))


def _needs(bindings: list[Binding]) -> frozenset[str]:
    names = {
        b.target.split(".")[0] for b in bindings if b.kind in ("alias", "instance")
    }
    for binding in bindings:
        if isinstance(binding.node, ast.ClassDef):
            names |= {n.id for n in walk(binding.node) if type(n) is ast.Name}
    return frozenset(names)
