"""What other cells need to know of a cell: small, so it is kept; trees are not."""

from __future__ import annotations

import ast
import builtins
import operator
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from .evaluating import may_evaluate
from .inplace import may_work_in_place
from .text import Text
from .told import Told, told
from .tree import Binding, find


class Given(NamedTuple):
    """The arguments of the calls of one function in a cell."""

    digest: int
    names: frozenset[str]


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
    methods: frozenset[str]
    """The methods of the classes that it defines, wherever."""
    evaluates: bool = False
    """Whether it may evaluate a model."""
    given: Mapping[str, Given] = MappingProxyType({})
    """What it gives functions and classes, by their names."""

    def defines(self, name: str) -> bool:
        """Whether it binds a name to a function or a class."""
        kinds = {binding.kind for binding in self.bindings.get(name, ())}
        return bool(kinds & {"function", "class"})


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
        nothing: frozenset[str] = frozenset()
        methods = _methods(text)
        return Summary(
            problem, bindings, {}, digests, nothing, False, told(text), methods
        )
    fed = _fed(text)
    return Summary(
        problem=problem,
        bindings=bindings,
        digests={
            name: _digest(text, bindings[name], found, fed.get(name, []))
            for name, found in scope.items()
        },
        needs={
            name: needed
            for name, found in scope.items()
            if (needed := _needs(text, found))
        },
        names=text.tree.names,
        in_place=may_work_in_place(text.tree),
        evaluates=may_evaluate(text.tree),
        given=_given(text),
        told=told(text),
        methods=_methods(text),
    )


def _methods(text: Text) -> frozenset[str]:
    items = (item for node in text.class_nodes for item in node.body)
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(item.name for item in items if isinstance(item, functions))


def _digest(
    text: Text, short: tuple[Binding, ...], bindings: list[Binding], fed: list[str]
) -> int:
    """Of the whole class, function or statement: others look into it."""
    whole = [
        text.lines.text(made)
        for _, _, node in bindings
        if (made := _made_of(text, node)) is not None
    ]
    return hash((short, *whole, *fed))


_DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_WHOLE = (*_DEFINITIONS, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)
_LOOPS = (ast.For, ast.AsyncFor)
_UNPACKED = (ast.Tuple, ast.List, ast.Starred)
_FEEDING = ("append", "extend", "insert", "add", "update", "setdefault")
_ID = operator.attrgetter("id")


def _made_of(text: Text, node: ast.AST | None) -> ast.expr | ast.stmt | None:
    """The part of a text that says what a name is bound to."""
    while isinstance(node, _UNPACKED):
        node = text.tree.parents[node]
    if isinstance(node, _WHOLE):
        return node
    return node.iter if isinstance(node, _LOOPS) else None


def _needs(text: Text, bindings: list[Binding]) -> frozenset[str]:
    """The names that bindings are made of: what a name means hangs on them."""
    names: set[str] = set()
    for _, _, node in bindings:
        if (made := _made_of(text, node)) is not None:
            names.update(map(_ID, find(ast.Name, made)))
    return frozenset(names)


def _fed(text: Text) -> dict[str, list[str]]:
    """What is put into the containers that names hold: `layers.append(…)`."""
    found: dict[str, list[str]] = {}
    for method in _FEEDING:
        for call in text.tree.calls.get(method, ()):
            owner = getattr(call.func, "value", None)
            if isinstance(owner, ast.Name):
                found.setdefault(owner.id, []).append(text.lines.text(call))
    return found


def _given(text: Text) -> dict[str, Given]:
    """What the cell gives functions and classes that other cells may define."""
    found: dict[str, Given] = {}
    bound = text.tree.scopes[text.tree.module].keys() | _BUILTINS
    for name, calls in text.tree.calls.items():
        if name in bound:
            continue
        own = [c for c in calls if type(c.func) is ast.Name and (c.args or c.keywords)]
        if own:
            names = frozenset(map(_ID, find(ast.Name, *own)))
            texts = [text.lines.text(call) for call in own]
            found[name] = Given(hash(tuple(texts)), names)
    return found


_BUILTINS = frozenset(dir(builtins))
