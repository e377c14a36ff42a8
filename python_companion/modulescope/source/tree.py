"""One pass over a syntax tree: its nodes in order, their parents, what binds names."""

from __future__ import annotations

import ast
import itertools
import sys
import weakref
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SCOPES = frozenset((*_FUNCTIONS, *_COMPREHENSIONS, ast.ClassDef))

# Fields without nodes that a check asks for.
_SKIPPED = frozenset(
    "ctx op ops id attr arg name names rest kwd_attrs conversion simple is_async level "
    "module type_comment type_ignores kind str".split()
)
_LEAVES = (
    ast.Name,
    ast.Constant,
    ast.Pass,
    ast.Import,
    ast.ImportFrom,
    ast.MatchSingleton,
)
_Node = TypeVar("_Node", bound=ast.AST)


# More than a text of MAX_CELL_CHARACTERS can have.
_MOST_NODES = 1 << 24


class Binding(NamedTuple):
    """One place where a scope binds a name.

    `target` is the dotted name of an import, of the expression that an alias stands
    for, or of what was called to make an instance; empty for other values.
    """

    kind: Literal["import", "class", "function", "alias", "instance", "value"]
    target: str
    node: ast.AST | None = None


Scope = dict[str, list[Binding]]


class Tree:
    """The nodes of a module in source order and by type, with parents and scopes."""

    def __init__(self, module: ast.Module, package: str = "") -> None:
        self.module = module
        self.order: list[ast.AST] = []
        """All nodes, each before those below it."""
        self.by_type: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        self.parents: dict[ast.AST, ast.AST] = {}
        self._package = package
        self._binders: list[ast.AST] = []
        self._ends: dict[ast.AST, int] = {}
        self._index(module)
        self._base = _number_nodes(self)

    def all(self, *kinds: type[_Node]) -> list[_Node]:
        """The nodes of some types; those of one type are in source order."""
        if len(kinds) == 1:
            return self.by_type.get(kinds[0], [])  # type: ignore[return-value]
        return [node for kind in kinds for node in self.by_type.get(kind, ())]  # type: ignore[misc]

    @cached_property
    def calls(self) -> dict[str, list[ast.Call]]:
        """The calls by the name that is called: `step` for `optimizer.step()`."""
        found: dict[str, list[ast.Call]] = {}
        for call in self.all(ast.Call):
            function = call.func
            if type(function) is ast.Attribute:
                found.setdefault(function.attr, []).append(call)
            elif type(function) is ast.Name:
                found.setdefault(function.id, []).append(call)
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name and attribute that the text uses, also by another name."""
        names = {node.id for node in self.all(ast.Name)}
        names.update(node.attr for node in self.all(ast.Attribute))
        for imported in self.all(ast.ImportFrom):
            names.update(alias.name for alias in imported.names)
        return frozenset(names)

    @cached_property
    def meaningful(self) -> frozenset[str]:
        """The names that some scope imports or makes another name of."""
        return frozenset(
            name
            for scope in self.scopes.values()
            for name, found in scope.items()
            if any(binding.kind in ("import", "alias") for binding in found)
        )

    @cached_property
    def scopes(self) -> dict[ast.AST, dict[str, list[Binding]]]:
        """For each function, class, comprehension and the module: what it binds."""
        found: dict[ast.AST, dict[str, list[Binding]]] = {self.module: {}}
        for kind in _SCOPES:
            for node in self.by_type.get(kind, ()):
                found[node] = {}
        for node in self._binders:
            scope = found[self.scope(node)]
            if type(node) is ast.Name:
                self._bind_name(node, scope)
            else:
                self._bind(node, scope)
        return found

    def _index(self, module: ast.Module) -> None:
        """Visits every node once, without recursion: trees can be deep.

        Names, attributes and calls are three of four nodes, so they have their own
        lines here.
        """
        order, by_type, parents = self.order, self.by_type, self.parents
        stack: list[Any] = [module]
        while stack:
            node = stack.pop()
            kind = type(node)
            order.append(node)
            by_type[kind].append(node)
            if kind is ast.Name:
                if type(node.ctx) is not ast.Load:
                    self._binders.append(node)
            elif kind is ast.Attribute or kind is ast.Expr or kind is ast.keyword:
                child = node.value
                parents[child] = node
                stack.append(child)
            elif kind is not ast.Constant:
                if kind in _BINDERS:
                    self._binders.append(node)
                if kind is ast.Call:
                    below = [node.func, *node.args, *node.keywords]
                elif kind is ast.Assign:
                    below = [*node.targets, node.value]
                else:
                    below = children(node)
                for child in below:
                    parents[child] = node
                below.reverse()
                stack += below

    def span(self, node: ast.AST, position: int) -> int:
        """The end in `order` of the nodes below the node at a position."""
        end = self._ends.get(node)
        if end is None:
            last = node
            while below := children(last):
                last = below[-1]
            end = self._ends[node] = last._modulescope - self._base + 1  # type: ignore[attr-defined]
        return end

    def below(self, node: ast.AST, into_classes: bool = True) -> list[ast.AST]:
        """A node of this tree and the nodes below it, in source order."""
        start = node._modulescope - self._base  # type: ignore[attr-defined]
        end = self.span(node, start)
        if into_classes or ast.ClassDef not in self.by_type:
            return self.order[start:end]
        return self._outside_classes(start, end)

    def _outside_classes(self, start: int, end: int) -> list[ast.AST]:
        """Part of `order`, where of the classes only their own nodes stand."""
        found: list[ast.AST] = []
        for node in self.by_type[ast.ClassDef]:
            position = node._modulescope - self._base  # type: ignore[attr-defined]
            if start <= position < end:
                found += self.order[start : position + 1]
                start = self.span(node, position)
        return found + self.order[start:end]

    def _bind(self, node: ast.AST, scope: Scope) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            _add(scope, node.name, Binding("function", "", node))
        elif isinstance(node, ast.ClassDef):
            _add(scope, node.name, Binding("class", node.name, node))
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for name, target in imported_names(node, self._package):
                _add(scope, name, Binding("import", target, node))
        elif isinstance(node, ast.arg):
            _add(scope, node.arg, Binding("value", "", node))
        elif isinstance(node, ast.ExceptHandler) and node.name:
            _add(scope, node.name, Binding("value", "", node))

    def _bind_name(self, node: ast.Name, scope: Scope) -> None:
        parent = self.parents[node]
        binding = Binding("value", "", parent)
        if isinstance(parent, ast.Assign) and node in parent.targets:
            if target := dotted_name(parent.value):
                binding = Binding("alias", target, parent)
            elif target := dotted_name(_maker(parent.value)):
                binding = Binding("instance", target, parent)
        _add(scope, node.id, binding)

    def scope(self, node: ast.AST) -> ast.AST:
        """The function, class, comprehension or module that a node is in."""
        current = self.parents.get(node, self.module)
        while type(current) not in _SCOPES and current is not self.module:
            current = self.parents[current]
        return current

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The parents of a node, nearest first."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def function(self, node: ast.AST) -> FunctionNode | None:
        """The function that a node is in; None at the level of a class or module."""
        for parent in self.ancestors(node):
            if isinstance(parent, _FUNCTIONS):
                return parent
            if isinstance(parent, ast.ClassDef):
                return None
        return None

    def statement(self, node: ast.AST) -> ast.stmt:
        """The innermost statement that a node is part of."""
        while not isinstance(node, ast.stmt):
            node = self.parents[node]
        return node

    def qualname(self, node: FunctionNode | ast.ClassDef) -> str:
        """The `__qualname__` that Python gives a function or class."""
        parts = [_own_name(node)]
        for parent in self.ancestors(node):
            if type(parent) in _FUNCTION_NAMES:
                parts.append(_FUNCTION_NAMES[type(parent)])
            if isinstance(parent, _FUNCTIONS):
                parts += ["<locals>", _own_name(parent)]
            elif isinstance(parent, ast.ClassDef):
                parts.append(parent.name)
        return ".".join(reversed(parts))


# Until Python 3.12, a comprehension is a function of its own.
_FUNCTION_NAMES: dict[type[ast.AST], str] = (
    {}
    if sys.version_info >= (3, 12)
    else {
        ast.ListComp: "<listcomp>",
        ast.SetComp: "<setcomp>",
        ast.DictComp: "<dictcomp>",
        ast.GeneratorExp: "<genexpr>",
    }
)
_BINDERS = frozenset(
    (
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.ClassDef,
        ast.Import,
        ast.ImportFrom,
        ast.arg,
        ast.ExceptHandler,
    )
)


class _Fields(dict[type[ast.AST], tuple[str, ...]]):
    """The fields of each node type in which nodes can be."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        wanted = () if kind in _LEAVES else kind._fields
        found = tuple(field for field in wanted if field not in _SKIPPED)
        self[kind] = found
        return found


