"""Whether a statement runs between a forward pass and the backward of its loss."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...source.backwards import is_backward
from ...source.branches import both_run
from ...source.instances import instance
from ...source.loops import loops_around
from ...source.text import Text
from ...source.tree import dotted_name, walk

_MODELS = ("model", "net", "network", "criterion", "loss_fn", "generator", "critic")


def is_between(text: Text, statement: ast.stmt) -> bool:
    """Whether a loss that is computed before is differentiated after a statement."""
    if not text.tree.calls.get("backward"):
        return False
    body = _around(text, statement)
    line = statement.lineno
    for call in text.tree.calls["backward"]:
        if call.lineno <= line or not is_backward(text, call) or not _is_in(call, body):
            continue
        if not both_run(body, text.range(statement), text.range(call)):
            continue
        assert isinstance(call.func, ast.Attribute)
        root = call.func.value
        while isinstance(root, (ast.BinOp, ast.Call)):
            root = root.left if isinstance(root, ast.BinOp) else root.func
        name = dotted_name(root).partition(".")[0]
        if name and _is_made_before(text, body, name, line, call.lineno):
            return True
    return False


def _around(text: Text, statement: ast.stmt) -> list[ast.stmt]:
    """One iteration of the innermost training loop, else the function or cell."""
    for loop in loops_around(text, statement):
        if any(
            isinstance(node, ast.Call) and is_backward(text, node)
            for node in walk(*loop.body)
        ):
            return loop.body
    scope = text.tree.function(statement) or text.tree.module
    return scope.body if isinstance(scope.body, list) else []


def _is_in(node: ast.expr, body: list[ast.stmt]) -> bool:
    return bool(body) and body[0].lineno <= node.lineno <= (body[-1].end_lineno or 0)


def _is_made_before(
    text: Text, body: list[ast.stmt], name: str, line: int, end: int
) -> bool:
    """Whether the graph of a name has a forward pass from before a line.

    The last value that it gets before `end`, and the variables in it.
    """
    pending, seen = [(name, end)], set()
    while pending:
        wanted, until = pending.pop()
        made = [item for item in _assignments(body, wanted) if item.lineno < until]
        if not made or made[-1] in seen:
            continue
        last = made[-1]
        seen.add(last)
        if last.lineno < line and _is_forward(text, last.value):
            return True
        for node in walk(last.value):
            if isinstance(node, ast.Name):
                pending.append((node.id, last.lineno))
    return False


def _assignments(body: list[ast.stmt], name: str) -> Iterator[ast.Assign]:
    for node in walk(*body, into_classes=False):
        if isinstance(node, ast.Assign):
            targets = [n for target in node.targets for n in walk(target)]
            if any(isinstance(n, ast.Name) and n.id == name for n in targets):
                yield node


def _is_forward(text: Text, value: ast.expr) -> bool:
    """Whether an expression computes with parameters: a model, or powers of one."""
    for node in walk(value):
        if isinstance(node, ast.Call):
            if _is_construction(text, node):
                continue
            last = dotted_name(node.func).rpartition(".")[2].lower()
            if last.endswith(_MODELS) or instance(text, node.func) is not None:
                return True
        elif isinstance(node, ast.Name) and _is_trainable(text, node):
            return True
    return False


def _is_construction(text: Text, call: ast.Call) -> bool:
    """Whether a call makes a model: of a class, or without an input."""
    last = dotted_name(call.func).rpartition(".")[2]
    return text.is_module_call(call) or last[:1].isupper() or not call.args


def _is_trainable(text: Text, node: ast.Name) -> bool:
    """Whether a variable is a parameter, or a tensor made with `requires_grad`."""
    for owner, made in text.definitions(node):
        value = getattr(made, "value", None)
        if not isinstance(value, ast.Call):
            continue
        if owner.callee(value) == "torch.nn.Parameter" or any(
            item.arg == "requires_grad"
            and isinstance(item.value, ast.Constant)
            and item.value.value is True
            for item in value.keywords
        ):
            return True
    return False
