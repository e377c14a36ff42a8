"""Which bindings of a name a use of it can meet."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..nodes import position
from ..tree import Binding

if TYPE_CHECKING:
    from ..text import Text

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def reaching(text: Text, name: ast.Name) -> list[tuple[Text, ast.AST]]:
    """The nodes that bind a name as a use meets it, the last one first.

    In the scope of the use: those before it, until one that no way passes by, and
    those that follow in a loop around it. A function runs later: it may meet every
    binding of the scope around it.
    """
    bindings = [b for b in text.names.bindings(name.id, name) if b.node is not None]
    own = [b.node for b in bindings if b.node is not None]
    if not own:
        return _in_other_cells(text, name)
    if _scope(text, bindings[0]) is not _scope_of_use(text, name):
        return [(text, node) for node in reversed(own)]
    return [(text, node) for node in _met(text, own, name)]


def _in_other_cells(text: Text, name: ast.Name) -> list[tuple[Text, ast.AST]]:
    """What the nearest cell above leaves in a name; that below if none above does."""
    found = text.notebook.definitions(text.cell, name.id)
    if not found:
        return []
    owner = found[-1][0]
    nodes = [node for other, node in found if other is owner]
    return [(owner, node) for node in _left(owner, nodes)]


def _left(text: Text, nodes: list[ast.AST]) -> Iterator[ast.AST]:
    """The bindings that the end of a cell can meet."""
    for node in reversed(nodes):
        yield node
        top = text.tree.parents.get(_statement(text, node)) is text.tree.module
        if top and not isinstance(node, ast.AugAssign):
            return


def _met(text: Text, nodes: list[ast.AST], use: ast.AST) -> Iterator[ast.AST]:
    around = [use, *text.tree.ancestors(use)]
    here = position(use)
    arguments = [node for node in nodes if isinstance(node, ast.arg)]
    others = [node for node in nodes if not isinstance(node, ast.arg)]
    before = [n for n in others if _runs_before(text, n, here, around)]
    loops = [node for node in around if isinstance(node, _LOOPS)]
    for node in reversed(before):
        if _apart(text, node, around):
            continue
        yield node
        if _certain(text, node, around):
            # Only a loop that begins after it can bring another value round.
            loops = [loop for loop in loops if loop not in _around(text, node)]
            arguments = []
            break
    for node in others:
        if node not in before and any(loop in loops for loop in _around(text, node)):
            yield node
    yield from arguments


def _runs_before(
    text: Text, node: ast.AST, here: tuple[int, int], around: list[ast.AST]
) -> bool:
    """Whether a binding is made before a use, as the text runs."""
    if loop := _comprehension(text, node):
        return loop.iter not in around
    if isinstance(node, ast.NamedExpr):
        return position(node) < here
    statement = _statement(text, node)
    if isinstance(statement, (ast.For, ast.AsyncFor)) and statement in around:
        return statement.iter not in around
    # The value is read before the name is bound.
    return statement not in around and position(statement) < here


def _certain(text: Text, node: ast.AST, around: list[ast.AST]) -> bool:
    """Whether every way to a use passes a binding."""
    if _comprehension(text, node):
        return True
    if isinstance(node, ast.AugAssign):
        # It adds to what was there before.
        return False
    statement = _statement(text, node)
    if isinstance(statement, (ast.For, ast.AsyncFor)):
        return statement in around
    return text.tree.parents.get(statement) in around and _same_block(
        text, statement, around
    )


def _comprehension(text: Text, node: ast.AST) -> ast.comprehension | None:
    """The part of a comprehension that binds: `for n, p in pairs`."""
    while isinstance(node, (ast.Tuple, ast.List, ast.Starred)):
        node = text.tree.parents[node]
    return node if isinstance(node, ast.comprehension) else None


def _same_block(text: Text, statement: ast.AST, around: list[ast.AST]) -> bool:
    parent = text.tree.parents[statement]
    below = [node for node in around if text.tree.parents.get(node) is parent]
    return any(
        statement in block and any(node in block for node in below)
        for name in _BLOCKS
        if isinstance(block := getattr(parent, name, None), list)
    )


def _apart(text: Text, node: ast.AST, around: list[ast.AST]) -> bool:
    """Whether a binding stands in the other branch of an `if` around the use."""
    below: ast.AST = node
    for parent in text.tree.ancestors(node):
        if isinstance(parent, ast.If) and parent in around:
            mine = below in parent.body
            theirs = any(other in parent.body for other in around)
            return below is not parent.test and mine is not theirs
        if parent in around:
            return False
        below = parent
    return False


def _statement(text: Text, node: ast.AST) -> ast.AST:
    if isinstance(node, ast.stmt):
        return node
    try:
        return text.tree.statement(node)
    except KeyError:
        return node


def _around(text: Text, node: ast.AST) -> Iterator[ast.AST]:
    for parent in (node, *text.tree.ancestors(node)):
        if isinstance(parent, (*_DEFINES, ast.Lambda)) and parent is not node:
            return
        yield parent


def _scope(text: Text, binding: Binding) -> ast.AST:
    node = binding.node
    assert node is not None
    if isinstance(node, ast.arg):
        function = text.tree.function(node)
        return function if function is not None else text.tree.module
    if isinstance(node, ast.NamedExpr):
        return _function_or_module(text, node)
    return text.tree.scope(node)


def _function_or_module(text: Text, node: ast.AST) -> ast.AST:
    """Where a walrus binds: around all comprehensions."""
    scope = text.tree.scope(node)
    while isinstance(
        scope, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    ):
        scope = text.tree.scope(scope)
    return scope


def _scope_of_use(text: Text, name: ast.Name) -> ast.AST:
    """The scope whose order of statements a use follows: past comprehensions."""
    bindings = text.names.bindings(name.id, name)
    scope = text.tree.scope(name)
    wanted = {_scope(text, b) for b in bindings if b.node is not None}
    while scope not in wanted and isinstance(
        scope, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    ):
        scope = text.tree.scope(scope)
    return scope
