"""Which mutants are no bugs: what was injected can do no harm in this class."""

from __future__ import annotations

import ast
import re
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
            if not isinstance(node, ast.If):
                continue
            body = range(node.body[0].lineno - 1, (node.body[-1].end_lineno or 0))
            for test in _calls(node.test) if lines[1] in body else ():
                if _name(test.func) == "isinstance":
                    yield from map(_name, ast.walk(test.args[1]))


def has_random_neighbour(mutant: Mutant) -> bool:
    """Whether the class of the fault has other layers, which are drawn at random."""
    return any(
        _name(target) != "hidden" and _may_have_weights(statement.value)
        for tree, lines in _marked(mutant)
        for statement in ast.walk(_class_at(tree, lines[0]))
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Attribute)
    )


def _may_have_weights(value: ast.expr) -> bool:
    """Whether an expression makes a module with weights, as far as its name says."""
    names = [_name(call.func) or ast.unparse(call.func) for call in _calls(value)]
    return any(
        re.match(r"[A-Z]|.*(conv|linear|block|layer)", name)
        and not _STATELESS.search(name)
        for name in names
    )


_STATELESS = re.compile(
    r"ReLU|ELU|Sigmoid|Tanh|Softmax|Dropout|DropPath|Pool|Identity|Flatten|Upsample|"
    r"Sequential|ModuleList|Error|(Batch|Group|Instance|Layer|RMS)Norm"
)


def is_number(mutant: Mutant) -> bool:
    """Whether the tensor of the fault is made of an argument that is a `float`."""
    for tree, lines in _marked(mutant):
        floats = {
            node.arg
            for node in ast.walk(_class_at(tree, lines[0]))
            if isinstance(node, ast.arg) and _name(node.annotation) == "float"
        }
        return any(
            call.lineno - 1 == lines[0]
            and _name(call.func) == "tensor"
            and _name(call.args[0]) in floats
            for call in _calls(tree)
        )
    return False


def has_full_container(mutant: Mutant) -> bool:
    """Whether a tested container has an entry, or the test only skips its loop."""
    for tree, lines in _marked(mutant):
        for node in ast.walk(tree):
            if not isinstance(node, (ast.If, ast.IfExp)) or (
                node.test.lineno - 1 not in range(lines[0], lines[1] + 1)
            ):
                continue
            attr = _name(node.test)
            loops = isinstance(node, ast.If) and all(
                isinstance(item, ast.For) and _name(item.iter) == attr
                for item in node.body
            )
            return loops or _is_filled(_class_at(tree, lines[0]), attr)
    return False


def _is_filled(owner: ast.ClassDef, attr: str) -> bool:
    """Whether each container that an attribute gets is written with an entry."""
    made = [
        call
        for node in ast.walk(owner)
        if isinstance(node, ast.Assign) and _name(node.targets[0]) == attr
        for call in [node.value, getattr(node.value, "body", None)]
        if isinstance(call, ast.Call)
    ]
    return bool(made) and all(map(_has_entry, made))


def _has_entry(call: ast.Call) -> bool:
    entries = call.args
    if len(entries) == 1 and isinstance(entries[0], ast.List):
        entries = entries[0].elts
    return any(isinstance(entry, ast.Call) for entry in entries)


def _class_at(tree: ast.Module, line: int) -> ast.ClassDef:
    return next(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and node.lineno - 1 <= line < (node.end_lineno or 0)
    )


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


def _name(node: ast.AST | None) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _has_bias(call: ast.Call) -> bool:
    given = [item.value for item in call.keywords if item.arg == "bias"]
    given += call.args[_POSITIONS.get(_name(call.func), 99) :][:1]
    return all(isinstance(g, ast.Constant) and g.value is True for g in given)
