"""`model.eval()` where it reaches the call, `model.train()` where training goes on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...findings import Edit
from ...source.edits import insert_line, insert_line_after
from ...source.placing import means_the_same
from ...source.text import Text
from ...source.tree import dotted_name, walk
from .contexts import Context
from .forgotten import Forgotten

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_JUMPS = (ast.Return, ast.Yield, ast.YieldFrom, ast.Break, ast.Continue)


class _Span(NamedTuple):
    """Statements of one block that `eval()` and `train()` could stand around."""

    first: ast.stmt
    last: ast.stmt
    whole: list[ast.stmt]


def mode_edits(text: Text, found: Forgotten) -> tuple[tuple[Edit, ...], bool]:
    """The edits, and whether they change nothing but the evaluation.

    `eval()` stands as far out as the name means the same. Where the notebook trains,
    `train()` follows, or there is no edit: the next step would train in eval mode.
    """
    context, root, model = found.context, found.root, found.model
    for span in _spans(text, context, found.call):
        before = insert_line(text, span.first, f"{model}.eval()")
        if not before or not means_the_same(text, root, span.first):
            continue
        if not _trains(text):
            is_whole = model == root.id and span.first is context.first
            return before, is_whole and _is_complete(text, context, root)
        after = _restored(text, span, found)
        return ((*before, *after), False) if after else ((), False)
    return (), False


def _spans(text: Text, context: Context, call: ast.Call) -> Iterator[_Span]:
    """Where `eval()` could stand, from outside to inside."""
    if isinstance(context.node, _FUNCTIONS):
        body = context.body[context.body.index(context.first) :]
        yield _Span(context.first, body[-1], body)
    around: list[ast.stmt] = []
    for parent in text.tree.ancestors(call):
        if isinstance(parent, (*_FUNCTIONS, ast.ClassDef, ast.Lambda)):
            break
        if isinstance(parent, ast.stmt):
            around.append(parent)
        if parent is context.node:
            break
    for statement in reversed(around):
        yield _Span(statement, statement, [statement])


def _trains(text: Text) -> bool:
    notebook = text.notebook
    return notebook.trains or notebook.steps or "backward" in text.tree.calls


def _restored(text: Text, span: _Span, found: Forgotten) -> tuple[Edit, ...]:
    """`train()` behind the statements, if they always get there."""
    model = found.model
    if _is_partly_frozen(text, model):
        # It would end the eval mode of single layers.
        return ()
    *others, last = span.whole
    if isinstance(last, ast.Return) and not _mentions(last, found.root.id) and others:
        after = insert_line(text, last, f"{model}.train()")
    else:
        others, after = span.whole, insert_line_after(text, last, f"{model}.train()")
    leaves = any(isinstance(node, _JUMPS) for node in walk(*others))
    return () if leaves else after


def _is_partly_frozen(text: Text, model: str) -> bool:
    """Whether some part of the model is put in eval mode alone."""
    return any(
        isinstance(call.func, ast.Attribute) and dotted_name(call.func.value) != model
        for call in text.tree.calls.get("eval", ())
    )


def _mentions(node: ast.AST, model: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == model for n in walk(node))


def _is_complete(text: Text, context: Context, model: ast.Name) -> bool:
    """Whether all callers of an evaluation function are here, and give it a module."""
    function = text.tree.function(model)
    if not context.is_evaluation or not isinstance(function, _FUNCTIONS):
        return False
    calls = text.tree.calls.get(function.name, ())
    made = [getattr(node, "value", None) for _, node in text.definitions(model)]
    return (
        bool(calls and made)
        and all(text.is_module_call(value) for value in made)
        and all(_mentions(call, model.id) for call in calls)
    )
