"""What becomes of a variable that collects losses."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...source.adding import base
from ...source.inference.expressions import held
from ...source.nodes import called
from ...source.text import Text
from ...source.tree import dotted_name, walk

_SHOWING = frozenset(
    "print len float format round writerow info debug add_scalar set_postfix log "
    "write set_description set_postfix_str append str plot".split()
)
_CLEARING = ("clear", "pop", "popleft", "detach_", "zero_")


def is_bounded(text: Text, loop: ast.stmt, around: ast.stmt, name: str) -> bool:
    """Whether a variable is made anew or emptied in each turn, or has a bound."""
    root = name.partition(".")[0]
    for inner in {loop, around}:
        for node in walk(*getattr(inner, "body", ()), into_classes=False):
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                for target in _targets(node):
                    found = dotted_name(target)
                    again = any(
                        dotted_name(part) == name
                        and not isinstance(text.tree.parents.get(part), ast.Attribute)
                        for part in walk(node.value)
                    )
                    if found in (name, root) and not again:
                        return True
            elif isinstance(node, ast.Delete):
                if any(dotted_name(base(item)) == name for item in node.targets):
                    return True
            elif isinstance(node, ast.Call) and called(node) in _CLEARING:
                if dotted_name(getattr(node.func, "value", None)) == name:
                    return True
    # A loop variable, or a `deque(maxlen=…)`.
    return any(
        isinstance(made, (ast.For, ast.AsyncFor, ast.comprehension, ast.withitem))
        or (isinstance(made, ast.Assign) and _has_bound(made.value))
        for made in _definitions(text, around, root)
    )


def _targets(node: ast.Assign | ast.AnnAssign) -> Iterator[ast.expr]:
    if isinstance(node, ast.AnnAssign):
        yield node.target
        return
    for target in node.targets:
        if isinstance(target, (ast.Tuple, ast.List)):
            yield from target.elts
        else:
            yield target


def _definitions(text: Text, at: ast.AST, name: str) -> list[ast.AST]:
    found = text.names.bindings(name, at)
    return [binding.node for binding in found if binding.node is not None]


def has_bound(text: Text, total: ast.expr) -> bool:
    """Whether what a total is made by says how much it holds at most."""
    return any(
        isinstance(way.node, ast.Call) and _has_bound(way.node)
        for way in held(text, base(total)).ways
    )


def _has_bound(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and any(
        item.arg == "maxlen" for item in value.keywords
    )


def _uses(text: Text, at: ast.AST, name: str) -> Iterator[ast.expr]:
    """Where the function around a node reads a variable."""
    scope = text.tree.function(at) or text.tree.module
    for node in walk(*getattr(scope, "body", ())):
        if (
            isinstance(node, (ast.Name, ast.Attribute))
            and isinstance(node.ctx, ast.Load)
            and dotted_name(node) == name
        ):
            yield node


def used_for_a_loss(text: Text, loop: ast.stmt, addition: ast.stmt, name: str) -> bool:
    """Whether a variable is back-propagated, or goes into what is."""
    scope = text.tree.function(addition) or text.tree.module
    wanted = {
        dotted_name(part)
        for node in walk(*getattr(scope, "body", ()))
        if isinstance(node, ast.Call) and called(node) in ("backward", "scale", "grad")
        for part in walk(node)
        if isinstance(part, (ast.Name, ast.Attribute))
    }
    if name in wanted:
        return True
    for use in _uses(text, addition, name):
        statement = text.tree.statement(use)
        if statement is addition or not isinstance(statement, ast.Assign):
            continue
        if any(dotted_name(target) in wanted for target in statement.targets):
            return True
    return False


def only_shown(text: Text, addition: ast.stmt, name: str) -> bool:
    """Whether a variable is only printed and averaged, so that numbers will do."""
    if text.cell.id is not None and text.tree.function(addition) is None:
        # Other cells may use it. One that starts as a number is used as a number.
        starts = _definitions(text, addition, name)
        if not any(
            isinstance(made, ast.Assign) and isinstance(made.value, ast.Constant)
            for made in starts
        ):
            return False
    return all(_is_shown(text, use, name) for use in _uses(text, addition, name))


def _is_shown(text: Text, use: ast.expr, name: str) -> bool:
    node: ast.AST = use
    while (parent := text.tree.parents.get(node)) is not None:
        if isinstance(parent, (ast.BinOp, ast.FormattedValue, ast.keyword)):
            node = parent
        elif isinstance(parent, ast.JoinedStr):
            return True
        elif isinstance(parent, ast.Assign):
            return any(dotted_name(target) == name for target in parent.targets)
        elif isinstance(parent, ast.Attribute):
            return parent.attr in ("append", "extend", "insert")
        elif isinstance(parent, ast.Call) and dotted_name(parent.func) == "sum":
            node = parent
        elif isinstance(parent, ast.Call):
            numpy = text.resolve(parent.func).startswith("numpy.")
            return numpy or called(parent) in _SHOWING
        else:
            return False
    return False
