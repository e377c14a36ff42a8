"""Which containers may be empty, and what a test of one guards."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from ...source.text import Text

_CONTAINERS = frozenset(
    f"torch.nn.{name}"
    for name in "Sequential ModuleList ModuleDict ParameterList ParameterDict".split()
)


def container_name(text: Text, calls: Iterable[ast.Call]) -> str:
    """The container that one of these calls makes and that may be empty."""
    for call in calls:
        made = text.callee(call)
        if made in _CONTAINERS and _may_be_empty(call, made == "torch.nn.Sequential"):
            return made.removeprefix("torch.")
    return ""


def _may_be_empty(call: ast.Call, is_sequential: bool) -> bool:
    if not call.args or is_sequential:
        starred = [a.value for a in call.args if isinstance(a, ast.Starred)]
        plain = len(starred) < len(call.args) or call.keywords
        return not plain and all(map(_is_open, starred))
    return _is_open(call.args[0])


def _is_open(node: ast.expr) -> bool:
    """Whether a list or dictionary can have no entries, as far as its text tells."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return all(isinstance(item, ast.Starred) for item in node.elts)
    if isinstance(node, ast.Dict):
        return all(key is None for key in node.keys)
    if isinstance(node, (ast.ListComp, ast.GeneratorExp)):
        source = node.generators[0].iter
        if isinstance(source, ast.Call):
            return not all(isinstance(item, ast.Constant) for item in source.args)
        return _is_open(source)
    return not isinstance(node, ast.BinOp)


def is_only_iterated(text: Text, test: ast.expr) -> bool:
    """Whether a test guards nothing but a loop over what it tests."""
    statement = text.tree.parents[test]
    if not isinstance(statement, ast.If) or statement.orelse:
        return False
    wanted = ast.dump(test)
    return all(
        isinstance(item, ast.For)
        and any(ast.dump(node) == wanted for node in ast.walk(item.iter))
        for item in statement.body
    )
