"""`model.train()` where it reaches the forward pass that trains."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from ...findings import Edit
from ...source.edits import insert_line
from ...source.loops import Loop
from ...source.nodes import position, root_name
from ...source.placing import means_the_same
from ...source.text import Text
from ...source.tree import dotted_name, walk
from .modes import evaluations_inside


def train_edits(loop: Loop, name: ast.expr) -> tuple[tuple[Edit, ...], bool]:
    """The edits, and whether nothing speaks for a deliberate eval mode.

    Before the loop, or first in it if it evaluates after it has trained. If it
    evaluates before, behind that and before the forward pass.
    """
    text, model, root = loop.text, dotted_name(name), root_name(name)
    if root is None or loop.node not in text.tree.ancestors(name):
        return (), False
    evaluations = evaluations_inside(loop, model)
    if not evaluations:
        edits, safe = _first(text, root, [loop.node, loop.node.body[0]], model)
        return edits, safe and not _is_eval(_above(text, loop.node), model)
    passes = list(_forward_passes(loop, model))
    if not passes:
        return (), False
    start, end = position(passes[-1]), position(passes[0])
    if all(position(call) > end for call in evaluations):
        return _first(text, root, [loop.node.body[0]], model)
    if any(start < position(call) < end for call in evaluations):
        return (), False
    before = [call for call in evaluations if position(call) < start]
    places, above = _between(loop, before[-1], passes[-1], model)
    edits, _ = _first(text, root, places, model)
    return edits, bool(edits) and not _is_eval(above, model)


def _first(
    text: Text, name: ast.Name, places: list[ast.stmt], model: str
) -> tuple[tuple[Edit, ...], bool]:
    """The edit at the first place where the name means the same."""
    for place in places:
        edits = insert_line(text, place, f"{model}.train()")
        if edits and means_the_same(text, name, place):
            return edits, True
    return (), False


def _forward_passes(loop: Loop, model: str) -> Iterator[ast.stmt]:
    """The statements that call the model for the loss, from the last to the first.

    Followed from `backward()` upwards, through what gives its names their values.
    """
    text = loop.text
    roots = [call.node for call in loop.backwards if call.text is text]
    roots = [node for node in roots if loop.node in text.tree.ancestors(node)]
    if not roots:
        return
    last = text.tree.statement(roots[-1])
    wanted = _reads(last)
    if _calls(last, model):
        yield last
    for statement in sorted(_statements(loop), key=position, reverse=True):
        if position(statement) < position(last) and _sets(statement) & wanted:
            wanted |= _reads(statement)
            if _calls(statement, model):
                yield statement


def _statements(loop: Loop) -> Iterator[ast.stmt]:
    """The simple statements of a loop."""
    for node in walk(*loop.node.body, into_classes=False):
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            yield node


def _reads(statement: ast.stmt) -> set[str]:
    return {node.id for node in walk(statement) if isinstance(node, ast.Name)}


def _sets(statement: ast.stmt) -> set[str]:
    return {
        node.id
        for node in walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _calls(statement: ast.stmt, model: str) -> bool:
    return any(
        isinstance(node, ast.Call) and dotted_name(node.func) == model
        for node in walk(statement)
    )


def _between(
    loop: Loop, evaluation: ast.Call, forward: ast.stmt, model: str
) -> tuple[list[ast.stmt], ast.stmt]:
    """The statements between an evaluation and a forward pass, nearest to it first.

    Of the innermost block that has both; what uses the model in between is left to
    the eval mode. Also the statement above them.
    """
    text, root = loop.text, model.partition(".")[0]
    around = {evaluation, *text.tree.ancestors(evaluation)}
    path = [forward, *text.tree.ancestors(forward)]
    below = next(n for n, parent in pairwise(path) if parent in around)
    block = _block(path[path.index(below) + 1], below)
    above = next((n for n, item in enumerate(block) if item in around), -1)
    end = block.index(below) if below in block else -1
    start = end
    while start - 1 > above and root not in _reads(block[start - 1]):
        start -= 1
    if above < 0 or end < 0:
        return [], forward
    return block[start : end + 1], block[start - 1]


def _block(parent: ast.AST, node: ast.AST) -> list[ast.stmt]:
    """The list of statements that has a statement."""
    for field in ("body", "orelse", "finalbody"):
        block: list[ast.stmt] = getattr(parent, field, [])
        if isinstance(block, list) and node in block:
            return block
    return []


def _above(text: Text, statement: ast.stmt) -> ast.stmt | None:
    """The statement before another one in its block."""
    block = _block(text.tree.parents[statement], statement)
    number = block.index(statement) if block else 0
    return block[number - 1] if number else None


def _is_eval(statement: ast.stmt | None, model: str) -> bool:
    """Whether a statement is `model.eval()`: right above training it is deliberate."""
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Call) and dotted_name(value.func) == f"{model}.eval"
