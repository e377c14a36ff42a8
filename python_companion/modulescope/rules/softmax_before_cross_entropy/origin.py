"""Whether a value certainly comes out of a softmax or a sigmoid."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...source.classes import ClassFacts
from ...source.text import Text
from ...source.tree import dotted_name, walk

# What changes the form of a tensor, not its values.
_RESHAPING = frozenset(
    "squeeze unsqueeze view reshape permute transpose float double half flatten "
    "contiguous to cpu cuda t movedim swapaxes clone type".split()
)
_FUNCTIONS = {
    "softmax": (
        "torch.softmax",
        "torch.nn.functional.softmax",
        "torch.special.softmax",
    ),
    "sigmoid": (
        "torch.sigmoid",
        "torch.nn.functional.sigmoid",
        "torch.special.expit",
    ),
}
_LAYERS = {
    "softmax": ("torch.nn.Softmax", "torch.nn.Softmax2d"),
    "sigmoid": ("torch.nn.Sigmoid",),
}
_DEPTH = 8


class Origin(NamedTuple):
    """The softmax itself; `model` is the variable whose call gives it, if any."""

    text: Text
    node: ast.expr
    model: str = ""


def origin(text: Text, node: ast.expr, applied: str, depth: int = 0) -> Origin | None:
    """Where a value was made by `applied`; None if that is not certain."""
    for _ in range(_DEPTH):
        if depth > _DEPTH:
            return None
        if isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Call):
            inner = _reshaped(text, node)
            if inner is None:
                return _of_call(text, node, applied, depth)
            node = inner
        elif isinstance(node, ast.Name):
            value = _reaching(text, node)
            return origin(text, value, applied, depth + 1) if value else None
        else:
            return None
    return None


def _reshaped(text: Text, node: ast.Call) -> ast.expr | None:
    function = node.func
    if (
        isinstance(function, ast.Attribute)
        and function.attr in _RESHAPING
        and not text.resolve(function)
    ):
        return function.value
    return None


def _of_call(text: Text, node: ast.Call, applied: str, depth: int) -> Origin | None:
    function = node.func
    dotted = text.resolve(function)
    if dotted in _FUNCTIONS[applied]:
        return Origin(text, node)
    if isinstance(function, ast.Attribute) and not dotted and function.attr == applied:
        if not _is_self(function.value):
            return Origin(text, node)
    if isinstance(function, ast.Call):
        return _of_module(text, function, applied, depth)
    model = dotted_name(function)
    if not model:
        return None
    for owner, made in _makers(text, function):
        found = _of_module(owner, made, applied, depth)
        if found is None:
            return None
        return found._replace(model=found.model or model)
    return None


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def _makers(text: Text, function: ast.expr) -> list[tuple[Text, ast.expr]]:
    """The one expression that makes what is called; empty if there are several."""
    found: list[tuple[Text, ast.expr | None]] = []
    if isinstance(function, ast.Name):
        for owner, made in text.definitions(function):
            found.append((owner, made.value if isinstance(made, ast.Assign) else None))
    elif isinstance(function, ast.Attribute) and _is_self(function.value):
        facts = text.enclosing_class(function)
        for store in facts.all_stores(function.attr) if facts else ():
            owner = (
                next(
                    (
                        f.text
                        for f in facts.family
                        if store.method in f.methods.values()
                    ),
                    text,
                )
                if facts
                else text
            )
            found.append((owner, store.value))
    if len(found) != 1 or found[0][1] is None:
        return []
    return [(found[0][0], found[0][1])]


def _of_module(text: Text, made: ast.expr, applied: str, depth: int) -> Origin | None:
    """Whether the output of the module that an expression makes is normalised."""
    while (
        isinstance(made, ast.Call)
        and isinstance(made.func, ast.Attribute)
        and isinstance(made.func.value, ast.Call)
        and made.func.attr in ("to", "cuda", "cpu", "half", "float", "double", "train")
    ):
        made = made.func.value
    if not isinstance(made, ast.Call) or depth > _DEPTH:
        return None
    dotted = text.callee(made)
    if dotted in _LAYERS[applied]:
        return Origin(text, made)
    if dotted == "torch.nn.Sequential":
        if not made.args or isinstance(made.args[-1], ast.Starred):
            return None
        return _of_module(text, made.args[-1], applied, depth + 1)
    if dotted == "torch.nn.DataParallel" and made.args:
        for owner, inner in _makers(text, made.args[0]):
            return _of_module(owner, inner, applied, depth + 1)
    facts = text.class_facts(made.func)
    return _of_class(facts, applied, depth) if facts else None


def _of_class(facts: ClassFacts, applied: str, depth: int) -> Origin | None:
    """Whether every value that `forward` returns is normalised."""
    if not facts.is_module:
        return None
    for owner in facts.family:
        method = owner.methods.get("forward")
        if method is None:
            continue
        found = [
            origin(owner.text, value, applied, depth + 1) if value else None
            for value in _returned(method)
        ]
        if found and None not in found:
            return found[0]
        return None
    return None


def _returned(
    method: ast.FunctionDef | ast.AsyncFunctionDef,
) -> Iterator[ast.expr | None]:
    pending: list[ast.AST] = [*method.body]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return):
            yield node.value
        elif isinstance(node, ast.stmt) and not isinstance(
            node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        ):
            pending += ast.iter_child_nodes(node)
        elif isinstance(node, (ast.ExceptHandler, ast.match_case)):
            pending += node.body


def _reaching(text: Text, name: ast.Name) -> ast.expr | None:
    """The value that a name has for certain: of the last statement that binds it."""
    statement = text.tree.statement(name)
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return None
    while True:
        parent = text.tree.parents.get(statement)
        for block in _blocks(parent):
            if statement in block:
                for earlier in reversed(block[: block.index(statement)]):
                    if _binds(earlier, name.id):
                        return _value(earlier, name.id)
        if not isinstance(parent, (ast.If, ast.With, ast.AsyncWith)):
            return None
        statement = parent


def _blocks(node: ast.AST | None) -> Iterator[list[ast.stmt]]:
    for field in ("body", "orelse", "finalbody"):
        block = getattr(node, field, None)
        if isinstance(block, list):
            yield block


def _binds(statement: ast.stmt, name: str) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == name and not _loads(node)
        for node in walk(statement)
    )


def _loads(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)


def _value(statement: ast.stmt, name: str) -> ast.expr | None:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, ast.Name) and target.id == name:
            return statement.value
    return None
