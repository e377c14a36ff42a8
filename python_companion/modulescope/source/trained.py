"""Tensors that are meant to train: what asks for their gradient."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .nodes import is_true
from .tensors import KEEPS, keyword, local_value, made_from, tensor_factory
from .tree import walk

if TYPE_CHECKING:
    from .text import Text


def is_tensor(text: Text, value: ast.expr | None) -> bool:
    """Whether an expression is certainly a tensor that is made there."""
    return _is_made(text, value) or is_trained(text, value)


def _is_made(text: Text, value: ast.expr | None) -> bool:
    return bool(tensor_factory(text, value) or made_from(text, value))


def is_trained(text: Text, value: ast.expr | None) -> bool:
    """Whether the tensor that an expression makes requires grad."""
    if not isinstance(value, ast.Name) or not _speaks_of_it(text):
        return any(True for _ in asking(text, value))
    made = local_value(text, value)
    return any(True for _ in asking(text, made)) or (
        _is_made(text, made)
        and any(is_switched_on(text, name) for name in _reads(text, value))
    )


def asking(text: Text, value: ast.expr | None) -> Iterator[ast.Call]:
    """The calls in an expression that make its tensor one that requires grad.

    `torch.randn(4, requires_grad=True)` and `….requires_grad_()`, also where more is
    computed from it: `torch.randn(4, requires_grad=True) * 0.1`.
    """
    if value is None or not _speaks_of_it(text):
        return
    for node in walk(value):
        if isinstance(node, ast.Call) and _asks(text, node):
            if _reaches(text, node, value):
                yield node


def _speaks_of_it(text: Text) -> bool:
    if "requires grad" not in text.memo:
        text.memo["requires grad"] = "requires_grad" in text.cell.source
    return bool(text.memo["requires grad"])


def _asks(text: Text, call: ast.Call) -> bool:
    if switches_on(call):
        return _is_made(text, _root(call))
    given = keyword(call, "requires_grad")
    return (
        given is not None and is_true(given.value) and bool(tensor_factory(text, call))
    )


def _root(call: ast.Call) -> ast.expr:
    """What `….requires_grad_()` and other methods of a chain are called on."""
    node: ast.expr = call
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr not in KEEPS and not switches_on(node):
            break
        node = node.func.value
    return node


def _reaches(text: Text, node: ast.expr, value: ast.expr | None) -> bool:
    """Whether operators and methods alone lead from a part to the whole."""
    parents = text.tree.parents
    while node is not value:
        parent = parents[node]
        if isinstance(parent, ast.Attribute):
            call = parents[parent]
            if parent.attr not in KEEPS and not switches_on(call):
                return False
            parent = call
        elif not isinstance(parent, (ast.BinOp, ast.UnaryOp)) or isinstance(
            parent.op, (ast.MatMult, ast.Mod, ast.Not)
        ):
            return False
        if not isinstance(parent, ast.expr):
            return False
        node = parent
    return True


def switches_on(node: ast.AST | None) -> bool:
    """Whether a node is `….requires_grad_()` or `….requires_grad_(True)`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "requires_grad_"
        and all(is_true(argument) for argument in node.args)
        and not node.keywords
    )


def is_switched_on(text: Text, node: ast.expr) -> bool:
    """Whether a read of a tensor is one in `x.requires_grad = True` and its like."""
    parents = text.tree.parents
    parent = parents[node]
    if isinstance(parent, ast.Attribute):
        if parent.attr == "requires_grad" and isinstance(parent.ctx, ast.Store):
            assignment = parents[parent]
            return isinstance(assignment, ast.Assign) and is_true(assignment.value)
        return switches_on(parents[parent])
    return any(is_switched_on(text, name) for name in _turns(text, node))


def may_be_switched_on(text: Text, attr: str) -> bool:
    """Whether some code of a cell may make an attribute of any object require grad."""
    return _speaks_of_it(text) and any(
        _may_switch(text, node)
        for node in text.tree.all(ast.Attribute)
        if node.attr == attr and isinstance(node.ctx, ast.Load)
    )


def _may_switch(text: Text, node: ast.expr) -> bool:
    parents = text.tree.parents
    parent = parents[node]
    if not isinstance(parent, ast.Attribute):
        return any(_may_switch(text, name) for name in _turns(text, node))
    given = [*getattr(parents[parent], "args", ()), *_values(parents[parent])]
    if parent.attr not in ("requires_grad", "requires_grad_"):
        return False
    is_set = parent.attr == "requires_grad_" or isinstance(parent.ctx, ast.Store)
    return is_set and not any(
        isinstance(value, ast.Constant) and not value.value for value in given
    )


def _values(node: ast.AST) -> list[ast.expr]:
    """What an assignment or the keywords of a call give."""
    if isinstance(node, ast.Assign):
        return [node.value]
    return [item.value for item in getattr(node, "keywords", ())]


def _turns(text: Text, node: ast.expr) -> Iterator[ast.Name]:
    """The reads of `t` in the body of `for t in (self.a, self.b):`."""
    listed = text.tree.parents[node]
    loop = text.tree.parents.get(listed)
    if (
        isinstance(listed, (ast.Tuple, ast.List))
        and isinstance(loop, ast.For)
        and loop.iter is listed
        and isinstance(loop.target, ast.Name)
    ):
        for name in walk(*loop.body):
            if isinstance(name, ast.Name) and name.id == loop.target.id:
                yield name


def _reads(text: Text, name: ast.Name) -> Iterator[ast.Name]:
    """The other reads of a local variable in its function."""
    function = text.tree.function(name)
    for node in walk(function) if function else ():
        if isinstance(node, ast.Name) and node.id == name.id and node is not name:
            yield node
