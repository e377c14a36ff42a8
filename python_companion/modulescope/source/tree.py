"""One pass over a syntax tree: its nodes in order, their parents, what binds names."""

from __future__ import annotations

import ast
import itertools
import operator
import sys
import weakref
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple, TypeVar

from .lazy import lazy
from .torchnames import RETURNS_SELF

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


class Scopes(dict[ast.AST, Scope]):
    """What each scope binds, worked out when it is first asked for."""

    def __init__(
        self,
        binders: dict[ast.AST, list[ast.AST]],
        parents: dict[ast.AST, ast.AST],
        package: str,
    ) -> None:
        super().__init__()
        # Not the tree: it would be a cycle, and wait for the collector.
        self._binders = binders
        self._parents = parents
        self._package = package

    def __missing__(self, scope: ast.AST) -> Scope:
        found: Scope = {}
        for node in self._binders[scope]:
            if type(node) is ast.Name:
                self._bind_name(node, found)
            else:
                self._bind(node, found)
        self[scope] = found
        return found

    def get(self, scope: ast.AST, default: Any = None) -> Any:
        """What a node binds; the default if it is no scope."""
        return self[scope] if scope in self._binders else default

    def _bind(self, node: ast.AST, scope: Scope) -> None:
        if isinstance(node, ast.arg):
            _add(scope, node.arg, Binding("value", "", node))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            _add(scope, node.name, Binding("function", "", node))
        elif isinstance(node, ast.ClassDef):
            _add(scope, node.name, Binding("class", node.name, node))
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for name, target in imported_names(node, self._package):
                _add(scope, name, Binding("import", target, node))
        elif isinstance(node, ast.ExceptHandler) and node.name:
            _add(scope, node.name, Binding("value", "", node))

    def _bind_name(self, node: ast.Name, scope: Scope) -> None:
        parent = self._parents[node]
        binding = Binding("value", "", parent)
        if isinstance(parent, ast.Assign) and node in parent.targets:
            if target := dotted_name(parent.value):
                binding = Binding("alias", target, parent)
            elif target := dotted_name(_maker(parent.value)):
                binding = Binding("instance", target, parent)
        _add(scope, node.id, binding)


