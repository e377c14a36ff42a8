"""One pass over a syntax tree: its nodes in order, their parents, what binds names."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SCOPES = (*_FUNCTIONS, *_COMPREHENSIONS, ast.ClassDef)

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


class Binding(NamedTuple):
    """One place where a scope binds a name.

    `target` is the dotted name of an import, of the expression that an alias stands
    for, or of what was called to make an instance; empty for other values.
    """

    kind: Literal["import", "class", "function", "alias", "instance", "value"]
    target: str
    node: ast.AST | None = None


class Tree:
    """The nodes of a module by type, with their parents and scopes."""

    def __init__(self, module: ast.Module, package: str = "") -> None:
        self.by_type: dict[type[ast.AST], list[ast.AST]] = {}
        self.parents: dict[ast.AST, ast.AST] = {}
        self.scopes: dict[ast.AST, dict[str, list[Binding]]] = {module: {}}
        self.module = module
        self._package = package
        self._index(module)

    def all(self, *kinds: type[_Node]) -> list[_Node]:
        """The nodes of some types; those of one type are in source order."""
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
        """Every name and attribute that the text uses."""
        names = {node.id for node in self.all(ast.Name)}
        return frozenset(names.union(node.attr for node in self.all(ast.Attribute)))

    def _index(self, module: ast.Module) -> None:
        """Visits every node once, without recursion: trees can be deep."""
        stack: list[tuple[ast.AST, ast.AST]] = [(module, module)]
        by_type, parents = self.by_type, self.parents
        while stack:
            node, scope = stack.pop()
            kind = type(node)
            if kind in by_type:
                by_type[kind].append(node)
            else:
                by_type[kind] = [node]
            if kind is ast.Name:
                if type(node.ctx) is not ast.Load:  # type: ignore[attr-defined]
                    self._bind_name(node, scope)  # type: ignore[arg-type]
                continue
            if kind in _BINDERS:
                self._bind(node, scope)
            if kind in _SCOPES:
                scope = node
                self.scopes[node] = {}
            for child in reversed(children(node)):
                parents[child] = node
                stack.append((child, scope))

    def _bind(self, node: ast.AST, scope: ast.AST) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self._add(scope, node.name, Binding("function", "", node))
        elif isinstance(node, ast.ClassDef):
            self._add(scope, node.name, Binding("class", node.name, node))
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for name, target in imported_names(node, self._package):
                self._add(scope, name, Binding("import", target, node))
        elif isinstance(node, ast.arg):
            self._add(scope, node.arg, Binding("value", "", node))
        elif isinstance(node, ast.ExceptHandler) and node.name:
            self._add(scope, node.name, Binding("value", "", node))

    def _bind_name(self, node: ast.Name, scope: ast.AST) -> None:
        parent = self.parents[node]
        binding = Binding("value", "", parent)
        if isinstance(parent, ast.Assign) and node in parent.targets:
            if target := dotted_name(parent.value):
                binding = Binding("alias", target, parent)
            elif target := dotted_name(_maker(parent.value)):
                binding = Binding("instance", target, parent)
        self._add(scope, node.id, binding)

    def _add(self, scope: ast.AST, name: str, binding: Binding) -> None:
        self.scopes[scope].setdefault(name, []).append(binding)

    def scope(self, node: ast.AST) -> ast.AST:
        """The function, class, comprehension or module that a node is in."""
        current = self.parents.get(node, self.module)
        while not isinstance(current, _SCOPES) and current is not self.module:
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
_fields_by_type: dict[type[ast.AST], tuple[str, ...]] = {}


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a node type in which nodes can be."""
    found = _fields_by_type.get(kind)
    if found is None:
        wanted = () if kind in _LEAVES else kind._fields
        found = tuple(field for field in wanted if field not in _SKIPPED)
        _fields_by_type[kind] = found
    return found


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below a node, in source order."""
    found: list[ast.AST] = []
    for field in _fields(type(node)):
        value = getattr(node, field, None)
        if value is None:
            continue
        if type(value) is list:
            found += value if None not in value else filter(None, value)
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


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
    stack: list[ast.AST] = list(reversed(roots))
    while stack:
        node = stack.pop()
        yield node
        if into_classes or not isinstance(node, ast.ClassDef):
            stack += reversed(children(node))
