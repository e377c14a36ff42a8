"""Statements that add a loss to what outlives a turn of the loop."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ...source.adding import added, base
from ...source.graphs import under_no_grad
from ...source.loops import functions_called
from ...source.text import Text
from ...source.tree import dotted_name, walk

# Methods that give on the graph of their tensor.
_PASSING = frozenset(
    "mean sum clone cpu cuda to float double half squeeze unsqueeze view reshape sqrt "
    "exp log abs mul div add sub contiguous".split()
)
_TORCH_PASSING = frozenset(
    f"torch.{name}" for name in ("cat", "stack", "add", "mean", "sum", "sqrt", "exp")
)
Carries = Callable[[ast.expr], bool]
"""Whether an expression is the loss itself."""


class Addition(NamedTuple):
    """One place where a loss is added."""

    statement: ast.stmt
    name: str
    """Of the total, as the function with the loop knows it."""
    total: tuple[Text, ast.expr]
    """The total where it is added to."""
    value: ast.expr
    elsewhere: bool = False
    """Whether a function of the notebook does it."""


def named(names: frozenset[str]) -> Carries:
    """A loss by its names."""
    return lambda node: dotted_name(node) in names


def additions(
    text: Text, body: list[ast.stmt], turns: frozenset[str], loss: Carries
) -> Iterator[Addition]:
    """The statements that add a loss; `turns` are the names that each turn binds."""
    for node in walk(*body, into_classes=False):
        if not isinstance(node, ast.stmt):
            continue
        for total, value in added(node, turns):
            name = dotted_name(base(total))
            if name and not loss(total) and passes(text, value, loss):
                yield Addition(node, name, (text, total), value)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from _by_function(text, node, node.value, loss)


def passes(text: Text, value: ast.expr, loss: Carries) -> bool:
    """Whether a value certainly has the graph of a loss."""
    pending = [value]
    while pending:
        node = pending.pop()
        if loss(node):
            return True
        if isinstance(node, ast.BinOp):
            pending += [node.left, node.right]
        elif isinstance(node, ast.UnaryOp):
            pending.append(node.operand)
        elif isinstance(node, ast.IfExp):
            pending += [node.body, node.orelse]
        elif isinstance(node, (ast.Tuple, ast.List)):
            pending += node.elts
        elif isinstance(node, ast.Dict):
            pending += node.values
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if text.resolve(node.func) in _TORCH_PASSING:
                pending += node.args[:1]
            elif node.func.attr in _PASSING:
                pending.append(node.func.value)
    return False


def _by_function(
    text: Text, statement: ast.Expr, call: ast.Call, loss: Carries
) -> Iterator[Addition]:
    """`meter.update(loss)` and `log(history, loss)` of the notebook's own."""
    given = [a for a in call.args if passes(text, a, loss)]
    if not given or under_no_grad(text, call):
        return
    for owner, function in functions_called(text, call):
        parameters = _parameters(call, function)
        names = frozenset(n for n, a in parameters.items() if a in given)
        if is_replaced(owner, function.body, names):
            continue
        for found in _inside(owner, function.body, names):
            root, _, rest = found.name.partition(".")
            if (place := parameters.get(root)) is not None:
                name = ".".join(filter(None, (dotted_name(place), rest)))
            else:
                is_own = root in owner.tree.scopes[function]
                name = "" if is_own else found.name
            if name:
                yield Addition(statement, name, found.total, given[0], True)


def _inside(text: Text, body: list[ast.stmt], names: frozenset[str]) -> list[Addition]:
    loss = named(names)
    return [
        Addition(node, name, (text, total), value)
        for node in walk(*body, into_classes=False)
        if isinstance(node, ast.stmt) and not under_no_grad(text, node)
        for total, value in added(node, frozenset())
        if (name := dotted_name(base(total))) and passes(text, value, loss)
    ]


def _parameters(
    call: ast.Call, function: ast.FunctionDef | ast.AsyncFunctionDef
) -> dict[str, ast.expr]:
    """What a call gives a function, by parameter; `self` is what the method is of."""
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    found: dict[str, ast.expr] = {}
    if isinstance(call.func, ast.Attribute) and names[:1] == ["self"]:
        found[names.pop(0)] = call.func.value
    found.update(zip(names, call.args, strict=False))
    found.update({item.arg: item.value for item in call.keywords if item.arg})
    return found


def is_replaced(text: Text, body: list[ast.stmt], names: frozenset[str]) -> bool:
    """Whether `loss = loss.item()`, or anything of its own, may cut the graph."""
    loss = named(names)
    for node in walk(*body):
        if isinstance(node, ast.Attribute):
            if node.attr == "detach_" and loss(node.value):
                return True
        elif isinstance(node, ast.Assign) and any(map(loss, node.targets)):
            parts = (p for p in walk(node.value) if isinstance(p, ast.expr))
            if any(map(loss, parts)) and not passes(text, node.value, loss):
                return True
    return False