_FIELDS = _Fields()
# Their lists hold None: `{**other}`, `def f(*, a)`.
_WITH_GAPS = frozenset((ast.Dict, ast.arguments))


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below a node, in source order."""
    found: list[ast.AST] = []
    kind = type(node)
    for field in _FIELDS[kind]:
        value = getattr(node, field, None)
        if type(value) is list:
            found += filter(None, value) if kind in _WITH_GAPS else value
        elif value is not None:
            found.append(value)
    return found


# Nodes know where they are by a number: the tree's base and their place in its order.
# A reference to the tree would be a cycle, and megabytes would wait for the collector.
_trees: dict[int, weakref.ref[Tree]] = {}
_bases = itertools.count(0, _MOST_NODES)


def _number_nodes(tree: Tree) -> int:
    base = next(_bases)
    _trees[base] = weakref.ref(tree, lambda _: _trees.pop(base, None))
    for number, node in enumerate(tree.order, base):
        node._modulescope = number  # type: ignore[attr-defined]
    return base


def _add(scope: Scope, name: str, binding: Binding) -> None:
    scope.setdefault(name, []).append(binding)


def _own_name(node: FunctionNode | ast.ClassDef) -> str:
    return "<lambda>" if isinstance(node, ast.Lambda) else node.name


def _maker(value: ast.expr) -> ast.expr | None:
    """What `Net` is in `Net(…)`, `Net(…).to(device)` and `Net(…).cuda().half()`."""
    while isinstance(value, ast.Call):
        function = value.func
        if not (isinstance(function, ast.Attribute) and _is_call(function.value)):
            return function
        if function.attr not in _RETURNS_SELF:
            return None
        value = function.value
    return None


def _is_call(node: ast.expr) -> bool:
    return isinstance(node, ast.Call)


# Methods of a module that return the module.
_RETURNS_SELF = frozenset(
    "to cuda cpu half float double bfloat16 train eval requires_grad_ apply".split()
)


def dotted_name(node: ast.AST | None) -> str:
    """`a.b.c` for a chain of attributes of a name; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])


