"""Where a text puts a model in eval mode."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...source.loops import called, functions_called
from ...source.text import Text
from ...source.tree import dotted_name, walk
from .contexts import Context

# Functions that are given a model and may put it in eval mode: `set_eval(model)`.
_EVALUATING = ("eval", "freeze", "inference", "no_dropout")
# Models that come in eval mode, or whose mode is another's.
_MAKING = frozenset(("eval", "from_pretrained", "load", "compile"))


def is_in_eval_mode(text: Text, context: Context, call: ast.Call) -> bool:
    """Whether a model is certainly, or by intention, in the right mode at a call.

    The last word before the call counts. `model.train()` inside the block is meant
    so: Monte Carlo dropout, or new batch statistics.
    """
    assert isinstance(call.func, ast.Name)
    model = call.func.id
    function = text.tree.function(call)
    last = None
    for node, mode in _modes(text, model):
        inside = context.node in text.tree.ancestors(node)
        if inside and mode == "train":
            return True
        if text.tree.function(node) is function:
            # With `if training: model.train()`, another branch or cell says the rest.
            is_certain = mode == "eval" or not _is_optional(text, node, call)
            if is_certain and (inside or _position(node) < _position(call)):
                last = mode
        elif mode == "eval":
            # Another function of the cell, or the code that calls this one.
            return True
    if last is not None:
        return last == "eval"
    if _is_made_in_eval_mode(text, call.func):
        return True
    if function is not None:
        # It runs when it is called: any cell may have set the mode by then.
        return any(event.kind == "eval" for _, event in text.notebook.events())
    return _was_in_eval_mode(text, model)


def _is_optional(text: Text, node: ast.AST, call: ast.AST) -> bool:
    """Whether a condition decides about a mode and not about the call."""
    around = set(text.tree.ancestors(call))
    parents = text.tree.ancestors(node)
    return any(isinstance(p, ast.If) and p not in around for p in parents)


def _position(node: ast.AST) -> tuple[int, int]:
    return (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))


def _modes(text: Text, model: str) -> Iterator[tuple[ast.Call, str]]:
    """The calls of a cell that set a mode: of this model, or by `for m in …`."""
    for node in text.tree.all(ast.Call):
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in ("eval", "train"):
            owner = dotted_name(function.value)
            if owner == model or _is_loop_variable(text, function.value):
                yield node, _mode(node, function.attr)
        elif any(isinstance(item, ast.Name) and item.id == model for item in node.args):
            if _may_evaluate(text, node):
                yield node, "eval"


def _may_evaluate(text: Text, node: ast.Call) -> bool:
    """Whether a function that is given a model may put it in eval mode.

    The body says so of a function of this notebook, else the name. What the body calls
    is judged by its name, so a step further nothing is followed.
    """
    bodies = [function.body for _, function in functions_called(text, node)]
    if not bodies:
        return _sounds_like_it(dotted_name(node.func))
    return any(
        _sounds_like_it(called(inner))
        if isinstance(inner, ast.Call)
        else isinstance(inner, ast.Attribute) and inner.attr == "training"
        for body in bodies
        for inner in walk(*body)
    )


def _sounds_like_it(name: str) -> bool:
    return any(word in name.lower() for word in _EVALUATING)


def _mode(node: ast.Call, method: str) -> str:
    first = node.args[0] if node.args else None
    off = isinstance(first, ast.Constant) and not first.value
    return "eval" if method == "eval" or off else "train"


def _is_loop_variable(text: Text, node: ast.expr) -> bool:
    if not isinstance(node, ast.Name):
        return False
    bindings = text.names.bindings(node.id, node)
    return any(isinstance(binding.node, ast.For) for binding in bindings)


def _is_made_in_eval_mode(text: Text, name: ast.Name) -> bool:
    """Whether a model comes from `Net().eval()` or `from_pretrained`."""
    return any(
        isinstance(node, ast.Attribute) and node.attr in _MAKING
        for _, statement in text.definitions(name)
        if isinstance(statement, ast.Assign)
        for node in walk(statement.value)
    )


def _was_in_eval_mode(text: Text, model: str) -> bool:
    """Whether the cells that ran before left the model in eval mode."""
    modes = [
        event.kind
        for cell, event in text.notebook.events_before(text.cell)
        if cell is not text.cell
        and event.name == model
        and event.kind in ("eval", "train", "bind")
    ]
    return modes[-1:] == ["eval"]
