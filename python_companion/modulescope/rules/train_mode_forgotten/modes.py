"""The mode of a model when a loop trains it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...findings import CellRef, Range
from ...source.branches import both_run
from ...source.loops import Loop, functions_called, loops_around
from ...source.nodes import position
from ...source.text import Text
from ...source.tree import dotted_name, walk


class _Mode(NamedTuple):
    """A call that sets the mode of a model."""

    node: ast.Call
    mode: str


def evaluated_at(loop: Loop, model: str) -> tuple[CellRef, Range] | None:
    """Where a model is put in the eval mode in which the loop trains it."""
    text = loop.text
    modes = list(_modes(text, loop.function, model))
    inside = [m for m in modes if loop.node in text.tree.ancestors(m.node)]
    if any(m.mode == "train" for m in inside):
        return None
    if inside:
        return _place(text, inside[-1])
    before = _before(loop, modes)
    if before and before[-1].mode == "eval":
        return None if _is_optional(loop, before[-1]) else _place(text, before[-1])
    found = _next_turn(text, loop, modes)
    if found is not None or before:
        return found
    return _earlier_cells(loop, model) if loop.function is None else None


def evaluations_inside(loop: Loop, model: str) -> list[ast.Call]:
    """The calls in a loop that put a model in eval mode."""
    return [
        found.node
        for found in _modes(loop.text, loop.function, model)
        if found.mode == "eval" and loop.node in loop.text.tree.ancestors(found.node)
    ]


def _before(loop: Loop, modes: list[_Mode]) -> list[_Mode]:
    """The modes that are set on the way to the loop."""
    text = loop.text
    scope = loop.function or text.tree.module
    body = scope.body if isinstance(scope.body, list) else []
    place = text.range(loop.node)
    return [
        m
        for m in modes
        if position(m.node) < position(loop.node)
        and both_run(body, text.range(m.node), place)
    ]


def _is_optional(loop: Loop, mode: _Mode) -> bool:
    """Whether a condition that the loop does not share decides about a mode."""
    around = set(loop.text.tree.ancestors(loop.node))
    parents = loop.text.tree.ancestors(mode.node)
    return any(isinstance(p, ast.If) and p not in around for p in parents)


def _next_turn(
    text: Text, loop: Loop, modes: list[_Mode]
) -> tuple[CellRef, Range] | None:
    """The mode that a turn of a loop around it leaves for the next one."""
    for around in loops_around(text, loop.node):
        turn = [m for m in modes if around in text.tree.ancestors(m.node)]
        if any(
            m.mode == "train" and position(m.node) < position(loop.node) for m in turn
        ):
            return None
        if turn and turn[-1].mode == "eval":
            return _place(text, turn[-1])
    return None


def _earlier_cells(loop: Loop, model: str) -> tuple[CellRef, Range] | None:
    """The mode that the cells that ran before leave."""
    last = None
    for cell, event in loop.text.notebook.events_before(loop.text.cell):
        if event.kind == "give" and event.name == model:
            # What a function does with its argument is not followed here.
            last = None
        if event.name == model and event.kind in ("eval", "train", "bind"):
            is_certain = event.kind == "eval" and not event.arms
            last = (cell, event) if is_certain else None
    if last is None:
        return None
    return CellRef(last[0].id), last[1].range


def _place(text: Text, mode: _Mode) -> tuple[CellRef, Range]:
    return CellRef(text.cell.id), text.range(mode.node.func)


def _modes(text: Text, function: ast.AST | None, model: str) -> Iterator[_Mode]:
    """The calls of one function, or of the top level, that set a model's mode."""
    calls = sorted(text.tree.all(ast.Call), key=position)
    for node in calls:
        if text.tree.function(node) is not function:
            continue
        called = node.func
        if isinstance(called, ast.Attribute) and dotted_name(called.value) == model:
            if called.attr in ("eval", "train"):
                yield _Mode(node, _mode(node, called.attr))
        elif given := _argument(node, model):
            mode = _of_function(text, node, *given)
            if mode:
                yield _Mode(node, mode)
        elif mode := _of_same_name(text, node, model):
            yield _Mode(node, mode)


def _mode(node: ast.Call, method: str) -> str:
    first = node.args[0] if node.args else None
    if method == "train" and first is not None:
        if not isinstance(first, ast.Constant):
            # `model.train(phase == 'train')` sets what is meant.
            return "train"
        return "train" if first.value else "eval"
    return method


def _argument(node: ast.Call, model: str) -> tuple[int, str] | None:
    """The place of a model among the arguments of a call: number, or keyword."""
    for number, argument in enumerate(node.args):
        if dotted_name(argument) == model:
            return number, ""
    for item in node.keywords:
        if dotted_name(item.value) == model:
            return -1, item.arg or ""
    return None


def _of_same_name(text: Text, node: ast.Call, model: str) -> str:
    """The mode that a function of the notebook leaves a model in that both know."""
    root = model.partition(".")[0]
    if root == "self" and not dotted_name(node.func).startswith("self."):
        return ""
    modes = [
        _mode(inner, inner.func.attr)
        for owner, function in functions_called(text, node)
        if root == "self" or root not in owner.tree.scopes[function]
        for inner in walk(*function.body, into_classes=False)
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute)
        if inner.func.attr in ("eval", "train")
        if dotted_name(inner.func.value) == model
    ]
    return "train" if "train" in modes else modes[-1] if modes else ""


def _of_function(text: Text, node: ast.Call, number: int, keyword: str) -> str:
    """The mode that a function leaves its argument in; empty if it does not set it."""
    known = False
    for _, function in functions_called(text, node):
        known = True
        arguments = [*function.args.posonlyargs, *function.args.args]
        names = [argument.arg for argument in arguments]
        name = keyword or (names[number] if number < len(names) else "")
        mode = ""
        for inner in walk(*function.body, into_classes=False):
            if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
                if inner.func.attr in ("eval", "train") and (
                    dotted_name(inner.func.value) == name
                ):
                    mode = _mode(inner, inner.func.attr)
                    if mode == "train":
                        return mode
        if mode:
            return mode
        if any("train" in str(getattr(n, "attr", "")) for n in walk(*function.body)):
            return "train"
    name = dotted_name(node.func).rpartition(".")[2].lower()
    return "train" if not known and ("train" in name or "mode" in name) else ""
