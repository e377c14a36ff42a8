"""Where a statement collects a model's outputs with their graphs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...source.adding import added, base
from ...source.graphs import is_no_grad, under_no_grad
from ...source.text import Text
from ...source.tree import dotted_name, walk

# Methods and functions that give on the graph of their tensor.
_PASSING = frozenset(
    "cpu cuda to float double half squeeze unsqueeze view reshape flatten softmax "
    "log_softmax sigmoid tanh relu mean sum clone exp log abs permute transpose "
    "contiguous normalize cat stack".split()
)
_TORCH = ("torch.", "torch.nn.functional.")


def collected(
    text: Text, statement: ast.stmt, model: str
) -> Iterator[tuple[str, ast.expr]]:
    """What collects outputs of a model in a statement, and the value that it gets."""
    if isinstance(statement, ast.For):
        found = _by_loop(text, statement, model)
    elif isinstance(statement, ast.Assign):
        found = _by_comprehension(text, statement, model)
    else:
        return
    for target, value in found:
        if not _runs_without_grad(text, model, statement):
            yield target, value


def _by_comprehension(
    text: Text, statement: ast.Assign, model: str
) -> Iterator[tuple[str, ast.expr]]:
    """`outs = [model(x) for x in loader]`, also joined: `torch.cat([…])`."""
    value, name = statement.value, dotted_name(statement.targets[0])
    while isinstance(value, ast.Call) and (passed := _passed(text, value)) is not None:
        value = passed
    if not name or not isinstance(value, ast.ListComp):
        return
    source = value.generators[0].iter
    # Two or three views that are compared are no data set.
    written_out = isinstance(source, (ast.List, ast.Tuple))
    if not written_out and _has_graph(text, [], value.elt, model):
        yield name, value.elt


def _by_loop(text: Text, loop: ast.For, model: str) -> Iterator[tuple[str, ast.expr]]:
    fresh = _bound(loop)
    turns = frozenset(fresh)
    places = (
        (statement, *found)
        for statement in walk(*loop.body, into_classes=False)
        if isinstance(statement, ast.stmt)
        for found in added(statement, turns)
    )
    for node, total, value in places:
        target = base(total)
        name = dotted_name(target)
        root = name.partition(".")[0]
        if name and (root not in fresh or isinstance(node, ast.AugAssign)):
            if root in fresh and _is_assigned(loop, root):
                continue
            if _has_graph(text, loop.body, value, model) and not under_no_grad(
                text, node
            ):
                yield name, value


def _bound(loop: ast.For) -> set[str]:
    return {
        node.id
        for node in walk(loop.target, *loop.body)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _is_assigned(loop: ast.For, name: str) -> bool:
    """Whether a name is made anew in each turn, not only added to."""
    return any(
        isinstance(node, ast.Assign)
        and any(dotted_name(target) == name for target in node.targets)
        for node in walk(*loop.body)
    ) or any(isinstance(n, ast.Name) and n.id == name for n in walk(loop.target))


def _passed(text: Text, node: ast.Call) -> ast.expr | None:
    """The tensor whose graph a call of a function or method gives on."""
    function = node.func
    if dotted := text.resolve(function):
        passes = dotted.startswith(_TORCH) and dotted.rpartition(".")[2] in _PASSING
        return node.args[0] if passes and node.args else None
    if isinstance(function, ast.Attribute) and function.attr in _PASSING:
        return function.value
    return None


def _has_graph(text: Text, body: list[ast.stmt], value: ast.expr, model: str) -> bool:
    """Whether a value certainly has the graph of a call of the model."""
    pending, seen = [value], set[str]()
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Call):
            if dotted_name(node.func) == model:
                return True
            if passed := _passed(text, node):
                pending.append(passed)
        elif isinstance(node, ast.Name) and node.id not in seen:
            seen.add(node.id)
            values = _values(body, node.id)
            if len(values) == 1:
                pending += values
        elif isinstance(node, (ast.Tuple, ast.List)):
            pending += node.elts
        elif isinstance(node, ast.Subscript):
            pending.append(node.value)
        elif isinstance(node, ast.BinOp):
            pending += [node.left, node.right]
    return False


def _values(body: list[ast.stmt], name: str) -> list[ast.expr]:
    """What a loop assigns to a name; several values mean that it is not certain."""
    found: list[ast.expr] = []
    for node in walk(*body):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name
            for target in node.targets
        ):
            found.append(node.value)
        elif isinstance(node, (ast.AugAssign, ast.For, ast.withitem, ast.NamedExpr)):
            target = getattr(node, "target", None) or getattr(
                node, "optional_vars", None
            )
            if isinstance(target, ast.Name) and target.id == name:
                found += [target, target]
    return found


def _runs_without_grad(text: Text, model: str, place: ast.stmt) -> bool:
    """Whether the model's own forward stops gradients."""
    name = next(
        (n for n in walk(place) if isinstance(n, ast.Name) and n.id == model), None
    )
    for owner, made in text.definitions(name) if name else ():
        value = getattr(made, "value", None)
        facts = owner.class_facts(value.func) if isinstance(value, ast.Call) else None
        for relative in facts.family if facts else ():
            method = relative.methods.get("forward")
            if method and any(
                is_no_grad(relative.text, item)
                for node in walk(method)
                for item in (
                    [*node.decorator_list]
                    if isinstance(node, ast.FunctionDef)
                    else [entry.context_expr for entry in node.items]
                    if isinstance(node, ast.With)
                    else []
                )
            ):
                return True
    return False
