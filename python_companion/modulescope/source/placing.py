"""Where a statement about a name can be put so that the name means the same there."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .nodes import position
from .tree import imported_names, walk

if TYPE_CHECKING:
    from .text import Text

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_IMPORTS = (ast.Import, ast.ImportFrom)
_NAMED = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.ExceptHandler,
    ast.MatchAs,
    ast.MatchStar,
)
_TESTS = (ast.If, ast.While, ast.IfExp, ast.Assert)


def means_the_same(text: Text, name: ast.Name, place: ast.stmt) -> bool:
    """Whether a name is certainly bound right before a statement, to the same object.

    Not above the loop, `with` or assignment that binds it, nor where a condition
    between both asks for it: `if model is not None:`.
    """
    home = text.tree.scope(place)
    if isinstance(home, ast.ClassDef) or not _is_seen_from(text, name, home):
        return False
    start, end = position(place), position(name)
    if any(start <= position(test) <= end for test in _tests(text, name.id)):
        return False
    binders = [b for b in _binders(text, name.id) if _home(text, b) is home]
    if any(isinstance(b, (ast.Global, ast.Nonlocal)) for b in binders):
        return False
    others = [b for b in binders if not isinstance(b, ast.arg)]
    if any(start <= position(b) <= end or _deletes(b) for b in others):
        return False
    if len(others) < len(binders) or not binders:
        return True
    return any(_binds(text, s, name.id) for s in _passed(text, place))


def _is_seen_from(text: Text, name: ast.Name, home: ast.AST) -> bool:
    """Whether no lambda, comprehension or function in between binds the name."""
    scope = text.tree.scope(name)
    while scope is not home:
        if name.id in text.tree.scopes.get(scope, {}):
            return False
        if scope is text.tree.module:
            return False
        scope = text.tree.scope(scope)
    return True


def _tests(text: Text, name: str) -> Iterator[ast.AST]:
    """The conditions that ask for a name."""
    for node in text.tree.order:
        test = node.test if isinstance(node, _TESTS) else node
        if isinstance(node, (*_TESTS, ast.BoolOp)) and any(
            isinstance(part, ast.Name) and part.id == name for part in walk(test)
        ):
            yield node


def _binders(text: Text, name: str) -> Iterator[ast.AST]:
    """What binds or deletes a name, in any scope of the cell."""
    return (node for node in text.tree.order if name in _names(node))


def _names(node: ast.AST) -> Iterable[str | None]:
    """The names that a node binds, deletes or declares."""
    if isinstance(node, ast.Name):
        return () if isinstance(node.ctx, ast.Load) else (node.id,)
    if isinstance(node, ast.arg):
        return (node.arg,)
    if isinstance(node, _IMPORTS):
        return (bound for bound, _ in imported_names(node))
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        return node.names
    return (node.name,) if isinstance(node, _NAMED) else ()


def _home(text: Text, binder: ast.AST) -> ast.AST:
    """The scope that a binder binds in; that of `:=` is around comprehensions."""
    scope = text.tree.scope(binder)
    if isinstance(text.tree.parents.get(binder), ast.NamedExpr):
        while isinstance(scope, _COMPREHENSIONS):
            scope = text.tree.scope(scope)
    return scope


def _deletes(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del)


def _passed(text: Text, place: ast.stmt) -> Iterator[ast.AST]:
    """What has certainly run when a statement begins, within its scope.

    Simple statements above it, and the headers of the loops and `with` around it.
    """
    node: ast.AST = place
    for parent in text.tree.ancestors(place):
        for field in ("body", "orelse", "finalbody", "handlers"):
            block = getattr(parent, field, None)
            if isinstance(block, list) and node in block:
                yield from block[: block.index(node)]
                if field == "body":
                    yield from _header(parent)
        if isinstance(parent, _SCOPES):
            return
        node = parent


def _header(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (ast.For, ast.AsyncFor)):
        yield node.target
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        yield from node.items
    elif isinstance(node, ast.ExceptHandler):
        yield node


def _binds(text: Text, node: ast.AST, name: str) -> bool:
    """Whether a statement or header binds a name whenever it runs."""
    if isinstance(node, (*_SCOPES, ast.ExceptHandler)):
        return getattr(node, "name", "") == name
    if isinstance(node, _IMPORTS):
        return any(bound == name for bound, _ in imported_names(node))
    if isinstance(node, (ast.With, ast.AsyncWith)):
        return any(_binds(text, part, name) for part in (*node.items, *node.body))
    if isinstance(node, ast.AnnAssign) and node.value is None:
        return False
    if isinstance(node, ast.stmt) and hasattr(node, "body"):
        return False
    return any(
        isinstance(part, ast.Name)
        and part.id == name
        and isinstance(part.ctx, ast.Store)
        for part in _surely_run(node)
    )


def _surely_run(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below a simple statement, without those that a condition guards."""
    stack = [node]
    while stack:
        part = stack.pop()
        yield part
        if not isinstance(part, (ast.BoolOp, ast.IfExp, ast.Lambda, *_COMPREHENSIONS)):
            stack += ast.iter_child_nodes(part)
