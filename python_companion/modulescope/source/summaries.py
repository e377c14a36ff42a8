"""What other cells need to know of a cell: small, so it is kept; trees are not."""

from __future__ import annotations

import ast
import operator
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from .evaluating import may_evaluate
from .inplace import may_work_in_place
from .modefacts import Modes
from .modereading import modes_of
from .text import Text
from .told import Told, told
from .tree import Binding, find


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
    in_place: bool
    """Whether something may work in place."""
    told: Told
    modes: Modes = Modes()
    """What has to do with the modes of models."""
    evaluates: bool = False
    """Whether it may evaluate a model."""


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


def summarise(text: Text) -> Summary:
    """The summary of a cell; a file has no other cells that would need it all."""
    problem = text.parsed.problem
    scope = text.tree.scopes[text.tree.module]
    bindings = {
        name: tuple([Binding(kind, target) for kind, target, _ in found])
        for name, found in scope.items()
    }
    if text.cell.id is None:
        digests = dict.fromkeys(scope, 0)
        return Summary(problem, bindings, {}, digests, frozenset(), False, told(text))
    return Summary(
        problem=problem,
        bindings=bindings,
        digests={
            name: _digest(text, bindings[name], found) for name, found in scope.items()
        },
        needs={
            name: needed for name, found in scope.items() if (needed := _needs(found))
        },
        names=text.tree.names,
        in_place=may_work_in_place(text.tree),
        modes=modes_of(text),
        evaluates=may_evaluate(text.tree),
        told=told(text),
    )


def _digest(text: Text, short: tuple[Binding, ...], bindings: list[Binding]) -> int:
    """Of the whole class, function or statement where others look into it."""
    whole = [
        text.lines.text(node)
        for _, _, node in bindings
        if isinstance(node, _LOOKED_INTO)
    ]
    return hash((short, *whole))


_LOOKED_INTO = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.Assign)
_DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_ID = operator.attrgetter("id")


def _needs(bindings: list[Binding]) -> frozenset[str]:
    names: set[str] = set()
    for kind, target, node in bindings:
        if kind == "alias" or kind == "instance":
            names.add(target.partition(".")[0])
        if isinstance(node, _DEFINITIONS):
            names.update(map(_ID, find(ast.Name, node)))
    return frozenset(names)