class Tree:
    """The nodes of a module in source order and by type, with parents and scopes."""

    def __init__(self, module: ast.Module, package: str = "") -> None:
        self.module = module
        self.order: list[ast.AST] = []
        """All nodes, each before those below it."""
        self.by_type: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        self.parents: dict[ast.AST, ast.AST] = {}
        self._package = package
        self._base = next(_bases)
        # Of the numbered nodes, by place: where in `order` the nodes below each end,
        # and how many of the frequent nodes stand before it.
        self._ends: dict[int, int] = {}
        self._marks: dict[int, tuple[int, int, int]] = {}
        self._binders: dict[ast.AST, list[ast.AST]] = {module: []}
        self._places: dict[type[ast.AST], list[int]] = {}
        _trees[self._base] = weakref.ref(self, _forget(self._base))
        _index(self, self._base, self._ends, self._marks, self._binders)

    def all(self, *kinds: type[_Node]) -> list[_Node]:
        """The nodes of some types; those of one type are in source order."""
        if len(kinds) == 1:
            return self.by_type.get(kinds[0], [])  # type: ignore[return-value]
        return [node for kind in kinds for node in self.by_type.get(kind, ())]  # type: ignore[misc]

    @lazy
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

    @lazy
    def names(self) -> frozenset[str]:
        """Every plain name that the text uses."""
        return frozenset(map(_ID, self.all(ast.Name)))

    @lazy
    def words(self) -> frozenset[str]:
        """Every name and attribute that the text uses, also by another name."""
        imported = (
            alias.name for found in self.all(ast.ImportFrom) for alias in found.names
        )
        return self.names.union(map(_ATTR, self.all(ast.Attribute)), imported)

    @lazy
    def meaningful(self) -> frozenset[str]:
        """The names that some scope imports or makes another name of."""
        imports: list[ast.Import | ast.ImportFrom] = [
            *self.all(ast.Import),
            *self.all(ast.ImportFrom),
        ]
        found = {
            name for node in imports for name, _ in imported_names(node, self._package)
        }
        for node in self.all(ast.Assign):
            if type(node.value) in _DOTTED and dotted_name(node.value):
                found.update(t.id for t in node.targets if type(t) is ast.Name)
        return frozenset(found)

    @lazy
    def local_names(self) -> frozenset[str]:
        """The names that some scope below the module binds."""
        found: set[str] = set()
        for scope, nodes in self._binders.items():
            if scope is not self.module:
                for node in nodes:
                    found.update(self._names_of(node))
        return frozenset(found)

    def _names_of(self, node: Any) -> Iterable[str]:
        """The names that a node binds."""
        kind = type(node)
        if kind is ast.Name:
            return (node.id,)
        if kind is ast.arg:
            return (node.arg,)
        if kind is ast.Import or kind is ast.ImportFrom:
            return (name for name, _ in imported_names(node, self._package))
        return (node.name,) if node.name else ()

    @lazy
    def scopes(self) -> Scopes:
        """For each function, class, comprehension and the module: what it binds."""
        return Scopes(self._binders, self.parents, self._package)

    def spans(
        self, roots: Sequence[ast.AST], into_classes: bool
    ) -> list[tuple[int, int]] | None:
        """Where in `order` the nodes below some statements are; neighbours as one.

        None if one of them is no statement of this tree.
        """
        found: list[tuple[int, int]] = []
        ends, first, last = self._ends, 0, 0
        for root in roots:
            start = getattr(root, "_modulescope", -1) - self._base
            end = ends.get(start)
            if end is None:
                return None
            if start != last:
                if last > first:
                    found.append((first, last))
                first = start
            last = end
        found.append((first, last))
        if into_classes or ast.ClassDef not in self.by_type:
            return found
        return [span for start, end in found for span in self._no_classes(start, end)]

    def _no_classes(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A span in parts, where of the classes only their own nodes are left."""
        classes = self._classes
        for position in classes[
            bisect_left(classes, start) : bisect_left(classes, end)
        ]:
            if position >= start:
                yield start, position + 1
                start = self._ends[position]
        yield start, end

    @lazy
    def _classes(self) -> list[int]:
        """Where in `order` the classes are."""
        return self._positions(ast.ClassDef)

    def between(self, kind: type[_Node], start: int, end: int) -> list[_Node]:
        """The nodes of a type in a span of `order`."""
        if (which := _FREQUENT.get(kind)) is not None:
            low, high = self._marks[start][which], self._marks[end][which]
            return self.all(kind)[low:high]
        places = self._places.get(kind)
        if places is None:
            places = self._places[kind] = self._positions(kind)
        low = bisect_left(places, start)
        return self.all(kind)[low : bisect_left(places, end, low)]

    def _positions(self, kind: type[ast.AST]) -> list[int]:
        if not self.by_type.get(kind):
            return []
        return [place for place, node in enumerate(self.order) if type(node) is kind]

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


# They hold statements, so each of their parts is indexed on its own.
_COMPOUND = frozenset(
    getattr(ast, name)
    for name in "Module FunctionDef AsyncFunctionDef ClassDef If For AsyncFor While "
    "With AsyncWith Try TryStar ExceptHandler Match match_case".split()
    if hasattr(ast, name)
)
_DOTTED = frozenset((ast.Name, ast.Attribute))
_ID = operator.attrgetter("id")
_ATTR = operator.attrgetter("attr")


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
        if value is None:
            continue
        if type(value) is not list:
            found.append(value)
        elif value:
            found += filter(None, value) if kind in _WITH_GAPS else value
    return found


# Statements know where they are by a number: the tree's base and their place in its
# order. A reference to the tree would be a cycle, and megabytes would wait for the
# collector.
_trees: dict[int, weakref.ref[Tree]] = {}
_bases = itertools.count(0, _MOST_NODES)


def _forget(base: int) -> Callable[[object], None]:
    def forget(_: object) -> None:
        _trees.pop(base, None)

    return forget


def _index(
    tree: Tree,
    base: int,
    ends: dict[int, int],
    marks: dict[int, tuple[int, int, int]],
    binders: dict[ast.AST, list[ast.AST]],
) -> None:
    """Visits every node once, without recursion: trees can be deep.

    Statements that hold statements are taken one by one; what else stands there, a
    simple statement or an expression, is indexed as a whole by the inner loop, so that
    only these bear a number and only their ends are noted. Names, attributes,
    constants and calls are three of four nodes, so they have their own lines.
    """
    order, by_type, parents = tree.order, tree.by_type, tree.parents
    names, attributes, calls = (by_type[kind] for kind in _FREQUENT)
    add, add_name, add_constant = order.append, names.append, by_type[_CONSTANT].append
    add_attribute, add_call = attributes.append, calls.append
    scope: ast.AST = tree.module
    outside: list[ast.AST] = []
    bound = binders[scope]
    # An int stands for the end of the node at this place in the order.
    outer: list[Any] = [scope]
    inner: list[Any] = []
    while outer:
        node = outer.pop()
        kind = type(node)
        if kind is int:
            ends[node] = len(order)
            if type(order[node]) in _SCOPES:
                scope = outside.pop()
                bound = binders[scope]
            continue
        position = len(order)
        node._modulescope = base + position
        marks[position] = len(names), len(attributes), len(calls)
        if kind in _COMPOUND:
            add(node)
            by_type[kind].append(node)
            if kind in _BINDERS:
                bound.append(node)
            if kind in _SCOPES:
                outside.append(scope)
                scope = node
                bound = binders[node] = []
            outer.append(position)
            below = children(node)
            for child in below:
                parents[child] = node
            below.reverse()
            outer += below
            continue
        first_bound = len(bound)
        has_scopes = False
        while True:
            add(node)
            if kind is _NAME:
                add_name(node)
                if type(node.ctx) is not _LOAD:
                    bound.append(node)
            elif kind is _ATTRIBUTE:
                add_attribute(node)
                child = node.value
                parents[child] = node
                node, kind = child, type(child)
                continue
            elif kind is _CONSTANT:
                add_constant(node)
            else:
                if kind is _CALL:
                    add_call(node)
                    below = [node.func, *node.args, *node.keywords]
                else:
                    by_type[kind].append(node)
                    if kind in _BINDERS:
                        bound.append(node)
                    elif kind in _SCOPES:
                        has_scopes = True
                        binders[node] = []
                    below = children(node)
                if below:
                    for child in below:
                        parents[child] = node
                    below.reverse()
                    inner += below
            if not inner:
                break
            node = inner.pop()
            kind = type(node)
        ends[position] = len(order)
        if has_scopes:
            _share_out(tree, bound, first_bound, binders)
    marks[len(order)] = len(names), len(attributes), len(calls)


def _share_out(
    tree: Tree, bound: list[ast.AST], first: int, binders: dict[ast.AST, list[ast.AST]]
) -> None:
    """Gives what was bound from a place on to the scopes within the expression."""
    found = bound[first:]
    del bound[first:]
    for node in found:
        binders[tree.scope(node)].append(node)


_NAME, _LOAD, _CONSTANT = ast.Name, ast.Load, ast.Constant
_ATTRIBUTE, _CALL = ast.Attribute, ast.Call
_FREQUENT: dict[type[ast.AST], int] = {_NAME: 0, _ATTRIBUTE: 1, _CALL: 2}


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
        if function.attr not in RETURNS_SELF:
            return None
        value = function.value
    return None


def _is_call(node: ast.expr) -> bool:
    return isinstance(node, ast.Call)


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
    found: list[ast.AST] = []
    for root in roots:
        if (tree := _tree_of(root)) is not None:
            spans = tree.spans(roots, into_classes)
            if spans is not None:
                return itertools.chain.from_iterable(
                    tree.order[start:end] for start, end in spans
                )
        found += _below(root, into_classes)
    return iter(found)


def find(kind: type[_Node], *roots: ast.AST, into_classes: bool = True) -> list[_Node]:
    """The nodes of one type below some roots, in source order.

    Of the statements of a tree it looks at no others than these.
    """
    tree = _tree_of(roots[0]) if roots else None
    spans = tree.spans(roots, into_classes) if tree is not None else None
    if tree is None or spans is None:
        nodes = walk(*roots, into_classes=into_classes)
        return [node for node in nodes if type(node) is kind]
    found: list[_Node] = []
    for start, end in spans:
        found += tree.between(kind, start, end)
    return found


def _tree_of(root: ast.AST) -> Tree | None:
    """The tree that a statement is in; None for expressions."""
    number = getattr(root, "_modulescope", None)
    if number is None:
        return None
    found = _trees.get(number - number % _MOST_NODES)
    return None if found is None else found()


def _below(root: ast.AST, into_classes: bool) -> list[ast.AST]:
    """The nodes below an expression, or a node that a rule made itself."""
    if (tree := _tree_of(root)) is not None:
        spans = tree.spans((root,), into_classes) or ()
        return [node for start, end in spans for node in tree.order[start:end]]
    found: list[ast.AST] = []
    stack = [root]
    while stack:
        node = stack.pop()
        found.append(node)
        if into_classes or not isinstance(node, ast.ClassDef):
            stack += reversed(children(node))
    return found
