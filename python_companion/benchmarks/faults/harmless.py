"""Which mutants are no bugs: what was injected can do no harm in this class."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .mutant import Mutant

_POSITIONS = {"Linear": 2, "Conv1d": 7, "Conv2d": 7, "Conv3d": 7}


def has_every_bias(mutant: Mutant) -> bool:
    """Whether all layers of the types that are tested at the fault have a bias."""
    kinds = set(_tested(mutant))
    calls = [c for tree, _ in _marked(mutant, every=True) for c in _calls(tree)]
    return bool(kinds) and not any(
        _name(call.func) in kinds and not _has_bias(call) for call in calls
    )


def _tested(mutant: Mutant) -> Iterator[str]:
    """The names in `isinstance(m, (nn.Linear, nn.Conv2d))` above the marked lines."""
    for tree, lines in _marked(mutant):
        for node in ast.walk(tree):
            if not isinstance(node, ast.If) or not isinstance(node.test, ast.Call):
                continue
            body = range(node.body[0].lineno - 1, (node.body[-1].end_lineno or 0))
            if _name(node.test.func) == "isinstance" and lines[1] in body:
                for kind in ast.walk(node.test.args[1]):
                    if isinstance(kind, (ast.Name, ast.Attribute)):
                        yield _name(kind)


def _marked(
    mutant: Mutant, every: bool = False
) -> Iterator[tuple[ast.Module, tuple[int, int]]]:
    """The cells with a fault, or all, and the first and the last line of the fault."""
    for cell in mutant.cells:
        if every or cell.id in mutant.expected:
            lines = mutant.expected.get(str(cell.id), (0, 0))
            yield ast.parse(cell.source), lines


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _has_bias(call: ast.Call) -> bool:
    given = [item.value for item in call.keywords if item.arg == "bias"]
    given += call.args[_POSITIONS.get(_name(call.func), 99) :][:1]
    return all(isinstance(g, ast.Constant) and g.value is True for g in given)