def imported_names(
    node: ast.Import | ast.ImportFrom, package: str = ""
) -> Iterator[tuple[str, str]]:
    """The names that an import binds, each with the dotted name it stands for.

    A star import yields the name `*` and the module.
    """
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.asname:
                yield alias.asname, alias.name
            else:
                root = alias.name.split(".")[0]
                yield root, root
        return
    module = node.module or ""
    if node.level:
        parents = package.split(".") if package else ["?"]
        kept = parents[: len(parents) - node.level + 1] or ["?"]
        module = ".".join([*kept, *filter(None, [module])])
    for alias in node.names:
        if alias.name == "*":
            yield "*", module
        else:
            yield alias.asname or alias.name, f"{module}.{alias.name}"


def walk(*roots: ast.AST, into_classes: bool = True) -> Iterator[ast.AST]:
    """The nodes below some roots in source order, without recursion."""
    if len(roots) == 1:
        return iter(_below(roots[0], into_classes))
    return itertools.chain.from_iterable(_below(root, into_classes) for root in roots)


def _below(root: ast.AST, into_classes: bool) -> list[ast.AST]:
    number = getattr(root, "_modulescope", -1)
    found_tree = _trees.get(number - number % _MOST_NODES)
    tree = None if found_tree is None else found_tree()
    if tree is not None:
        return tree.below(root, into_classes)
    # A node that a rule made itself.
    found: list[ast.AST] = []
    stack = [root]
    while stack:
        node = stack.pop()
        found.append(node)
        if into_classes or not isinstance(node, ast.ClassDef):
            stack += reversed(children(node))
    return found
